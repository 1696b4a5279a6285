/** @file What a reader sees of messages: texts, links, notes, tiles. */
import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { initialsOf } from '../../components/viewer/Face.tsx';
import { MessageRow } from '../../components/viewer/MessageRow.tsx';
import { MissingTile } from '../../components/viewer/MissingTile.tsx';
import type { MediaDoor } from '../../components/viewer/media.ts';
import { partsOf } from '../../components/viewer/RichText.tsx';
import { boxOf } from '../../components/viewer/shape.ts';
import { briefOf, callWords, createNameOf, systemWords, titleOf } from '../../components/viewer/words.ts';
import { MISSING_REASONS } from '../../lib/model/media.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { type Content, viewOf } from '../../lib/model/view.ts';
import { EVERY, fakeHistory, jid, OWN } from '../viewer/fake-history.ts';

const history = fakeHistory();
const people = await history.contacts();
const nameOf = createNameOf(people, [OWN, null]);
const never: MediaDoor = { take: () => new Promise(() => {}), giveBack: () => {}, save: () => {} };

const plain = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

function row(record: MessageRecord, before?: MessageRecord, named = false): string {
  return render(
    <MessageRow
      record={record}
      before={before}
      first={false}
      place={1}
      of={2}
      named={named}
      nameOf={nameOf}
      media={never}
    />,
  );
}

const all = await history.messages(jid(0), 0, EVERY.length);
const shownOf = (type: string, nth = 0): string => {
  const found = all.filter((record) => record.type === type)[nth] ?? expect.fail(`no ${type}`);
  return plain(row(found));
};

describe('a message', () => {
  it.each([
    ['location', "Location Lac d'Annecy 74000 Annecy, France 45.89920, 6.12940"],
    ['vcard', 'Contact Luca Bianchi +39 333 777 7777'],
    ['poll_creation', 'Poll When shall we meet? Saturday Sunday'],
    ['event_creation', 'Event Supper'],
    ['album', 'Album · 3 photos, 1 video'],
    ['revoked', 'Anna Rossi deleted this message.'],
    ['ciphertext', 'had not received this message yet'],
    ['interactive_carousel', 'a kind Keepsake cannot show yet: interactive_carousel. It is kept as found.'],
    ['document', 'Document'],
    ['ptt', 'Play Voice message 0:17 · 31 kB'],
    ['video', 'Play Video 0:42 · 8.4 MB'],
    ['call_log', 'Missed video call'],
    ['e2e_notification', 'Messages and calls are end-to-end encrypted.'],
  ])('of type %s says “%s”', (type, words) => expect(shownOf(type)).toContain(words));

  it('answers another, is edited, starred, forwarded', () => {
    const texts = all.filter(({ type }) => type === 'chat').map((record) => plain(row(record)));
    expect(texts.find((text) => text.includes('The 7:12'))).toMatch(
      /Anna Rossi Shall we take the early train/,
    );
    expect(texts.find((text) => text.includes('corrected'))).toMatch(/Starred Edited/);
    expect(texts.find((text) => text.includes('sent it on'))).toMatch(/Forwarded many times/);
    expect(texts.find((text) => text.includes('Lovely'))).toMatch(/❤️ from Anna Rossi, You/);
  });

  it('of view once holds nothing to see', () => {
    const once = all.find(({ row: found }) => found.isViewOnce === true) ?? expect.fail();
    expect(plain(row(once))).toContain('View once. Its content is never kept.');
  });

  it('names its sender in a group when the speaker changes', () => {
    const one = { ...(all[1] ?? expect.fail()), sender: jid(0) };
    const next = { ...one, id: 'next', t: one.t + 5 };
    expect(row(one, undefined, true)).toMatch(/class="[^"]*sender[^"]*"><bdi>Anna Rossi/);
    expect(row(next, one, true)).toMatch(/class="aside"><bdi>Anna Rossi/);
    expect(row({ ...next, t: one.t + 5000 }, one, true)).toMatch(/class="[^"]*sender/);
  });

  it('begins a day with its name', () => {
    const one = all[1] ?? expect.fail();
    const later = { ...one, t: one.t + 86_400 };
    expect(plain(row(later, one))).toMatch(/^\w+, \w+ \d+, \d{4}|^\w+ \d+ \w+ \d{4}|^\w+, \d+ \w+ \d{4}/);
    expect(row({ ...one, t: one.t + 1 }, one)).not.toContain('<h2');
  });

  it('that is on its way takes its place', () => {
    const html = render(
      <MessageRow
        record={undefined}
        before={undefined}
        first
        place={1}
        of={2}
        named={false}
        nameOf={nameOf}
        media={never}
      />,
    );
    expect(plain(html)).toBe('Loading…');
  });

  it('of a moment that no calendar has is shown all the same', () => {
    const far = { ...(all[1] ?? expect.fail()), t: 1e15 };
    expect(plain(row(far))).toContain('Good morning');
  });

  it('cannot bring markup or code with it', () => {
    const evil = {
      ...(all[1] ?? expect.fail()),
      row: { body: '<img src=x onerror=alert(1)> javascript:alert(1)' },
    };
    expect(row(evil)).not.toContain('<img');
    expect(row(evil)).not.toContain('href');
  });
});

