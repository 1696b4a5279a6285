/** @file Sealing and opening: in memory against the bare cipher and hash, and 1 GiB through files against other people's programs. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from '../../lib/base/bytes.ts';
import { later } from '../../lib/base/later.ts';
import type { Add } from './capture.ts';
import type { FileFigures } from './file.ts';
import { inPage } from './page.ts';
import { peerFigures } from './peers.ts';
import type { SealingFigures } from './sealing.ts';

const GiB = 2 ** 30;
const MiB = 2 ** 20;

/** Measured once a run: what both parts are held against. */
const inMemory = later(() =>
  inPage('sealing', (page) =>
    page.evaluate(() =>
      (globalThis as unknown as { sealingFigures(turns: number): Promise<SealingFigures> }).sealingFigures(9),
    ),
  ),
);

export async function sealing(add: Add): Promise<void> {
  const f = await inMemory();
  add(
    'AES-256-GCM alone, sealing / opening, MB/s',
    `${whole(f.bareSealing)} / ${whole(f.bareOpening)}`,
    '',
    true,
  );
  add('SHA-256 alone, ≤ 16 MiB / larger, MB/s', `${whole(f.hashHeld)} / ${whole(f.hashStreamed)}`, '', true);
  const chunks = f.sealed / f.bareSealing;
  add('sealing without DEFLATE, MB/s', whole(f.sealed), '', true);
  add('sealing : bare AES-256-GCM', chunks.toFixed(2), '≥ 0.8', chunks >= 0.8);
  const opened = f.opened / f.bareOpening;
  add('opening a medium, MB/s', `${whole(f.opened)}, ${opened.toFixed(2)} of bare`, '', true);
  const ofBoth = (rate: number, cipher: number, hash: number) =>
    `${whole(rate)}, ${(rate * (1 / cipher + 1 / hash)).toFixed(2)} of bare`;
  add('a medium ≤ 16 MiB with SHA-256, MB/s', ofBoth(f.mediumHeld, f.bareSealing, f.hashHeld), '', true);
  add('a larger one, MB/s', ofBoth(f.mediumStreamed, f.bareSealing, f.hashStreamed), '', true);
  add('checking one ≤ 16 MiB, MB/s', ofBoth(f.checkedHeld, f.bareOpening, f.hashHeld), '', true);
  add('checking a larger one, MB/s', ofBoth(f.checkedStreamed, f.bareOpening, f.hashStreamed), '', true);
}

/** Others hash no plain file. Beside each ratio stands that of a bare cipher loop in memory: more no page can reach. */
export async function files(add: Add): Promise<void> {
  const bare = await inMemory();
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
    const rate = (milliseconds: number) => whole(GiB / 1000 / milliseconds);
    add('reading 1 GiB in a page, MB/s', rate(ours.reading), '', true);
    add('sealing 1 GiB file to file, hashed, MB/s', rate(ours.sealing), '', true);
    add('sealing 1 GiB into the store, MB/s', rate(ours.storing), '', true);
    add('opening 1 GiB from a file, MB/s', rate(ours.opening), '', true);
    add('checking 1 GiB in the store, hashed, MB/s', rate(ours.checking), '', true);
    for (const peer of await peerFigures(file, folder))
      for (const task of ['sealing', 'opening'] as const) {
        const what = `${task} 1 GiB : ${peer.name}`;
        const least = peer.name === 'age' ? 0.5 : 1;
        const aim = least === 1 ? '> 1' : '≥ 0.5';
        const theirs = peer[task];
        if (theirs === null) {
          add(what, 'not there', aim, false);
          continue;
        }
        const ratio = theirs / ours[task];
        const most = (task === 'sealing' ? bare.bareSealing : bare.bareOpening) / (GiB / 1000 / theirs);
        const figure = `${ratio.toFixed(2)}, bare ${most.toFixed(2)} (${rate(theirs)} MB/s)`;
        add(what, figure, aim, ratio >= least);
      }
  } finally {
    await rm(folder, { recursive: true });
  }
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
