/** @file *Ways to open your backups* as built, looked at: from the lock to a new one, in every light and direction, by the keyboard. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultless as check, drawn, LOOKS, type Look, later, openScreens, type Screens } from './screens.ts';

const PASSWORD = 'correct horse';
const NEW = 'vivid otter carries nine lanterns';

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
});
afterAll(() => screens.close());

const faultless = (page: Page, name: string) => check(screens, page, name);

async function unlocked(look: Omit<Look, 'name'> = {}): Promise<Page> {
  const page = await screens.page('keys.html', {}, { width: 900, height: 900, ...look });
  await page.getByText('Enter the password').waitFor();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ways to open your backups' }).waitFor();
  return page;
}

async function typeTwice(page: Page, words: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(words);
  await page.getByLabel('The same password again').fill(words);
  await page.getByText('Good. Guessing it would take centuries.').waitFor();
}

describe('the ways to open', () => {
  it.each(LOOKS)('are faultless from the lock to a new one: $name', async ({ name, ...look }) => {
    const page = await screens.page('keys.html', {}, { width: 900, height: 900, ...look });
    await page.getByText('What opens them now').waitFor();
    await faultless(page, `keys-1-locked-${name}`);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ways to open your backups' }).waitFor();
    await faultless(page, `keys-2-open-${name}`);
    await page.getByRole('button', { name: 'Remove: Recovery phrase' }).press('Enter');
    await page.getByText('Remove the recovery phrase?').waitFor();
    await faultless(page, `keys-3-removing-${name}`);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep it');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('The recovery phrase is removed').waitFor();
    await faultless(page, `keys-4-changed-${name}`);
    await page.getByRole('button', { name: 'Change', exact: true }).press('Enter');
    await page.getByText('Choose a new password').waitFor();
    await typeTwice(page, NEW);
    await faultless(page, `keys-5-password-${name}`);
    await page.keyboard.press('Enter');
    await page.getByText('The password is changed').waitFor();
    await page.getByRole('button', { name: 'Save file' }).press('Enter');
    await page.getByText('The file is saved.').waitFor();
    await faultless(page, `keys-6-saved-${name}`);
    await page.getByRole('button', { name: 'Make a new lock', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'A new lock' }).waitFor();
    await typeTwice(page, NEW);
    await faultless(page, `keys-7-renew-${name}`);
    await page.keyboard.press('Enter');
    await page.getByText('Your backups have a new lock').waitFor();
    await faultless(page, `keys-8-renewed-${name}`);
    await page.getByRole('button', { name: 'Lock', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'I have forgotten all of them' }).press('Enter');
    await page.getByRole('heading', { name: 'Start over' }).waitFor();
    await faultless(page, `keys-9-forgotten-${name}`);
    expect(await page.content()).not.toContain(NEW);
    expect(await screens.asked(page)).toEqual(['save', 'account']);
    await page.close();
  });

  it.each(LOOKS)('are locked when nobody was there: $name', async ({ name, ...look }) => {
    const page = await unlocked(look);
    await later(page, 9);
    await page.mouse.move(10, 10);
    await later(page, 9);
    await drawn(page);
    expect(await page.getByRole('heading', { name: 'Ways to open your backups' }).count()).toBe(1);
    await later(page, 2, name === 'light'); // it looks every five seconds: waiting once is enough for all looks
    await page.getByText('Locked, because nothing was done here for 10 minutes.').waitFor();
    await faultless(page, `keys-alone-${name}`);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ways to open your backups' }).waitFor();
    expect(await page.getByText('nothing was done here').count()).toBe(0);
    await page.close();
  });

  it('start over only for who types it', async () => {
    const page = await screens.page('keys.html', {});
    await page.getByRole('button', { name: 'I have forgotten all of them' }).click();
    await page.getByRole('button', { name: 'Start over' }).press('Enter');
    expect(await screens.asked(page)).toEqual([]);
    await page.getByLabel('Type “start over” to go on').fill(' Start Over ');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/setup.html');
    await page.close();
  });

  it('write a new phrase, and forget it on the way out', async () => {
    const page = await unlocked();
    await page.getByRole('button', { name: 'Replace' }).press('Enter');
    await page.getByRole('button', { name: 'They are on paper' }).waitFor();
    const words = await page.getByRole('listitem').allTextContents();
    expect(words).toHaveLength(24);
    await page.getByRole('button', { name: 'They are on paper' }).press('Enter');
    for (const label of await page.locator('label').allTextContents()) {
      const place = Number(label.replace('Word ', ''));
      await page.getByLabel(label, { exact: true }).fill(words[place - 1]?.replace(/^\d+/, '') ?? '');
    }
    await page.keyboard.press('Enter');
    await page.getByText('The recovery phrase is replaced').waitFor();
    const text = await page.content();
    const told = words.map((word) => word.replace(/^\d+/, '')).filter((word) => text.includes(`>${word}<`));
    expect(told).toEqual([]);
    await page.close();
  });
});