describe('links and mentions', () => {
  const parts = (text: string, mentions: readonly string[] = []) => partsOf(text, mentions, nameOf);

  it('cut at the end of an address', () => {
    expect(parts('See https://example.org/a?b=1, then (http://example.com).')).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
      { kind: 'text', text: ', then (' },
      { kind: 'link', text: 'http://example.com', href: 'http://example.com/' },
      { kind: 'text', text: ').' },
    ]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://', 'ftp://a.b'])(
    'never follow %s',
    (text) => expect(parts(text).every(({ kind }) => kind === 'text')).toBe(true),
  );

  it('show names for people', () => {
    const id = jid(0);
    expect(parts(`Ask @${id.split('@')[0]} today`, [id])).toEqual([
      { kind: 'text', text: 'Ask ' },
      { kind: 'mention', text: '@Anna Rossi' },
      { kind: 'text', text: ' today' },
    ]);
    expect(parts('Ask @31620000 today')).toHaveLength(1);
  });

  it('open elsewhere, without telling where from', () => {
    const linked = all.find(({ row: found }) => String(found.body).startsWith('See https')) ?? expect.fail();
    const anchors = row(linked).match(/<a [^>]+>/g) ?? [];
    expect(anchors).toHaveLength(2);
    for (const anchor of anchors) expect(anchor).toContain('rel="noopener noreferrer"');
  });
});

describe('words', () => {
  it.each([
    ['created', jid(0), [], 'Hiking', 'Anna Rossi created the group “Hiking”.'],
    ['added', OWN, [jid(0), jid(3)], null, 'You added Anna Rossi and محمد العربي.'],
    ['added', jid(0), [jid(0)], null, 'Anna Rossi joined.'],
    ['removed', jid(0), [], null, 'Anna Rossi left.'],
    ['promoted', OWN, [jid(0)], null, 'Anna Rossi is now an admin.'],
    ['picture', null, [], null, "Someone changed the group's picture."],
    ['other', null, [], 'gp2 growth_locked', 'Note of WhatsApp: gp2 growth_locked'],
  ] as const)('of the note %s by %s to %j', (code, by, whom, text, words) => {
    expect(systemWords({ code, by, whom, text }, nameOf).replace(/[\u2068\u2069]/g, '')).toBe(words);
  });

  it('of calls', () => {
    expect(callWords({ video: false, outcome: 'completed', duration: 754 })).toBe('Voice call · 13 min');
    expect(callWords({ video: true, outcome: 'rejected', duration: null })).toBe('Video call · Declined');
    expect(callWords({ video: false, outcome: 'missed', duration: null })).toBe('Missed voice call');
    expect(callWords({ video: false, outcome: 'other', duration: null })).toBe('Voice call');
  });

  it('are there for every kind of content', () => {
    for (const record of all) {
      const content: Content = viewOf(record).content;
      expect(briefOf(content, nameOf), content.kind).not.toBe('');
    }
  });

  it('name a chat', async () => {
    const [first] = await history.chats();
    const chat = first ?? expect.fail();
    expect(titleOf({ ...chat, kind: 'self' }, people)).toBe('You (own notes)');
    expect(titleOf({ ...chat, kind: 'person', id: '31620001234@c.us', name: null }, people)).toBe(
      '+31620001234',
    );
  });

  it.each([
    ['Anna Rossi', 'AR'],
    ['Baker', 'B'],
    ['דנה לוי', 'דל'],
    ['+31 6 1234', ''],
    ['👩‍👩‍👧 Family', 'F'],
  ])('begin %s with %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
});

describe('a medium', () => {
  it.each(MISSING_REASONS)('missing because of %s says why', (reason) => {
    const html = render(
      <MissingTile medium={{ type: 'image', gif: false, fact: null }} reason={reason} size={240_000} />,
    );
    expect(plain(html)).toMatch(/^Photo · 240 kB \p{Lu}.+\.$/u);
  });

  it('missing without a reason says that it is not here', () => {
    const html = render(
      <MissingTile medium={{ type: 'ptt', gif: false, fact: null }} reason={null} size={null} />,
    );
    expect(plain(html)).toBe('Voice message It is not in this backup.');
  });

  it.each([
    [{ shape: 'image', width: 1600, height: 1200 }, '320px', '1.333'],
    [{ shape: 'image', width: 900, height: 1600 }, '203px', '0.563'],
    [{ shape: 'image', width: 10, height: 9000 }, '160px', '0.400'],
    [{ shape: 'video', width: null, height: null }, '320px', '1.333'],
    [{ shape: 'sticker', width: 512, height: 512 }, '144px', '1'],
  ] as const)('%j takes its place before it comes', (fact, inlineSize, aspectRatio) => {
    expect(boxOf(fact)).toEqual({ inlineSize, aspectRatio });
  });
});
