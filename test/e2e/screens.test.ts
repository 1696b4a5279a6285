/** @file The three pages as built, looked at: axe, nothing sticks out, the keyboard reaches everything, in every light and direction. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAST, STATES, type StateName } from '../components/states.ts';
import { axe, type Look, openScreens, overflow, type Replies, type Screens } from './screens.ts';

const POPUP = { width: 360, height: 468 };
const PASSWORD = 'correct horse';
const ACCOUNT = { value: { id: 'me@c.us', phone: '+31 6 1111 2289', name: 'Sam de Vries' } };
const FILE = { name: 'Keepsake 2026-05-03 a1b2c3d4e5f6.keepsake.zip', mimeType: 'application/zip' };

const LOOKS: readonly Look[] = [
  { name: 'light' },
  { name: 'dark', scheme: 'dark' },
  { name: 'rtl', dir: 'rtl' },
  { name: 'zoom', zoom: 2 },
];

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
});
afterAll(() => screens.close());

const status = (state: StateName): Replies => ({ status: { value: STATES[state] } });

/** Nothing to complain of; a picture of it is kept. */
async function faultless(page: Page, name: string): Promise<void> {
  await screens.shoot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}

/** The names of what takes the focus, by Tab, until it comes round. */
async function tabs(page: Page, most = 12): Promise<readonly string[]> {
  const names: string[] = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return '';
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const seen = outlineStyle === 'none' || outlineWidth === '0px' ? ' (no ring)' : '';
      return (element.getAttribute('aria-label') ?? element.textContent ?? element.tagName).trim() + seen;
    });
    if (name === '') break;
    names.push(name);
  }
  return names;
}

async function unlocked(look: Omit<Look, 'name'> = {}, content = 'good'): Promise<Page> {
  const page = await screens.page('viewer.html', {}, look);
  await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.from(content) });
  await page.getByText('Enter the password').waitFor();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('listbox').waitFor();
  return page;
}

