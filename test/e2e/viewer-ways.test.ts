/** @file Ways into the viewer as built, looked at: the words of a phrase, a passkey; and going on with what was opened. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATES } from '../components/states.ts';
import { faultless as check, LOOKS, type Look, openScreens, type Replies, type Screens } from './screens.ts';

const PASSWORD = 'correct horse';
const FILE = { name: 'Keepsake 2026-05-03 a1b2c3d4e5f6.keepsake', mimeType: 'application/zip' };

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
});
afterAll(() => screens.close());

const faultless = (page: Page, name: string) => check(screens, page, name);

async function unlocked(
  look: Omit<Look, 'name'> = {},
  content = 'good',
  replies: Replies = {},
): Promise<Page> {
  const page = await screens.page('viewer.html', replies, look);
  await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.from(content) });
  await page.getByText('Enter the password').waitFor();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('listbox').waitFor();
  return page;
}

describe('the viewer', () => {
  it.each(LOOKS)('is unlocked by whatever way the file has: $name', async ({ name, ...look }) => {
    const page = await screens.page('viewer.html', {}, look);
    await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.from('ways') });
    await page.getByText('Enter the password').waitFor();
    await faultless(page, `viewer-2-ways-${name}`);
    await page.getByRole('button', { name: 'Use the recovery phrase' }).press('Enter');
    const field = page.getByLabel('Recovery phrase');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    const { autocomplete, spellcheck } = await field.evaluate((element) => ({
      autocomplete: element.getAttribute('autocomplete'),
      spellcheck: element.getAttribute('spellcheck'),
    }));
    expect([autocomplete, spellcheck]).toEqual(['off', 'false']);
    await page.keyboard.type('abandon abandno ab');
    await page.getByText('Word 2 is not one of those a phrase is made of. Perhaps: abandon.').waitFor();
    await faultless(page, `viewer-2-slip-${name}`);
    await field.fill(`${'abandon '.repeat(23)}art`);
    await page.getByRole('button', { name: 'Unlock' }).press('Enter');
    await page.getByText("This recovery phrase doesn't open this backup.").waitFor();
    await faultless(page, `viewer-2-phrase-${name}`);
    await page.getByRole('button', { name: 'Use a passkey' }).press('Enter');
    await page.getByText('Use your passkey').waitFor();
    expect(await page.getByText("This recovery phrase doesn't open this backup.").count()).toBe(0);
    await faultless(page, `viewer-2-passkey-${name}`);
    expect(await page.content()).not.toContain('abandon');
    await page.close();
  });

  it.each(LOOKS)(
    'offers to go on with the backup where there is none yet: $name',
    async ({ name, ...look }) => {
      const page = await unlocked(look, 'good', { status: { value: STATES.before } });
      await page.getByText('Go on backing up to this backup in this browser?').waitFor();
      await faultless(page, `viewer-3-offer-${name}`);
      await page.getByRole('button', { name: 'Go on with it' }).press('Enter');
      await page.getByText('This browser goes on with this backup').waitFor();
      await faultless(page, `viewer-3-taken-${name}`);
      expect(await screens.asked(page)).toEqual(['adopt']);
      await page.close();
    },
  );

  it('says why this browser cannot go on with the backup', async () => {
    const other = { ...STATES.done, vault: { shortName: 'ffeeddccbbaa', account: '' } };
    for (const [content, status, words] of [
      ['altered', STATES.before, 'Its beginning was altered'],
      ['good', other, 'with the short name ffeeddccbbaa'],
    ] as const) {
      const page = await unlocked({}, content, { status: { value: status } });
      await page.getByText('This browser cannot go on with this backup').click();
      await page.getByText(words).waitFor();
      await faultless(page, `viewer-3-not-${content}`);
      await page.close();
    }
  });
});
