/** @file The whole browser is killed in mid-run: the run's key is gone with it, and the next run goes on after it. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { type Simulator, startSimulator } from '../whatsapp-web/server.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { compareWithTruth, openFile } from './archive.ts';
import { type Loose, launchLoose } from './cdp.ts';
import { flags } from './world.ts';

const ACCOUNT = 'seed=12&chats=10&messages=800&mediaMiB=2';
const SITE = `https://web.whatsapp.com/?${ACCOUNT}`;
const PASSWORD = 'killed and come again';
const ID_PAGE = /^chrome-extension:\/\/([a-p]{32})\//;

let simulator: Simulator;
let profile: string;
let downloads: string;
let browser: Loose;
let popup = '';

const launch = () => launchLoose(profile, flags(simulator.port, simulator.spki));

beforeAll(async () => {
  simulator = await startSimulator();
  profile = await mkdtemp(join(tmpdir(), 'keepsake-profile-'));
  downloads = await mkdtemp(join(tmpdir(), 'keepsake-downloads-'));
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ download: { default_directory: downloads, prompt_for_download: false } }),
  );
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await simulator?.close();
  for (const folder of [profile, downloads])
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + 100_000; Date.now() < end; ) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${what} did not come`);
}

async function command(name: string, question = '{}'): Promise<unknown> {
  const message = `{ keepsake: ${JSON.stringify(name)}, question: ${question} }`;
  const reply = (await browser.evaluate(popup, `chrome.runtime.sendMessage(${message})`)) as {
    value?: unknown;
  };
  if (!reply || !('value' in reply)) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  return reply.value;
}

const status = async (): Promise<BackupStatus> => (await command('status')) as BackupStatus;

it('kill -9 in mid-run: what was sealed stays, what was not is read by the next run', async () => {
  const id = await until('the set-up page', async () => {
    const href = await browser.evaluate('chrome-extension://', 'location.href');
    return ID_PAGE.exec(String(href))?.[1] ?? null;
  });
  popup = `chrome-extension://${id}/popup.html`;
  // One of the later answers takes so long that the run is still under way when the browser is killed.
  await browser.open(`${SITE}&fault=slow&slow=90000&page=24`);
  await browser.open(popup);
  const { header, keys } = await createVault(PASSWORD, {
    costs: { memoryKiB: 19 * 1024, passes: 1, lanes: 1 },
  });
  const { id: account } = (await until('the account', () => command('account'))) as { id: string };
  const bytes = (of: Uint8Array) => `Uint8Array.from([${of}])`;
  await command(
    'adopt',
    `{ header: ${bytes(header)}, publicKey: ${bytes(keys.publicKey)}, writerKey: ${bytes(keys.writerKey)}, account: ${JSON.stringify(account)} }`,
  );
  await command('start');
  await until('some messages', async () => ((await status()).run?.messages.done ? true : null));
  await browser.kill();

  browser = await launch();
  await browser.open(SITE);
  await browser.open(popup);
  const broken = await until('the run that broke off', async () => {
    const now = await status();
    return now.run === null && now.last ? now : null;
  });
  expect(broken.last).toMatchObject({ report: null, saved: null, fault: { code: 'key-lost' } });
  await until('the page', async () => ((await status()).page === 'ready' ? true : null));
  await command('start');
  const { last } = await until('the file', async () => {
    const now = await status();
    return now.run === null && now.last?.report && !now.unsaved ? now : null;
  });
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });

  const [name] = (await readdir(downloads)).filter((found) => found.endsWith('.keepsake'));
  const history = await openFile(join(downloads, name ?? ''), PASSWORD);
  expect(await compareWithTruth(truthOf(ACCOUNT), history)).toEqual([]);
  expect(history.runs.at(-1)).toMatchObject({ finished: true });
  expect(history.notes.filter(({ code }) => code !== 'run-unfinished')).toEqual([]);
});
