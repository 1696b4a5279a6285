import { beforeAll, expect, test } from 'vitest';
import { verifyArchive } from '../../lib/archive/verify.ts';
import type { Bytes } from '../../lib/base/bytes.ts';
import { FAULT_CODES, Fault } from '../../lib/base/fault.ts';
import { archiveOf, everything, RunWriter, wholeRun } from './fixture.ts';
import { header, keys, open, RECORDS } from './setting.ts';

const PHOTO = Uint8Array.from({ length: 99 }, (_, i) => i);
const WRITTEN = new Set(RECORDS.map((item) => JSON.stringify(item)));

let archive: Bytes;
let hash: string;
beforeAll(async () => {
  const first = await wholeRun(await RunWriter.start(keys, 1), RECORDS.slice(0, 2));
  const second = await RunWriter.start(keys, 2, 77, first.previous);
  await second.messages(RECORDS.slice(2));
  hash = await second.medium(PHOTO);
  await second.index('messages');
  await second.index('media');
  await second.end();
  archive = await archiveOf(header, [first, second]);
});

interface Outcome {
  /** The code it was refused with; null where it opened. */
  readonly refused: string | null;
  /** Everything is there. */
  readonly whole: boolean;
  readonly notes: number;
}

/** Opens, reads all, and checks what must hold of any bytes whatever: nothing but what was written is seen, faults have names. */
async function read(bytes: Bytes): Promise<Outcome> {
  try {
    const opened = await open(bytes);
    const { messages, media, notes } = await everything(opened, [hash]);
    for (const message of messages) if (!WRITTEN.has(message)) throw new Error('something else was shown');
    if (media.some((found) => found !== hash)) throw new Error('another medium was shown');
    for (const note of opened.notes) if (!FAULT_CODES.includes(note.code)) throw new Error('a nameless note');
    const whole = new Set(messages).size === WRITTEN.size && media.length === 1;
    return { refused: null, whole, notes };
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code === 'unexpected') throw thrown;
    return { refused: thrown.code, whole: false, notes: 0 };
  }
}

/** Node reads every variant; a browser, which opens them more slowly, one in twelve, and the ends. */
const STEP = 'process' in globalThis ? 1 : 12;

/** Reads the variants, several at a time. */
async function readAll(
  variant: (at: number) => Bytes,
  look: (outcome: Outcome, at: number) => void,
): Promise<void> {
  const all = Array.from({ length: archive.length }, (_, i) => i);
  const chosen = all.filter((at) => at % STEP === 0 || at < 8 || at >= archive.length - 24);
  for (let from = 0; from < chosen.length; from += 16) {
    const places = chosen.slice(from, from + 16);
    const outcomes = await Promise.all(places.map((at) => read(variant(at))));
    for (const [i, outcome] of outcomes.entries()) look(outcome, places[i] ?? 0);
  }
}

test('whole, it is read and verified', async () => {
  expect(await read(archive)).toEqual({ refused: null, whole: true, notes: 0 });
  const verified = await verifyArchive(await open(archive));
  expect(verified.map(({ messages, media }) => [messages, media])).toEqual([
    [2, 0],
    [1, 1],
  ]);
});

test('cut at any byte: a named answer, and never a silent loss', async () => {
  const refusals = new Set<string>();
  await readAll(
    (end) => archive.slice(0, end),
    ({ refused, notes }, end) => {
      if (refused) refusals.add(refused);
      else expect([end, notes > 0]).toEqual([end, true]);
    },
  );
  expect([...refusals].sort()).toEqual(['archive-cut', 'not-an-archive']);
}, 240_000);

test('cut so that the central directory alone is lost: all is there', async () => {
  for (const lost of [1, 22, 100]) {
    const { whole, notes } = await read(archive.slice(0, -lost));
    expect([whole, notes]).toEqual([true, 1]);
  }
});

test('one bit flipped in any byte: right content, or a named answer', async () => {
  let untold = 0;
  const refusals = new Set<string>();
  await readAll(
    (at) => archive.map((byte, i) => (i === at ? byte ^ (1 << ((at * 5 + 3) % 8)) : byte)),
    ({ refused, whole, notes }, at) => {
      if (refused) refusals.add(refused);
      if (refused || notes > 0) return;
      expect([at, whole]).toEqual([at, true]);
      untold++;
    },
  );
  // Dates, CRC-32, unused fields, frames that an index makes good: there is such slack, but little of it.
  expect(untold).toBeLessThan(archive.length / 8);
  // No single bit keeps the whole archive from opening.
  expect([...refusals]).toEqual([]);
}, 240_000);
