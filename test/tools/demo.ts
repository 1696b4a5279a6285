/**
 * @file `npm run demo`: the whole way as a user goes it, in a real Chromium against the simulator: set-up, one click,
 * the saved file, the viewer. Leaves the file and screenshots in `demo-output/`. `--headed` shows the browser.
 */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { compareWithTruth, openFile } from '../e2e/archive.ts';
import { openWorld, sizeOf, type World } from '../e2e/world.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { prepare } from './prepare.ts';
import { ROOT } from './run.ts';

const ACCOUNT = 'seed=11&chats=60&messages=6000&mediaMiB=60&expired=0.05';
const PASSWORD = 'lantern orchard violin 42';
const OUTPUT = join(ROOT, 'demo-output');

const seconds: Record<string, number> = {};

await prepare();
await rm(OUTPUT, { recursive: true, force: true });
await mkdir(OUTPUT, { recursive: true });
const world = await openWorld({ query: ACCOUNT, headed: process.argv.includes('--headed') });
try {
  await demo(world);
} finally {
  await world.close();
}

async function demo(world: World): Promise<void> {
  await timed('set-up', () => setUp(world));
  const popup = await world.extensionPage('popup.html');
  await popup.setViewportSize({ width: 360, height: 560 });
  await popup.getByRole('button', { name: 'Back up now' }).click();
  const status = await follow(world, popup);
  const [saved] = await world.savedFiles();
  if (!saved || status.last?.fault)
    throw new Error(`no file was saved: ${JSON.stringify(status.last?.fault)}`);
  const file = join(OUTPUT, basename(saved));
  await copyFile(saved, file);
  await popup.reload();
  await popup.getByText('Backed up and verified').waitFor();
  await shoot(popup, 'popup-done');
  await popup.close();
  await timed('viewer', () => view(world, file));
  const differences = await timed('comparing', async () =>
    compareWithTruth(truthOf(ACCOUNT), await openFile(file, PASSWORD)),
  );
  await table(status, file, differences.length, world);
  if (differences.length > 0)
    throw new Error(`the file differs from the account: ${JSON.stringify(differences[0])}`);
}

async function setUp(world: World): Promise<void> {
  await world.until('the page', ({ page }) => page === 'ready');
  const page = await world.extensionPage('setup.html');
  await page.setViewportSize({ width: 760, height: 720 });
  await page.getByRole('button', { name: 'Yes, continue' }).waitFor();
  await shoot(page, 'setup-account');
  await page.getByRole('button', { name: 'Yes, continue' }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('The same password again').fill(PASSWORD);
  await page.getByText('Guessing it would take').waitFor();
  await shoot(page, 'setup-password');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('A recovery phrase as well?').waitFor();
  await shoot(page, 'setup-phrase');
  await page.getByRole('button', { name: 'Show the words' }).click();
  await page.getByText('Write these 24 words on paper').waitFor();
  await shoot(page, 'setup-words');
  const words = await page.getByRole('listitem').allTextContents();
  await page.getByRole('button', { name: 'They are on paper' }).click();
  for (const label of await page.locator('label').allTextContents())
    await page
      .getByLabel(label, { exact: true })
      .fill(words[Number(label.replace('Word ', '')) - 1]?.replace(/^\d+/, '') ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();
  await shoot(page, 'setup-passkey');
  await page.getByRole('button', { name: 'Skip' }).click();
  await page.getByLabel('I have put my password and my recovery phrase in a safe place.').check();
  await shoot(page, 'setup-warning');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('Everything is ready').waitFor({ timeout: 60_000 });
  await shoot(page, 'setup-done');
  await page.close();
}

/** Waits for the run and its file, and notes how long each phase took. */
async function follow(world: World, popup: Page): Promise<BackupStatus> {
  let phase = 'starting';
  let since = performance.now();
  let shot = false;
  for (;;) {
    const status = await world.command('status');
    // Asked before it has begun, and when all that is left is writing the file.
    const now = status.run?.phase ?? (phase === 'starting' ? 'starting' : 'saving');
    if (now !== phase) {
      seconds[phase] = (seconds[phase] ?? 0) + (performance.now() - since) / 1000;
      phase = now;
      since = performance.now();
    }
    if (!shot && (status.run?.messages.done ?? 0) > 0) {
      shot = true;
      await popup.getByRole('progressbar').waitFor();
      await shoot(popup, 'popup-working');
    }
    if (!status.run && status.last && (status.last.fault || !status.unsaved)) {
      seconds[phase] = (seconds[phase] ?? 0) + (performance.now() - since) / 1000;
      return status;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function view(world: World, file: string): Promise<void> {
  const page = await world.extensionPage('viewer.html');
  await page.setViewportSize({ width: 1100, height: 760 });
  await shoot(page, 'viewer-drop');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await shoot(page, 'viewer-unlock');
  await page.keyboard.press('Enter');
  const chats = page.getByRole('option');
  await chats.first().click({ timeout: 60_000 });
  await page.getByRole('list', { name: 'Messages' }).getByRole('listitem').first().waitFor();
  await page.waitForTimeout(1000); // pictures come when they are on the screen
  await shoot(page, 'viewer-chat');
  await chats.nth(3).click();
  await page.waitForTimeout(1000);
  await shoot(page, 'viewer-another-chat');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'viewer-dark');
  await page.close();
}

async function table(
  { last }: BackupStatus,
  file: string,
  differences: number,
  { requests }: World,
): Promise<void> {
  const report = last?.report;
  const missing = Object.entries(report?.missing ?? {}).map(([reason, count]) => `${count} ${reason}`);
  const rows: [string, string][] = [
    ['chats', figure(report?.chats)],
    ...Object.entries(report?.completeness ?? {}).map(([name, count]): [string, string] => [
      `  ${name}`,
      figure(count),
    ]),
    ['messages sealed', `${figure(report?.messages.kept)} of ${figure(report?.messages.found)}`],
    ...Object.entries(report?.skipped ?? {}).map(([name, count]): [string, string] => [
      `  left out: ${name}`,
      figure(count),
    ]),
    ['media sealed', `${figure(report?.media.kept)} of ${figure(report?.media.found)}`],
    ['media missing', missing.join(', ') || 'none'],
    ['media bytes', figure(report?.media.bytes)],
    ['file bytes', figure(await sizeOf(file))],
    ['verified', `${figure(last?.verified?.messages)} messages, ${figure(last?.verified?.media)} media`],
    ['differences from the account', figure(differences)],
    ['requests by the extension', figure(requests.length)],
    ...Object.entries(seconds).map(([phase, s]): [string, string] => [`seconds ${phase}`, s.toFixed(1)]),
  ];
  console.log(`\npassword: ${PASSWORD}\nfile: ${file}\n`);
  for (const [name, value] of rows) console.log(`${name.padEnd(32)} ${value}`);
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  seconds[name] = (performance.now() - start) / 1000;
  return result;
}

function figure(value: number | undefined): string {
  return (value ?? 0).toLocaleString('en');
}

function shoot(page: Page, name: string): Promise<unknown> {
  return page.screenshot({ path: join(OUTPUT, `${name}.png`), animations: 'disabled' });
}
