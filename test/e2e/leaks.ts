/** @file What must not be readable anywhere, who might say it aloud, and the abrupt end of a browser. */
import { readdir, readFile } from 'node:fs/promises';
import type { BrowserContext } from 'playwright';
import { unlockHeader } from '../../lib/vault/slots.ts';
import { createVault, type VaultSecrets } from '../../lib/vault/vault.ts';
import type { Truth } from '../whatsapp-web/truth.ts';
import type { Needle } from './disk/search.ts';
import type { World } from './world.ts';

const SLICE = 32;
const FILES = 12;

/** Names, texts, and a piece of several files, from the middle where no two are alike. */
export function contentOf(truth: Truth): Needle[] {
  const words = truth.planted.map((word) => ({ name: `“${word}”`, bytes: word }));
  const large = [...truth.media].filter(([, { size }]) => size > 4096).slice(0, FILES);
  const pieces = large.map(([hash, medium]) => {
    const bytes = medium.bytes();
    const middle = Math.floor(bytes.length / 2);
    return { name: `${medium.type} ${hash.slice(0, 8)}`, bytes: bytes.slice(middle, middle + SLICE) };
  });
  return [...words, ...pieces];
}

/** Makes a vault of which the test knows the private key too, and hands over what the set-up page would. */
export async function adoptKnown(world: World, password: string): Promise<VaultSecrets> {
  const { header, keys } = await createVault(password, {
    costs: { memoryKiB: 19 * 1024, passes: 1, lanes: 1 },
  });
  const { id: account } = await world.command('account');
  const page = await world.extensionPage('popup.html');
  const reply = await page.evaluate(
    (made) => {
      const bytes = (numbers: number[]) => Uint8Array.from(numbers);
      const question = {
        header: bytes(made.header),
        publicKey: bytes(made.publicKey),
        writerKey: bytes(made.writerKey),
        account: made.account,
      };
      return chrome.runtime.sendMessage({ keepsake: 'adopt', question });
    },
    { header: [...header], publicKey: [...keys.publicKey], writerKey: [...keys.writerKey], account },
  );
  await page.close();
  if ('fault' in reply) throw new Error(JSON.stringify(reply));
  return unlockHeader(header, { kind: 'password', password });
}

/** The key of the run under way, from where only the extension's own pages can read it. */
export async function runKeyOf(world: World): Promise<Uint8Array> {
  const page = await world.extensionPage('popup.html');
  const stored = await page.evaluate(() => chrome.storage.session.get(null));
  await page.close();
  const keys = Object.entries(stored).filter(([name]) => name.startsWith('run-key/'));
  const key = Buffer.from(String(keys[0]?.[1]), 'base64url');
  if (keys.length !== 1 || key.length !== 32) throw new Error(`${keys.length} run keys`);
  return new Uint8Array(key);
}

/** Everything said on a console or thrown to nobody, by pages and workers. */
export function listen(context: BrowserContext): string[] {
  const said: string[] = [];
  context.on('console', (message) => said.push(`${message.location().url} ${message.text()}`));
  context.on('weberror', (error) => said.push(String(error.error().stack ?? error.error())));
  return said;
}

/** As when the power goes: every process of the browser that was started on this profile, and no other. */
export async function killBrowser(world: World): Promise<void> {
  const closed = new Promise((resolve) => world.context.once('close', resolve));
  const browser = await processOn(world.profile);
  process.kill(browser, 'SIGKILL');
  await closed;
  await world.context.close();
}

async function processOn(profile: string): Promise<number> {
  const flag = `--user-data-dir=${profile}`;
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (words.includes(flag) && !words.some((word) => word.startsWith('--type='))) return Number(id);
  }
  throw new Error('no browser on this profile');
}
