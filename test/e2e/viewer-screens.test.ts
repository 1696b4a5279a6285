/** @file The viewer as built, looked at: from the drop to the last message, in every light and direction, by mouse and keyboard. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAST, STATES } from '../components/states.ts';
import { faultless as check, drawn, LOOKS, type Look, later, openScreens, type Screens } from './screens.ts';

const PASSWORD = 'correct horse';
const FILE = { name: 'Keepsake 2026-05-03 a1b2c3d4e5f6.keepsake', mimeType: 'application/zip' };

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
});
afterAll(() => screens.close());

const faultless = (page: Page, name: string) => check(screens, page, name);
const messages = (page: Page) => page.getByRole('list', { name: 'Messages' });

async function unlocked(look: Omit<Look, 'name'> = {}, content = 'good'): Promise<Page> {
  const page = await screens.page('viewer.html', {}, look);
  await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.from(content) });
  await page.getByText('Enter the password').waitFor();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('listbox').waitFor();
  return page;
}

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
    const list = messages(page);
    for (let step = 0; step < 8; step++) {
      await page.waitForTimeout(150);
      await faultless(page, `viewer-4-chat-${step}-${name}`);
      await list.evaluate((element) => element.scrollBy(0, -element.clientHeight * 0.9));
    }
    await page.close();
  });

  it.each(LOOKS)(
    'is locked when nobody was there, but not while something plays: $name',
    async ({ name, ...look }) => {
      const page = await unlocked(look);
      const playing = await page.evaluateHandle(() => {
        const player = document.body.appendChild(document.createElement('audio'));
        void player.play().catch(() => {});
        return player;
      });
      await later(page, 11);
      await drawn(page);
      expect(await page.getByRole('listbox').count()).toBe(1);
      await playing.evaluate((player) => player.remove());
      // It looks again by itself every five seconds: waiting for that once is enough for all looks.
      if (name !== 'light') await later(page, 1);
      await page.getByText('Locked, because nothing was done here for 10 minutes.').waitFor();
      await faultless(page, `viewer-alone-${name}`);
      expect(await page.content()).not.toContain('Anna Rossi');
      await page.close();
    },
  );

  it('is one pane where it is narrow, with a way back, and folds its notes', async () => {
    const page = await unlocked({ width: 400, height: 760 }, 'noted');
    await page.getByText('2 notes about this file').click();
    await page.getByText('Everything else can be opened.').waitFor();
    await faultless(page, 'viewer-5-narrow');
    await page.getByRole('option', { name: /Hiking/ }).click();
    await messages(page).getByText('Message 3000.').waitFor();
    expect(await page.getByRole('listbox').isVisible()).toBe(false);
    await faultless(page, 'viewer-5-narrow-chat');
    await page.getByRole('button', { name: 'Back to the chats' }).press('Enter');
    expect(await page.getByRole('listbox').isVisible()).toBe(true);
    await page.close();
  });

  it('opens a long chat at its newest message and goes to its oldest, few rows at a time', async () => {
    const page = await unlocked();
    await page.getByRole('option', { name: /Hiking/ }).click();
    await messages(page).getByText('Message 3000.').waitFor();
    const list = messages(page);
    const gap = () => list.evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight));
    await expect.poll(gap).toBeLessThanOrEqual(2);
    await screens.shoot(page, 'viewer-6-end');
    await list.evaluate((box) => box.scrollTo(0, 0));
    await messages(page).getByText('created the group “').waitFor();
    await messages(page).getByText('Message 4.').waitFor();
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
    const list = messages(page);
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
    expect(made - revoked).toBe(0); // Lock lets go of all, of the file being saved as well
    expect(await page.title()).toBe('Keepsake');
    await page.close();
  });

  it('takes files dropped anywhere, one or several', async () => {
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
    await drop(['a.keepsake', 'b.keepsake']);
    await page.getByText('2 files', { exact: true }).waitFor();
    await page.getByText('Looks whole from outside.').waitFor();
    await faultless(page, 'viewer-9-several');
    await page.getByRole('button', { name: 'Choose another file' }).click();
    await drop(['a.keepsake']);
    await page.getByText('Enter the password').waitFor();
    expect(await page.getByText('a.keepsake').count()).toBe(1);
    await page.close();
  });

  it('takes a folder, and looks only at what can belong to a backup', async () => {
    const page = await screens.page('viewer.html', {});
    page.setDefaultTimeout(30_000);
    const choose = async () => {
      const asking = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose a folder' }).press('Enter');
      return asking;
    };
    const folder = await mkdtemp(join(tmpdir(), 'keepsake-folder-'));
    await writeFile(join(folder, 'letter.txt'), 'dear all');
    await (await choose()).setFiles(folder);
    await page.getByText('There is no backup in this folder.').waitFor();
    await writeFile(join(folder, 'keepsake.json'), 'good');
    await writeFile(join(folder, '1.keepsake'), 'good');
    await (await choose()).setFiles(folder);
    await page.getByText('2 files', { exact: true }).waitFor();
    await page.close();
    await rm(folder, { recursive: true });
  });

  it('reads a locked file through when asked to, and can be stopped', async () => {
    const page = await screens.page('viewer.html', {});
    await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.from('slow') });
    await page.getByRole('button', { name: 'Read every byte of it' }).click();
    await page.getByRole('progressbar', { name: 'Looking at the file' }).waitFor();
    await faultless(page, 'viewer-10-looking');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Read every byte of it' }).press('Enter');
    await page.getByText('every byte read').waitFor();
    await faultless(page, 'viewer-10-looked');
    await page.close();
  });

  it.each(LOOKS)('checks everything, and tells all that it finds: $name', async ({ name, ...look }) => {
    const page = await unlocked(look, 'noted');
    expect(await page.getByText('Earlier backups are in another file').count()).toBe(1);
    const start = page.getByRole('button', { name: 'Check everything' });
    const progress = page.getByRole('progressbar', { name: 'Checking everything' });
    await Promise.all([progress.waitFor(), start.press('Enter')]);
    await faultless(page, `viewer-11-checking-${name}`);
    await page.getByText('2 things are not as they were written.').waitFor();
    const result = page.getByRole('alert').filter({ hasText: '2 things' });
    await result.getByText('Details').click();
    await result.getByText('This file is damaged at part 214 of the backup of 3 May 2026.').waitFor();
    await result.getByText('The backup of 4 May 2026 is missing.').waitFor();
    await faultless(page, `viewer-11-found-${name}`);
    await result.getByRole('button', { name: 'Close' }).press('Enter');
    await start.waitFor();
    await page.close();
  });

  it('says that all is well', async () => {
    const page = await unlocked({ width: 400, height: 760 }, 'slow');
    await page.getByRole('button', { name: 'Check everything' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Check everything' }).click();
    await page.getByText('All 5,021 messages and 212 media were opened and checked.').waitFor();
    await faultless(page, 'viewer-12-whole');
    await page.close();
  });

  it('checks the saved file without a password', async () => {
    const saved = LAST.saved && { ...LAST.saved, size: 741 };
    const replies = { status: { value: { ...STATES.done, saved } } };
    const page = await screens.page('viewer.html?check', replies);
    await page.getByText('a1b2c3d4e5f6.keepsake').waitFor();
    await faultless(page, 'check-1');
    await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.alloc(740) });
    await page.getByText('This is not the file that Keepsake saved last.').waitFor();
    await faultless(page, 'check-2-differs');
    await page.locator('input[type=file]').setInputFiles({ ...FILE, buffer: Buffer.alloc(741) });
    await page.getByText('This is the file saved on 3 May 2026, unchanged.').waitFor();
    await faultless(page, 'check-3-same');
    await page.close();
    const none = await screens.page('viewer.html?check', { status: { value: STATES.first } });
    await none.getByText('Nothing has been saved yet').waitFor();
    await faultless(none, 'check-0-nothing');
    await none.close();
  });
});
