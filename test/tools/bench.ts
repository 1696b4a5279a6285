/** @file `npm run bench`: each claim about speed or memory as a ratio to a peer, or a limit, in the same run. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { rolldown } from 'rolldown';
import { randomBytes } from '../../lib/base/bytes.ts';
import { readBeyond } from '../bench/beyond.ts';
import { capture, captureMillion } from '../bench/capture.ts';
import type { FileFigures } from '../bench/file.ts';
import { media } from '../bench/media.ts';
import { extensionProcesses, peak, resetPeak } from '../bench/memory.ts';
import type { OpeningFigures } from '../bench/opening.ts';
import { peerFigures } from '../bench/peers.ts';
import type { SealingFigures } from '../bench/sealing.ts';
import { openWorld, sizeOf } from '../e2e/world.ts';
import { prepare } from './prepare.ts';

const MiB = 1024 * 1024;
const PASSWORD = 'bench password';

interface Line {
  readonly what: string;
  readonly figure: string;
  readonly aim: string;
  readonly met: boolean;
}

const lines: Line[] = [];

/** Named on the command line, only these: `npm run bench -- opening files`. */
const ALL = {
  capture: () => capture(add),
  media: () => media(add),
  memory,
  sealing,
  opening,
  files,
  large,
  million: () => captureMillion(add),
};
const wanted = process.argv.slice(2);

await prepare();
for (const [name, work] of Object.entries(ALL))
  if (wanted.length === 0 || wanted.includes(name)) await work();
report();

/** The extension's process over a run with a good deal of media. */
async function memory(): Promise<void> {
  const world = await openWorld({ query: 'seed=4&chats=20&messages=5000&mediaMiB=200' });
  try {
    await world.until('the page', ({ page }) => page === 'ready');
    await world.adopt(PASSWORD);
    const processes = await extensionProcesses(world.profile);
    if (processes.length === 0) throw new Error('no extension process found');
    for (const id of processes) await resetPeak(id);
    await world.command('start');
    const { last } = await world.until('the file', ({ run, unsaved }) => run === null && !unsaved, 600_000);
    const highest = Math.max(...(await Promise.all(processes.map(peak)))) / MiB;
    add('media sealed, MB', round((last?.report?.media.bytes ?? 0) / 1e6), '', true);
    add('peak memory of the extension, MiB', round(highest), '< 300', highest < 300);
  } finally {
    await world.close();
  }
}

async function sealing(): Promise<void> {
  const { bare, sealed } = await inPage('sealing', (page) =>
    page.evaluate(
      (size) =>
        (
          globalThis as unknown as { sealingFigures(size: number, turns: number): Promise<SealingFigures> }
        ).sealingFigures(size, 9),
      16 * MiB,
    ),
  );
  const ratio = sealed / bare;
  add('sealing without DEFLATE, MB/s', round(sealed), '', true);
  add('a bare AES-256-GCM loop, MB/s', round(bare), '', true);
  add('sealing : bare AES-256-GCM', ratio.toFixed(2), '≥ 0.8', ratio >= 0.8);
}

/** From the key to the chat list, in the extension's page. */
async function opening(): Promise<void> {
  let least = Number.NaN;
  for (const [messages, media] of [
    [1000, 0],
    [100_000, 0],
    [1_000_000, 0],
    [1_000_000, 100_000],
  ] as const) {
    const { milliseconds, reads } = await inPage('opening', (page) =>
      page.evaluate(
        ({ messages, media }) =>
          (
            globalThis as unknown as {
              openingFigures(messages: number, media: number, turns: number): Promise<OpeningFigures>;
            }
          ).openingFigures(messages, media, 5),
        { messages, media },
      ),
    );
    least = messages === 1000 ? milliseconds : least;
    const what = `chat list, ${round(messages)} messages${media > 0 ? `, ${round(media)} media` : ''}`;
    const isAim = messages === 1_000_000;
    const figure = `${round(milliseconds)} ms, ${(milliseconds / least).toFixed(1)} × 1,000's; ${reads} reads`;
    add(what, figure, isAim ? '< 300 ms' : '', !isAim || milliseconds < 300);
  }
}

