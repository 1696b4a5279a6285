/** @file The popup in every state: the headline, the figures, the one next step. */
import { render } from 'preact-render-to-string';
import { describe, expect, it, vi } from 'vitest';
import { PopupFrame, type PopupFrameProps } from '../../components/popup/PopupFrame.tsx';
import { shareOf } from '../../components/popup/screen.ts';
import { screenOf } from '../../entrypoints/popup/model.ts';
import { NAMES } from '../../lib/whatsapp/names.ts';
import { LAST, NOW, RUN, STATES, type StateName } from './states.ts';

const on = {
  setUp: vi.fn(),
  open: vi.fn(),
  ways: vi.fn(),
  check: vi.fn(),
  backUp: vi.fn(),
  save: vi.fn(),
  askToCancel: vi.fn(),
  keepGoing: vi.fn(),
  cancel: vi.fn(),
  tryMissing: vi.fn(),
  openSettings: vi.fn(),
  closeSettings: vi.fn(),
  choose: vi.fn(),
  lookAtWorks: vi.fn(),
  makeReport: vi.fn(),
  copyReport: vi.fn(),
  offerOlder: vi.fn(),
  leaveOlder: vi.fn(),
  askOlder: vi.fn(),
  goToWhatsApp: vi.fn(),
  reload: vi.fn(),
};

