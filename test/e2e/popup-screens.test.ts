/** @file The popup's settings and what it says of WhatsApp's version, as built, looked at: in every light and direction, by the keyboard. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NAMES } from '../../lib/whatsapp/names.ts';
import { STATES, type StateName } from '../components/states.ts';
import { faultless as check, LOOKS, openScreens, type Replies, type Screens } from './screens.ts';

const POPUP = { width: 360, height: 468 };
const ALL = Object.fromEntries(Object.entries(NAMES).map(([name, [path]]) => [name, path]));
const LACKING = { ...ALL, votesTable: null, download: null, historySynced: null };
const BROKEN = { ...LACKING, messageKey: null, chats: null, storedChats: null };

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
});
afterAll(() => screens.close());

const faultless = (page: Page, name: string) => check(screens, page, name);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);
const replies = (state: StateName, capabilities: object = ALL): Replies => ({
  status: { value: STATES[state] },
  settings: { value: { limit: 256 * 1024 * 1024, without: ['video', 'ptv'] } },
  selfTest: { value: { version: '2.3000.1023456789', capabilities } },
});
/** At twice the size a popup has the window's height, not its own. */
const sized = (zoom = 1) => ({ ...POPUP, height: zoom > 1 ? 600 : 468, zoom });

/** What stands below stays in its place, and may cover a line. */
const uncovered = (page: Page, text: string) =>
  page.getByText(text).evaluate((line) => {
    const { left, top, width, height } = line.getBoundingClientRect();
    return line.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });

describe('the settings', () => {
  it.each(LOOKS)('are faultless, and changed by the keyboard: $name', async ({ name, zoom, ...look }) => {
    const page = await screens.page('popup.html', replies('done-left-out'), { ...sized(zoom), ...look });
    await page.getByText('Left out by your settings: 12 videos').waitFor();
    await faultless(page, `popup-left-out-${name}`);
    await page.getByRole('button', { name: 'Settings' }).press('Enter');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    const kinds = page.getByRole('group', { name: 'Media to keep' });
    await kinds.getByLabel('Photos').waitFor();
    await faultless(page, `popup-settings-${name}`);
    expect(await focused(page)).toBe('Settings');
    expect(await kinds.getByRole('checkbox', { checked: false }).count()).toBe(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await kinds.getByRole('checkbox', { checked: false }).count()).toBe(2);
    await expect.poll(() => screens.asked(page)).toEqual(['settings', 'settings']);
    const largest = page.getByRole('combobox', { name: 'Largest file' });
    await largest.selectOption('2 GB');
    await page.getByText('With too little memory the tab crashes').waitFor();
    await faultless(page, `popup-settings-large-${name}`);
    await page.getByRole('button', { name: 'Back', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Backed up and verified' }).waitFor();
    expect(await focused(page)).toBe('Settings');
    await page.close();
  });

  it('keep the popup’s height, and are reached whole by Tab', async () => {
    const page = await screens.page('popup.html', replies('done'), POPUP);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Photos').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(468);
    const stops: (string | null | undefined)[] = [];
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(
          () =>
            (document.activeElement as HTMLInputElement).labels?.[0]?.textContent ??
            document.activeElement?.textContent,
        ),
      );
    }
    expect(stops).toEqual([
      'Photos',
      'Videos and GIFs',
      'Voice messages',
      'Audio files',
      'Documents',
      'Stickers',
      'Largest file',
      'Open a backup',
    ]);
    await page.close();
  });

  it('tell what could not be kept, and show what is', async () => {
    const fault = { fault: { code: 'disk-full', detail: {} } } as const;
    const page = await screens.page('popup.html', { ...replies('done'), settings: fault }, POPUP);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText('There is no room left').waitFor();
    await faultless(page, 'popup-settings-fault');
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.close();
  });
});

describe('what works in this version', () => {
  it.each(LOOKS)('is asked for when opened, and faultless: $name', async ({ name, zoom, ...look }) => {
    const page = await screens.page('popup.html', replies('done', LACKING), { ...sized(zoom), ...look });
    const line = page.getByText('What works in this WhatsApp version');
    await line.waitFor();
    expect(await screens.asked(page)).toEqual([]);
    await line.press('Enter');
    await page.getByText('WhatsApp Web 2.3000.1023456789. 3 things do not work.').waitFor();
    expect(await screens.asked(page)).toEqual(['selfTest']);
    if (!zoom)
      expect(await uncovered(page, 'Votes in polls: Polls are kept without their votes.')).toBe(true);
    await faultless(page, `popup-works-${name}`);
    await page.getByText('The exact names').press('Enter');
    await page
      .getByText('WAWebDBMessageFindLocal.msgFindBefore')
      .evaluate((one) => one.scrollIntoView({ block: 'center' }));
    await faultless(page, `popup-works-names-${name}`);
    await page.close();
  });

  it('says of a version that cannot be read what is missing, of a whole one that nothing is', async () => {
    const broken = await screens.page('popup.html', replies('done-unsupported', BROKEN), POPUP);
    await broken.getByText('What works in this WhatsApp version').click();
    await broken.getByText('Messages: No backup can be made.').waitFor();
    expect(await uncovered(broken, 'Does not work')).toBe(true);
    await faultless(broken, 'popup-works-broken');
    await broken.close();
    const whole = await screens.page('popup.html', replies('done'), POPUP);
    await whole.getByText('What works in this WhatsApp version').click();
    await whole.getByText('Everything that Keepsake uses is there.').waitFor();
    await whole.getByRole('button', { name: 'Make a report' }).scrollIntoViewIfNeeded();
    await faultless(whole, 'popup-works-whole');
    expect(await whole.getByText('Does not work').count()).toBe(0);
    await whole.close();
  });
});
