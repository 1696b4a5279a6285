import { expect, test } from 'vitest';
import { WriteBehind } from '../../lib/backup/behind.ts';
import { type Bytes, concat, randomBytes } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import { PART_SIZE } from '../../lib/store/log.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A log that writes when it is let. */
function slowLog() {
  const written: Bytes[] = [];
  const waiting: { pieces: readonly Bytes[]; go: (fault?: Fault) => void }[] = [];
  return {
    written,
    waiting,
    write: (...pieces: readonly Bytes[]) =>
      new Promise<void>((resolve, reject) => {
        const go = (fault?: Fault) => {
          if (fault) return reject(fault);
          written.push(...pieces);
          resolve();
        };
        waiting.push({ pieces, go });
      }),
  };
}

test('in order, one at a time, and all of it', async () => {
  const log = slowLog();
  const behind = new WriteBehind(log);
  const pieces = Array.from({ length: 20 }, (_, i) => randomBytes(i * 1000));
  for (const piece of pieces) await behind.write([piece.subarray(0, 500), piece.subarray(500)]);
  let ended = false;
  const end = behind.end().then(() => {
    ended = true;
  });
  for (let i = 0; i < pieces.length; i++) {
    await turn();
    expect([log.waiting.length, ended]).toEqual([i + 1, false]);
    log.waiting[i]?.go();
  }
  await end;
  expect(concat(...log.written)).toEqual(concat(...pieces));
});

test('whoever is more than a part ahead waits', async () => {
  const log = slowLog();
  const behind = new WriteBehind(log);
  await behind.write([new Uint8Array(PART_SIZE)]);
  let taken = false;
  const write = behind.write([new Uint8Array(1)]).then(() => {
    taken = true;
  });
  await turn();
  expect(taken).toBe(false);
  log.waiting[0]?.go();
  await write;
  expect(log.written.length).toBe(1);
});

test('a write that fails is named to the next one and at the end, and nothing is written after it', async () => {
  const log = slowLog();
  const behind = new WriteBehind(log);
  for (let i = 0; i < 3; i++) await behind.write([new Uint8Array(PART_SIZE / 4)]);
  await turn();
  log.waiting[0]?.go();
  await turn();
  log.waiting[1]?.go(new Fault('disk-full'));
  const full = expect.objectContaining({ code: 'disk-full' });
  await expect(behind.write([new Uint8Array(PART_SIZE)])).rejects.toEqual(full);
  await expect(behind.end()).rejects.toEqual(full);
  await behind.settle();
  expect([log.written.length, log.waiting.length]).toEqual([1, 2]);
});

test('settled means that nothing is under way', async () => {
  const log = slowLog();
  const behind = new WriteBehind(log);
  await behind.write([new Uint8Array(3)]);
  let settled = false;
  const settle = behind.settle().then(() => {
    settled = true;
  });
  await turn();
  expect(settled).toBe(false);
  log.waiting[0]?.go(new Fault('disk-full'));
  await settle;
});