/** A file of 1 GiB sealed and opened in the extension's page, and by other people's programs. */
async function files(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-bench-'));
  try {
    const file = join(folder, 'plain');
    const handle = await open(file, 'w');
    for (let at = 0; at < 16; at++) await handle.write(randomBytes(64 * MiB));
    await handle.close();
    const ours = await inPage('file', async (page) => {
      await page.evaluate(() =>
        document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'bench' })),
      );
      await page.locator('#bench').setInputFiles(file);
      return page.evaluate(() => {
        const input = document.querySelector<HTMLInputElement>('#bench');
        const { fileFigures } = globalThis as unknown as { fileFigures(file: Blob): Promise<FileFigures> };
        return fileFigures(input?.files?.[0] as Blob);
      });
    });
    for (const task of ['sealing', 'opening'] as const)
      add(`${task} 1 GiB in Chromium, MB/s`, round(2 ** 30 / 1000 / ours[task]), '', true);
    for (const peer of await peerFigures(file, folder))
      for (const task of ['sealing', 'opening'] as const) {
        const theirs = peer[task];
        const aim = peer.name === 'age' ? 0.5 : 1;
        const ratio = (theirs ?? Number.NaN) / ours[task];
        const figure =
          theirs === null ? 'not there' : `${ratio.toFixed(2)} (${round(2 ** 30 / 1000 / theirs)} MB/s)`;
        add(
          `${task} 1 GiB : ${peer.name}`,
          figure,
          aim === 1 ? '> 1' : '≥ 0.5',
          theirs !== null && ratio >= aim,
        );
      }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One real backup past 4 GiB: saved by the extension, opened in its viewer, and read beyond the border. */
async function large(): Promise<void> {
  const world = await openWorld({ query: 'seed=6&chats=5&messages=1200&mediaMiB=4300' });
  try {
    await world.until('the page', ({ page }) => page === 'ready');
    await world.adopt(PASSWORD);
    const start = performance.now();
    await world.command('start');
    await world.until('the file', ({ run, unsaved }) => run === null && !unsaved, 3_600_000);
    const seconds = (performance.now() - start) / 1000;
    const [file = ''] = await world.savedFiles();
    const size = await sizeOf(file);
    add('a backup past 4 GiB, bytes', round(size), '> 4,294,967,296', size > 2 ** 32);
    add('from the click to the saved file, s', round(seconds), '', true);
    const page = await world.extensionPage('viewer.html');
    await page.locator('input[type=file]').setInputFiles(file);
    await page.locator('input[type=password]').fill(PASSWORD);
    const before = performance.now();
    await page.keyboard.press('Enter');
    await page.getByRole('option').first().waitFor();
    add('its chats in the viewer, ms after the password', round(performance.now() - before), '', true);
    const beyond = await readBeyond(file, PASSWORD, 2 ** 32);
    add('media read beyond the border', round(beyond), '> 0', beyond > 0);
  } finally {
    await world.close();
  }
}

/** Runs something in an extension page in which a file of `test/bench` was loaded. */
async function inPage<T>(name: string, work: (page: Page) => Promise<T>): Promise<T> {
  const bundle = await rolldown({ input: new URL(`../bench/${name}.ts`, import.meta.url).pathname });
  const { output } = await bundle.generate({ format: 'iife', name: 'bench' });
  const world = await openWorld({ query: 'chats=1&messages=10&mediaMiB=0', whatsapp: false });
  try {
    const page = await world.extensionPage('popup.html');
    await page.evaluate(output[0].code);
    return await work(page);
  } finally {
    await world.close();
  }
}

function add(what: string, figure: string, aim: string, met: boolean): void {
  lines.push({ what, figure, aim, met });
  console.log(`${what}: ${figure}`);
}

function report(): void {
  console.log();
  for (const { what, figure, aim, met } of lines)
    console.log(
      `${what.padEnd(42)} ${figure.padStart(28)}  ${aim && `aim ${aim}${met ? '' : '  — not met'}`}`,
    );
  process.exitCode = lines.every(({ met }) => met) ? 0 : 1;
}

function round(value: number): string {
  return Math.round(value).toLocaleString('en');
}