/** What is read, tags away, a space between pieces. */
function textOf(state: StateName, rest: Partial<PopupFrameProps> = {}): string {
  const html = render(
    <PopupFrame
      screen={screenOf(STATES[state])}
      account="+31 6 … 89"
      fault={null}
      busy={false}
      asking={false}
      stopping={false}
      now={NOW}
      on={on}
      {...rest}
    />,
  );
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

const EXPECTED: Readonly<Record<StateName, readonly string[]>> = {
  before: ['Your chats, in one file only you can open.', 'Set up', 'Open a backup'],
  first: ['Ready for the first backup', 'Back up now'],
  'first-no-tab': ['Ready for the first backup', "WhatsApp Web isn't open", 'Open WhatsApp Web'],
  done: [
    'Backed up and verified',
    '5,021 of 5,021 messages, 212 of 253 media',
    '41 media missing – why?',
    "36 · No longer on WhatsApp's servers",
    '4 chats have older messages on the phone.',
    '41 chats complete',
    '1 chat still being synced',
    '12 disappearing messages not kept',
    '3 messages of kinds Keepsake has no name for',
    'a1b2c3d4e5f6.keepsake',
    'Back up now',
    'Check a file',
  ],
  'done-whole': ['Backed up and verified', '253 of 253 media', '48 chats complete'],
  'done-news': [
    'Backed up and verified',
    '12 new messages, 3 changed, 2 of 2 media.',
    'what changed in messages from Apr 2, 2026 on.',
  ],
  'done-nothing': ['Backed up and verified', 'Nothing new since the last backup.'],
  'done-no-tab': ['Backed up and verified', 'Open WhatsApp Web'],
  'done-reload': ['Reload the WhatsApp tab once', 'Reload WhatsApp'],
  'done-not-logged-in': ["isn't logged in", 'Go to WhatsApp'],
  'done-syncing': ['still receiving history', 'Go to WhatsApp'],
  'done-locked': ['Unlock it in its tab', 'Go to WhatsApp'],
  'done-unsupported': ["isn't supported yet. Nothing was read, nothing was changed."],
  starting: ['Getting ready', 'Cancel'],
  messages: ['Reading messages', '2,140 of about 5,000 messages', '12 of 48 chats', 'Cancel'],
  'messages-no-estimate': ['2,140 messages so far'],
  media: ['Fetching media', '88 of 253 media', '120 MB fetched'],
  verifying: ['Checking the backup', '40 of 212 parts checked'],
  saving: ['Saving the file', '253 of 253 media'],
  waiting: ['Waiting for WhatsApp', "isn't open", 'The backup goes on by itself.', 'Open WhatsApp Web'],
  'waiting-locked': ['Waiting for WhatsApp', 'is locked', 'Go to WhatsApp'],
  unsaved: ['Sealed, but not saved yet', 'If you remove Keepsake now, this backup is gone.', 'Save file'],
  'unsaved-failed': ['Sealed, but not saved yet', 'The file could not be saved.', 'Save file'],
  failed: ['The last backup failed', 'There is no room left', 'Free some space', 'Back up now'],
  'failed-logged-out': ['The last backup failed', "isn't logged in", 'Go to WhatsApp'],
  'failed-verify': ['did not pass its check', 'Do not rely on it.', 'verify-failed · part 214'],
  'done-left-out': ['Backed up and verified', '237 of 253 media', '16 media missing – why?'],
  stopped: ['Stopped early', '5,021 of 5,021 messages', 'Back up now'],
};

describe('the popup', () => {
  it.each(Object.entries(EXPECTED))('says of %s what it is', (state, sentences) => {
    const text = textOf(state as StateName);
    for (const sentence of sentences) expect(text).toContain(sentence);
  });

  it.each(Object.keys(EXPECTED) as StateName[])('has at most one primary button in %s', (state) => {
    const html = render(
      <PopupFrame
        screen={screenOf(STATES[state])}
        account={null}
        fault={null}
        busy={false}
        asking={false}
        stopping={false}
        now={NOW}
        on={on}
      />,
    );
    expect(html.match(/data-kind="primary"/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  it('does not say that an unsaved backup is backed up', () => {
    expect(textOf('unsaved')).not.toContain('Backed up');
  });

  it('claims no check that did not happen', () => {
    const last = { ...LAST, verified: null };
    expect(textOf('done', { screen: screenOf({ ...STATES.done, last }) })).not.toContain('verified');
  });

  it('asks before it stops', () => {
    expect(textOf('messages', { asking: true })).toContain('Stop this backup?');
    expect(textOf('messages', { stopping: true })).toContain('Stopping…');
  });

  it('offers older messages only where the phone has some, and says what asking does', () => {
    expect(textOf('done')).toContain('Ask the phone for older messages');
    expect(textOf('done-whole')).not.toContain('Ask the phone');
    expect(textOf('done-no-tab')).not.toContain('Ask the phone for older');
    const question = textOf('done', { older: { at: 'question' } });
    expect(question).toContain('the one thing that Keepsake sends');
    expect(question).toContain('Not now');
    expect(textOf('done', { older: { at: 'asked', asked: 4 } })).toContain('of 4 chats. Back up again');
  });

  it('says what works in this version, what does not and what that means', () => {
    const served = Object.fromEntries(Object.keys(NAMES).map((name) => [name, `Module.${name}`]));
    const shown = { at: 'shown', version: '2.3000.1', served } as const;
    const whole = textOf('done', { works: shown });
    expect(whole).toContain('WhatsApp Web 2.3000.1. Everything that Keepsake uses is there.');
    expect(whole).toContain('Chats · Messages');
    expect(whole).not.toContain('Does not work');
    const lacking = { ...shown, served: { ...served, votesTable: null, myPhone: null, pinsTable: null } };
    const text = textOf('done', { works: lacking });
    expect(text).toContain('1 thing does not work.');
    expect(text).toContain('Votes in polls: Polls are kept without their votes.');
    expect(text).not.toContain('Pinned messages:');
    expect(text).toContain('votesTable not there');
    expect(text).toContain('messageKey Module.messageKey');
    const broken = { ...shown, served: { ...served, messageKey: null, download: null } };
    const unsupported = textOf('done-unsupported', { works: broken });
    expect(unsupported).toContain('2 things do not work.');
    expect(unsupported).toContain('Messages: No backup can be made.');
    expect(textOf('done-no-tab')).not.toContain('What works in this WhatsApp version');
    const failed = { at: 'failed', fault: { code: 'no-tab', detail: {} } } as const;
    expect(textOf('done', { works: failed })).toContain("WhatsApp Web isn't open.");
  });

  it('shows the report as it will be copied', () => {
    const shown = { at: 'shown', text: '{ "missing": 1 }', copied: false } as const;
    const text = textOf('done-unsupported', { mending: shown });
    expect(text).toContain('&quot;missing&quot;: 1');
    expect(textOf('done', { mending: { ...shown, copied: true } })).toContain('Copied');
  });

  it('says what the settings left out, by kind, and how to have it', () => {
    const text = textOf('done-left-out');
    expect(text).toContain('Left out by your settings: 12 videos, 1 document, and 3 stickers.');
    expect(text).toContain('Allow them in Settings, and the next backup fetches what WhatsApp still has.');
    expect(text).toContain('14 · You chose not to keep files of this kind.');
    // Trying again what the settings leave out would change nothing.
    expect(text).not.toContain('Try the missing ones again');
    expect(textOf('done-whole')).not.toContain('Left out by your settings');
  });

  it('shows the settings in the place of the story, but a backup under way before them', () => {
    const chosen = { limit: 2 ** 30, without: ['video', 'ptv', 'sticker'] } as const;
    const html = (state: StateName) =>
      render(
        <PopupFrame
          screen={screenOf(STATES[state])}
          account={null}
          fault={null}
          busy={false}
          asking={false}
          stopping={false}
          settings={{ at: 'open', chosen }}
          now={NOW}
          on={on}
        />,
      );
    const shown = html('done');
    expect(shown).not.toContain('Backed up and verified');
    expect(shown.match(/type="checkbox"( checked)?/g)?.map((box) => box.endsWith('checked'))).toEqual([
      true,
      false,
      true,
      true,
      true,
      true, // one of its two types is still kept
    ]);
    expect(shown).toMatch(/<option value="1073741824" selected>1 GB</);
    expect(shown).toContain('256 MB (as usual)');
    expect(shown).toContain('holds a whole file in memory while it is read, for a moment twice');
    expect(html('messages')).toContain('Reading messages');
    expect(html('messages')).not.toContain('type="checkbox"');
  });

  it('offers to try the missing media again, where some may come', () => {
    expect(textOf('done')).toContain('Try the missing ones again');
    expect(textOf('done-whole')).not.toContain('Try the missing');
    expect(textOf('done-no-tab')).not.toContain('Try the missing');
  });

  it('says how long it takes beside the number', () => {
    const screen = screenOf(STATES.messages, 61);
    expect(textOf('messages', { screen })).toContain('2,140 of about 5,000 messages · 1 min left');
  });

  it('tells a fresh fault, and not the old one beside it', () => {
    const text = textOf('failed', { fault: { code: 'no-tab', detail: {} } });
    expect(text).toContain('Open WhatsApp Web in a tab and log in.');
    expect(text).not.toContain('no room left');
  });

  it('measures a phase by what it counts', () => {
    expect(shareOf(RUN)).toBe(2140 / 5000);
    expect(shareOf({ ...RUN, messages: { done: 9, about: 5 } })).toBe(1);
    expect(shareOf({ ...RUN, messages: { done: 9, about: null } })).toBeNull();
    expect(shareOf({ ...RUN, phase: 'media' })).toBeNull();
    expect(shareOf({ ...RUN, phase: 'verifying', verified: { done: 1, of: 4 } })).toBe(0.25);
    expect(shareOf({ ...RUN, phase: 'saving' })).toBeNull();
  });
});