describe('the popup', () => {
  it.each(Object.keys(STATES) as StateName[])('is faultless in %s, light and dark', async (state) => {
    const page = await screens.page('popup.html', status(state), POPUP);
    await page.getByRole('heading').first().waitFor();
    await faultless(page, `popup-${state}`);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(468);
    await page.emulateMedia({ colorScheme: 'dark' });
    await faultless(page, `popup-${state}-dark`);
    await page.close();
  });

  it('reads from right to left', async () => {
    const page = await screens.page('popup.html', status('done'), { ...POPUP, dir: 'rtl' });
    await page.getByText('41 media missing').click();
    await faultless(page, 'popup-done-rtl');
    await page.close();
  });

  it('opens its details inside its height', async () => {
    const page = await screens.page('popup.html', status('done'), POPUP);
    for (const line of ['41 media missing', 'What was read']) await page.getByText(line).click();
    await page.getByText('41 chats complete').scrollIntoViewIfNeeded();
    await faultless(page, 'popup-done-open');
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(468);
    await page.close();
  });

  it('is reached whole by Tab, each stop seen', async () => {
    const page = await screens.page('popup.html', status('done'), POPUP);
    await page.getByRole('button', { name: 'Back up now' }).waitFor();
    expect((await tabs(page)).slice(0, 5)).toEqual([
      '41 media missing – why?',
      'What was read',
      'Back up now',
      'Open a backup',
      'Check the saved file',
    ]);
    await page.close();
  });

  it('asks before it stops; Escape goes on, Enter on Stop stops', async () => {
    const page = await screens.page('popup.html', status('messages'), POPUP);
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await faultless(page, 'popup-stop');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep going');
    await page.keyboard.press('Escape');
    expect(await page.getByText('Stop this backup?').count()).toBe(0);
    expect(await screens.asked(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Stopping…').waitFor();
    expect(await screens.asked(page)).toEqual(['cancel']);
    await page.close();
  });

  it('does what its buttons say', async () => {
    const presses: readonly (readonly [StateName, string, readonly string[], readonly string[]])[] = [
      ['before', 'Set up', [], ['/setup.html', 'closed']],
      ['done', 'Back up now', ['start'], []],
      ['unsaved', 'Save file', ['save'], []],
      ['done', 'Open a backup', [], ['/viewer.html', 'closed']],
      ['done', 'Check the saved file', [], ['/viewer.html?check', 'closed']],
      ['done-no-tab', 'Open WhatsApp Web', [], ['https://web.whatsapp.com/', 'closed']],
    ];
    for (const [state, name, asked, went] of presses) {
      const page = await screens.page('popup.html', status(state), POPUP);
      await page.getByRole('button', { name }).click();
      await expect.poll(() => screens.went(page)).toEqual(went);
      expect(await screens.asked(page)).toEqual(asked);
      await page.close();
    }
  });
});

describe('set-up', () => {
  it.each(LOOKS)('is faultless from the account to the first backup: $name', async ({ name, ...look }) => {
    const replies = { ...status('before'), account: ACCOUNT };
    const page = await screens.page('setup.html', replies, { width: 900, height: 760, ...look });
    await page.getByText('+31 6 1111 2289').waitFor();
    await faultless(page, `setup-1-account-${name}`);
    await page.getByRole('button', { name: 'Yes, continue' }).press('Enter');
    await faultless(page, `setup-2-password-${name}`);
    await page.keyboard.press('Tab');
    await page.keyboard.type('horse');
    await page.keyboard.press('Enter');
    await page.getByText('This password is too short.').waitFor();
    await page.getByText('Weak.').waitFor();
    await faultless(page, `setup-2-short-${name}`);
    await page.getByLabel('Password', { exact: true }).fill('vivid otter carries nine lanterns');
    await page.getByLabel('The same password again').fill('vivid otter carries nine lanterns');
    await page.getByText('Good. Guessing it would take centuries.').waitFor();
    await faultless(page, `setup-2-good-${name}`);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Create' }).press('Enter');
    await faultless(page, `setup-3-warning-${name}`);
    await page.getByRole('checkbox').press('Space');
    await page.getByRole('button', { name: 'Create' }).press('Enter');
    await page.getByText('Everything is ready').waitFor();
    await faultless(page, `setup-4-done-${name}`);
    await page.getByRole('button', { name: 'Back up now' }).press('Enter');
    await page.getByText('The backup has started').waitFor();
    await faultless(page, `setup-5-started-${name}`);
    expect(await screens.asked(page)).toEqual(['account', 'adopt', 'start']);
    await page.close();
  });

  it('offers passwords to managers and to nobody else', async () => {
    const page = await screens.page('setup.html', { ...status('before'), account: ACCOUNT });
    await page.getByRole('button', { name: 'Yes, continue' }).click();
    const fields = await page
      .locator('input')
      .evaluateAll((inputs) =>
        inputs.map((input) => [
          input.getAttribute('type'),
          input.getAttribute('autocomplete'),
          input.getAttribute('spellcheck'),
        ]),
      );
    expect(fields).toEqual([
      ['password', 'new-password', 'false'],
      ['password', 'new-password', 'false'],
    ]);
    await page.getByRole('button', { name: /^Show/ }).click();
    expect(
      await page.locator('input').evaluateAll((all) => all.map((one) => one.getAttribute('type'))),
    ).toEqual(['text', 'text']);
    await page.close();
  });

  it('tells what is wrong with the tab, and that it was done before', async () => {
    const fault = { fault: { code: 'not-logged-in', detail: {} } } as const;
    const page = await screens.page('setup.html', { ...status('before'), account: fault });
    await page.getByText("WhatsApp Web isn't logged in.").waitFor();
    await faultless(page, 'setup-1-fault');
    await page.close();
    const again = await screens.page('setup.html', status('done'));
    await again.getByText('Keepsake is already set up').waitFor();
    await faultless(again, 'setup-0-exists');
    expect(await again.getByRole('button').count()).toBe(1);
    await again.close();
  });
});

describe('the viewer', () => {
  it.each(LOOKS)('is faultless from the drop to the last message: $name', async ({ name, ...look }) => {
    const page = await screens.page('viewer.html', {}, look);
    await faultless(page, `viewer-1-drop-${name}`);
    await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.from('not a backup') });
    await page.getByText('This is not a Keepsake backup.').waitFor();
    await faultless(page, `viewer-1-fault-${name}`);
    await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.from('good') });
    await page.getByText('Enter the password').waitFor();
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByText("This password doesn't open this backup.").waitFor();
    await faultless(page, `viewer-2-wrong-${name}`);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /Anna Rossi.*See you on Sunday/ }).waitFor();
    await faultless(page, `viewer-3-chats-${name}`);
    await page.getByRole('option', { name: /Anna Rossi/ }).click();
    await page.getByRole('listitem').getByText('See you on Sunday').waitFor();
    const list = page.getByRole('list', { name: 'Messages' });
    for (let step = 0; step < 8; step++) {
      await page.waitForTimeout(150);
      await faultless(page, `viewer-4-chat-${step}-${name}`);
      await list.evaluate((element) => element.scrollBy(0, -element.clientHeight * 0.9));
    }
    await page.close();
  });

  it('is one pane where it is narrow, with a way back, and folds its notes', async () => {
    const page = await unlocked({ width: 400, height: 760 }, 'noted');
    await page.getByText('2 notes about this file').click();
    await page.getByText('Everything else can be opened.').waitFor();
    await faultless(page, 'viewer-5-narrow');
    await page.getByRole('option', { name: /Hiking/ }).click();
    await page.getByText('Message 3000.').waitFor();
    expect(await page.getByRole('listbox').isVisible()).toBe(false);
    await faultless(page, 'viewer-5-narrow-chat');
    await page.getByRole('button', { name: 'Back to the chats' }).press('Enter');
    expect(await page.getByRole('listbox').isVisible()).toBe(true);
    await page.close();
  });

  it('opens a long chat at its newest message and goes to its oldest, few rows at a time', async () => {
    const page = await unlocked();
    await page.getByRole('option', { name: /Hiking/ }).click();
    await page.getByText('Message 3000.').waitFor();
    const list = page.getByRole('list', { name: 'Messages' });
    const gap = () => list.evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight));
    await expect.poll(gap).toBeLessThanOrEqual(2);
    await screens.shoot(page, 'viewer-6-end');
    await list.evaluate((box) => box.scrollTo(0, 0));
    await page.getByText('You created the group “').waitFor();
    await page.getByText('Message 4.').waitFor();
    await screens.shoot(page, 'viewer-6-begin');
    expect(await page.getByRole('listitem').count()).toBeLessThan(60);
    await page.close();
  });

  it('is driven by the keyboard', async () => {
    const page = await unlocked();
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await screens.shoot(page, 'viewer-7-keyboard');
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { level: 1 });
    await expect.poll(() => heading.textContent()).toBe('Anna Rossi');
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Messages');
    await page.getByRole('listbox').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByText('No messages of this chat are in the backup.').waitFor();
    await faultless(page, 'viewer-7-empty');
    await page.close();
  });

  it('shows pictures while they are seen, plays when asked, and saves', async () => {
    const page = await unlocked();
    await page.evaluate(() => {
      const told = { made: 0, revoked: 0 };
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (object) => {
        told.made++;
        return createObjectURL(object);
      };
      URL.revokeObjectURL = (url) => {
        told.revoked++;
        revokeObjectURL(url);
      };
      Object.assign(globalThis, { told });
    });
    const told = () =>
      page.evaluate(() => (globalThis as unknown as { told: { made: number; revoked: number } }).told);
    await page.getByRole('option', { name: /Anna Rossi/ }).click();
    const list = page.getByRole('list', { name: 'Messages' });
    await page.getByRole('listitem').getByText('See you on Sunday').waitFor();
    for (let step = 0; step < 12; step++) {
      await list.evaluate((element) => element.scrollBy(0, -400));
      await page.waitForTimeout(60);
    }
    await page.getByAltText('Photo from Anna Rossi').waitFor();
    const play = page.getByRole('button', { name: /Play Voice message/ });
    if ((await play.count()) === 0) await list.evaluate((element) => element.scrollBy(0, 500));
    await play.click();
    await page.locator('audio').waitFor();
    await screens.shoot(page, 'viewer-8-media');
    const save = page.getByRole('button', { name: 'Save file Plan for the summer – final version 2.pdf' });
    for (let step = 0; step < 12 && (await save.count()) === 0; step++) {
      await list.evaluate((element) => element.scrollBy(0, 250));
      await page.waitForTimeout(60);
    }
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    expect(download.suggestedFilename()).toBe('Plan for the summer – final version 2.pdf');
    await page.getByRole('button', { name: 'Lock' }).click();
    await page.getByText('Drop a backup here').waitFor();
    const { made, revoked } = await told();
    expect(made).toBeGreaterThanOrEqual(3);
    expect(made - revoked).toBe(1); // the file being saved is let go a minute later
    expect(await page.title()).toBe('Keepsake');
    await page.close();
  });

  it('takes a file dropped anywhere, and one at a time', async () => {
    const page = await screens.page('viewer.html', {});
    const drop = async (names: readonly string[]) => {
      const files = await page.evaluateHandle((list) => {
        const transfer = new DataTransfer();
        for (const name of list) transfer.items.add(new File(['good'], name));
        return transfer;
      }, names);
      const over = page.locator('#page > *');
      await over.dispatchEvent('dragover', { dataTransfer: files });
      await screens.shoot(page, 'viewer-9-over');
      await over.dispatchEvent('drop', { dataTransfer: files });
    };
    await drop(['a.zip', 'b.zip']);
    await page.getByText('One backup at a time.').waitFor();
    await faultless(page, 'viewer-9-several');
    await drop(['a.keepsake.zip']);
    await page.getByText('Enter the password').waitFor();
    expect(await page.getByText('a.keepsake.zip').count()).toBe(1);
    await page.close();
  });

  it('checks the saved file without a password', async () => {
    const last = { ...LAST, saved: LAST.saved && { ...LAST.saved, size: 741 } };
    const replies = { status: { value: { ...STATES.done, last } } };
    const page = await screens.page('viewer.html?check', replies);
    await page.getByText('a1b2c3d4e5f6.keepsake.zip').waitFor();
    await faultless(page, 'check-1');
    await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.alloc(740) });
    await page.getByText('This is not the file that Keepsake saved last.').waitFor();
    await faultless(page, 'check-2-differs');
    await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.alloc(741) });
    await page.getByText('This is the file saved on 3 May 2026, unchanged.').waitFor();
    await faultless(page, 'check-3-same');
    await page.close();
    const none = await screens.page('viewer.html?check', status('first'));
    await none.getByText('Nothing has been saved yet').waitFor();
    await faultless(none, 'check-0-nothing');
    await none.close();
  });
});
