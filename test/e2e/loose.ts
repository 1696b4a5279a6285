/** @file A world like world.ts's, but with nothing attached to the browser: tabs are really hidden, workers really sleep, everything can be ended from outside. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { startSimulator } from '../whatsapp-web/server.ts';
import { type Loose, launchLoose } from './cdp.ts';
import { flags } from './world.ts';

const PACE_MS = 100;
const SETUP = /^(chrome-extension:\/\/[a-p]{32}\/)setup\.html/;

export interface LooseWorld {
  readonly browser: Loose;
  /** What the addresses of the extension's pages begin with. */
  readonly extension: string;
  command(name: string, question?: string): Promise<unknown>;
  status(): Promise<BackupStatus>;
  adopt(password: string): Promise<void>;
  /** Of the newest saved file. */
  savedFile(): Promise<string>;
  close(): Promise<void>;
}

export async function until<T>(what: string, look: () => Promise<T | null>, ms = 100_000): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(PACE_MS)) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
  }
  throw new Error(`${what} did not come`);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The set-up page that opens by itself stays, and asks the background what the test wants to know.
 * @param options `extension: false`: a browser without Keepsake, of which nothing but its pages can be asked.
 */
export async function openLoose(options: { readonly extension?: boolean } = {}): Promise<LooseWorld> {
  const simulator = await startSimulator();
  const profile = await mkdtemp(join(tmpdir(), 'keepsake-profile-'));
  const downloads = await mkdtemp(join(tmpdir(), 'keepsake-downloads-'));
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ download: { default_directory: downloads, prompt_for_download: false } }),
  );
  const isBare = options.extension === false;
  const all = flags(simulator.port, simulator.spki);
  const browser = await launchLoose(
    profile,
    isBare ? all.filter((flag) => !/^--(load-extension|disable-extensions-except)=/.test(flag)) : all,
  );
  const extension = await until('the set-up page', async () => {
    if (isBare) return '';
    const href = await browser.evaluate('chrome-extension://', 'location.href');
    return SETUP.exec(String(href))?.[1] ?? null;
  });
  const command: LooseWorld['command'] = async (name, question = '{}') => {
    const message = `{ keepsake: ${JSON.stringify(name)}, question: ${question} }`;
    const sent = `chrome.runtime.sendMessage(${message})`;
    const reply = (await browser.evaluate(`${extension}setup.html`, sent)) as { value?: unknown };
    if (!reply || !('value' in reply)) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    return reply.value;
  };
  return {
    browser,
    extension,
    command,
    status: async () => (await command('status')) as BackupStatus,
    async adopt(password) {
      const costs = { memoryKiB: 19 * 1024, passes: 1, lanes: 1 };
      const { header, keys } = await createVault(password, { costs });
      const { id } = (await until('the account', () => command('account'))) as { id: string };
      const bytes = (of: Uint8Array) => `Uint8Array.from([${of}])`;
      await command(
        'adopt',
        `{ header: ${bytes(header)}, publicKey: ${bytes(keys.publicKey)}, writerKey: ${bytes(keys.writerKey)}, account: ${JSON.stringify(id)} }`,
      );
    },
    async savedFile() {
      const { saved } = (await command('status')) as BackupStatus;
      const name = (await readdir(downloads)).find((found) => found === saved?.name);
      if (name === undefined) throw new Error('no saved file');
      return join(downloads, name);
    },
    async close() {
      await browser.close();
      await simulator.close();
      for (const folder of [profile, downloads])
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
