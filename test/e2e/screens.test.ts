/** @file The popup and set-up as built, looked at: axe, nothing sticks out, the keyboard reaches everything, in every light and direction. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATES, type StateName } from '../components/states.ts';
import { axe, faultless as check, LOOKS, openScreens, type Replies, type Screens } from './screens.ts';

const POPUP = { width: 360, height: 468 };
const ACCOUNT = { value: { id: 'me@c.us', phone: '+31 6 1111 2289', name: 'Sam de Vries' } };

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
});
afterAll(() => screens.close());

const faultless = (page: Page, name: string) => check(screens, page, name);
const status = (state: StateName): Replies => ({ status: { value: STATES[state] } });

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

describe('a look', () => {
  it('finds what is broken after a look that found nothing, and nothing once it is mended', async () => {
    const page = await screens.page('popup.html', status('done'), POPUP);
    await page.getByRole('heading').first().waitFor();
    await faultless(page, 'popup-before');
    const broken = await page.evaluateHandle(() => {
      const box = document.createElement('div');
      box.innerHTML = '<img src="/icons/16.png"><button></button><p>dim</p>';
      Object.assign(box.style, { color: '#ccc', background: '#fff' });
      document.querySelector('h1, h2')?.before(box);
      return box;
    });
    const found = await axe(page);
    expect(found.map((sentence) => sentence.split(' ')[0]).sort()).toEqual([
      'button-name',
      'color-contrast',
      'image-alt',
    ]);
    await broken.evaluate((box) => box.remove());
    await faultless(page, 'popup-mended');
    await page.close();
  });
});

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
    expect((await tabs(page)).slice(0, 9)).toEqual([
      '41 media missing – why?',
      'What was read',
      'Ask the phone for older messages',
      'What works in this WhatsApp version',
      'Back up now',
      'Open a backup',
      'Check a file',
      'Keys',
      'Settings',
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
      ['done', 'Check a file', [], ['/viewer.html?check', 'closed']],
      ['done', 'Keys', [], ['/keys.html', 'closed']],
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
    await page.getByText('A recovery phrase as well?').waitFor();
    await faultless(page, `setup-3-phrase-${name}`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Write these 24 words on paper').waitFor();
    const words = await page.getByRole('listitem').allTextContents();
    expect(words).toHaveLength(24);
    await faultless(page, `setup-3-words-${name}`);
    await page.getByRole('button', { name: 'They are on paper' }).press('Enter');
    await page.getByText('Three words from your paper').waitFor();
    await faultless(page, `setup-3-asked-${name}`);
    const asked = await page.getByLabel(/^Word/).all();
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await page.getByText(/^Words .* are other ones/).waitFor();
    expect(await asked[0]?.evaluate((field) => field === document.activeElement)).toBe(true);
    await faultless(page, `setup-3-wrong-${name}`);
    for (const label of await page.locator('label').allTextContents()) {
      const place = Number(label.replace('Word ', ''));
      await page.getByLabel(label, { exact: true }).fill(words[place - 1]?.replace(/^\d+/, '') ?? '');
    }
    await page.keyboard.press('Enter');
    await page.getByText('A passkey as well?').waitFor();
    await faultless(page, `setup-3-passkey-${name}`);
    await page.getByRole('button', { name: 'Skip' }).press('Enter');
    await page.getByRole('button', { name: 'Create' }).press('Enter');
    await faultless(page, `setup-4-warning-${name}`);
    await page.getByRole('checkbox').press('Space');
    await page.getByRole('button', { name: 'Create' }).press('Enter');
    await page.getByText('Everything is ready').waitFor();
    await faultless(page, `setup-5-done-${name}`);
    await page.getByRole('button', { name: 'Back up now' }).press('Enter');
    await page.getByText('The backup has started').waitFor();
    await faultless(page, `setup-6-started-${name}`);
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
