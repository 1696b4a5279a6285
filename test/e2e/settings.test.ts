/** @file Settings of media from end to end: left out by a click, said so, allowed by a click, and fetched by the next ordinary backup. And what works, of the real page. */
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { mediaOf } from '../../lib/model/media.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { compareWithTruth, openFile } from './archive.ts';
import { openWorld, type World } from './world.ts';

const PASSWORD = 'a password for settings';
const ACCOUNT = 'seed=23&chats=12&messages=900&mediaMiB=3';
const truth = truthOf(ACCOUNT);
const images = new Set<string>();
for (const { id } of truth.chats)
  for (const record of truth.messages(id)) {
    const fact = mediaOf(record);
    if (fact?.type === 'image') images.add(fact.sha256);
  }

let world: World;
let popup: Page;
beforeAll(async () => {
  world = await openWorld({ query: ACCOUNT });
  await world.until('the page', ({ page }) => page === 'ready');
  await world.adopt(PASSWORD);
  popup = await world.extensionPage('popup.html');
});
afterAll(() => world?.close());

const saved = ({ last, run, unsaved }: BackupStatus) => run === null && last !== null && !unsaved;

/** Presses the button, and waits until a backup that had not begun before is saved. */
async function backUp(): Promise<NonNullable<BackupStatus['last']>> {
  const before = (await world.command('status')).last?.start;
  await popup.getByRole('button', { name: 'Back up now' }).click();
  const { last } = await world.until('the file', (status) => saved(status) && status.last?.start !== before);
  expect(last).toMatchObject({ fault: null });
  return last ?? expect.fail('no backup');
}

const fileOf = ({ saved: file }: NonNullable<BackupStatus['last']>) =>
  openFile(join(world.downloads, file?.name ?? ''), PASSWORD);

it('leaves out what is switched off, says so, and fetches it once it is allowed', async () => {
  expect(images.size).toBeGreaterThan(10);
  await popup.getByRole('button', { name: 'Settings' }).click();
  await popup.getByLabel('Photos').uncheck();
  await popup.getByRole('button', { name: 'Back', exact: true }).click();
  const first = await backUp();
  expect(first.leftOut).toEqual({ image: images.size });
  await popup.getByText(`Left out by your settings: ${images.size} photos.`).waitFor();
  const without = await fileOf(first);
  for (const sha256 of images) expect(await without.medium(sha256)).toBeNull();

  // Another popup, another worker perhaps: it was remembered.
  await popup.reload();
  await popup.getByRole('button', { name: 'Settings' }).click();
  expect(await popup.getByLabel('Photos').isChecked()).toBe(false);
  await popup.getByLabel('Photos').check();
  await popup.getByRole('button', { name: 'Back', exact: true }).click();
  const second = await backUp();
  expect(second.report).toMatchObject({ messages: { kept: 0 }, incremental: { added: 0, changed: 0 } });
  expect((first.report?.media.kept ?? 0) + (second.report?.media.kept ?? 0)).toBe(truth.media.size);
  await popup.getByText('Left out by your settings').waitFor({ state: 'detached' });
  expect(await compareWithTruth(truth, await fileOf(second))).toEqual([]);
});

it('says what works in the version that the tab shows, and what that means', async () => {
  await popup.reload();
  await popup.getByText('What works in this WhatsApp version').click();
  await popup.getByText('Everything that Keepsake uses is there.').waitFor();
  await world
    .whatsapp()
    .goto(`${world.site}&remove=WAWebDownloadManager,WAWebDBGetReactions,WAWebSchemaReactions`);
  await world.until('the page', ({ page }) => page === 'ready');
  await popup.reload();
  await popup.getByText('What works in this WhatsApp version').click();
  // Its table is still found by the name of the store.
  await popup.getByText('1 thing does not work.').waitFor();
  await popup
    .getByText("Media from WhatsApp's servers: Only media that this browser already holds are kept.")
    .waitFor();
  await world.whatsapp().goto(`${world.site}&state=not-logged-in`);
  await world.until('the page', ({ page }) => page === 'not-logged-in');
  await expect(world.command('selfTest')).rejects.toMatchObject({ code: 'not-logged-in' });
});
