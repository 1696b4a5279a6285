/** @file Nobody watches: no debugger holds the worker awake while one answer of WhatsApp takes 45 seconds, and the file comes all the same. */
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
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

/** Longer than Chromium leaves a worker alone that does nothing (30 s), and than an answer it waits for keeps it awake. */
const SLOW_MS = 45_000;
const ACCOUNT = 'seed=11&chats=12&messages=1500&mediaMiB=4';
const PASSWORD = 'nobody looks on meanwhile';
const PACE_MS = 250;

/** The id that the manifest's key fixes. */
const ID_PAGE = /^chrome-extension:\/\/([a-p]{32})\//;

let simulator: Simulator;
let profile: string;
let downloads: string;
let browser: Loose;

beforeAll(async () => {
  simulator = await startSimulator();
  profile = await mkdtemp(join(tmpdir(), 'keepsake-profile-'));
  downloads = await mkdtemp(join(tmpdir(), 'keepsake-downloads-'));
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ download: { default_directory: downloads, prompt_for_download: false } }),
  );
  browser = await launchLoose(profile, flags(simulator.port, simulator.spki));
});
afterAll(async () => {
  await browser?.close();
  await simulator?.close();
  for (const folder of [profile, downloads])
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until<T>(what: string, ms: number, look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(PACE_MS)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`${what} did not come`);
}

/** One command from the popup's page; the socket is open only meanwhile. */
async function command(popup: string, name: string, question = '{}'): Promise<unknown> {
  const message = `{ keepsake: ${JSON.stringify(name)}, question: ${question} }`;
  const reply = (await browser.evaluate(popup, `chrome.runtime.sendMessage(${message})`)) as {
    value?: unknown;
    fault?: unknown;
  };
  if (!reply || !('value' in reply)) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  return reply.value;
}

async function adopt(popup: string): Promise<void> {
  const { header, keys } = await createVault(PASSWORD, {
    costs: { memoryKiB: 19 * 1024, passes: 1, lanes: 1 },
  });
  const { id } = await until('the account', 60_000, () =>
    command(popup, 'account').then(
      (found) => found as { id: string },
      () => null,
    ),
  );
  const bytes = (of: Uint8Array) => `Uint8Array.from([${of}])`;
  const question = `{ header: ${bytes(header)}, publicKey: ${bytes(keys.publicKey)}, writerKey: ${bytes(keys.writerKey)}, account: ${JSON.stringify(id)} }`;
  await command(popup, 'adopt', question);
}

/** Name and time of writing of what lies in the downloads folder, whole. */
async function savedFile(): Promise<{ path: string; at: number } | null> {
  const [name] = (await readdir(downloads)).filter((found) => found.endsWith('.keepsake'));
  if (!name) return null;
  const path = join(downloads, name);
  return { path, at: (await stat(path)).mtimeMs };
}

it('one answer takes 45 seconds, and the saved file equals the account', { timeout: 180_000 }, async () => {
  const [id] = await until('the set-up page', 30_000, () =>
    browser.evaluate('chrome-extension://', 'location.href').then(
      (href) => ID_PAGE.exec(String(href))?.slice(1) ?? null,
      () => null,
    ),
  );
  const popup = `chrome-extension://${id}/popup.html`;
  await browser.open(`https://web.whatsapp.com/?${ACCOUNT}&fault=slow&slow=${SLOW_MS}&page=3`);
  await browser.open(popup);
  await adopt(popup);

  const start = Date.now();
  await command(popup, 'start');
  await pause(SLOW_MS / 2);
  expect(await savedFile()).toBeNull(); // half of the answer's time: it cannot be there yet
  const { path, at } = await until('the file', 100_000, savedFile);
  expect(at - start).toBeGreaterThan(SLOW_MS);

  const { last, run, unsaved } = await until('the end', 10_000, async () => {
    const status = (await command(popup, 'status')) as BackupStatus;
    return status.run === null && !status.unsaved ? status : null;
  });
  expect([run, unsaved]).toEqual([null, false]);
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });
  expect((last?.end ?? 0) - (last?.start ?? 0)).toBeGreaterThan(SLOW_MS);

  const history = await openFile(path, PASSWORD);
  expect(await compareWithTruth(truthOf(ACCOUNT), history)).toEqual([]);
  expect(history.notes).toEqual([]);
  expect(history.runs).toHaveLength(1);
});
