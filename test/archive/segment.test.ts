import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frame, parseFrame, segmentContext } from '../../lib/archive/frame.ts';
import { digestMedium, openMedium } from '../../lib/archive/medium.ts';
import {
  END,
  INDEX,
  MEDIA,
  MESSAGES,
  MediumSealer,
  openSegment,
  openState,
  type RunKey,
  sealSegment,
  sealState,
} from '../../lib/archive/segment.ts';
import { type Bytes, concat, randomBytes, toHex, utf8 } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import { CHUNK, sealBytes } from '../../lib/seal/cobblestone.ts';
import { deflate } from '../../lib/seal/deflate.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { pad } from '../../lib/seal/padding.ts';
import { fault } from './fixture.ts';

const newRun = (): RunKey => ({ id: randomBytes(16), key: randomBytes(32) });
const run = newRun();

async function sealMedium(bytes: Bytes, number: number, piece: number): Promise<Bytes> {
  const sealer = await MediumSealer.start(run, number, bytes.length);
  const parts: Bytes[] = [];
  for (let at = 0; at < bytes.length; at += piece)
    parts.push(...(await sealer.push(bytes.slice(at, at + piece))));
  const whole = concat(...parts, ...(await sealer.end()));
  expect(whole.length).toBe(sealer.length);
  expect(whole.slice(33, 65)).toEqual(sealer.commitment);
  return whole;
}

const opening = (segment: Bytes) => async (offset: number, length: number) =>
  segment.slice(9 + offset, 9 + offset + length);

/** A segment whose plaintext is not what a writer makes, but sealed under the right key. */
async function forged(number: number, kind: number, plaintext: Bytes): Promise<Bytes> {
  const sealed = await sealBytes(run.key, segmentContext(run, number, kind), plaintext);
  return concat(frame(sealed.length, kind), sealed);
}

describe('reading undoes writing', () => {
  test.each([MESSAGES, INDEX, END] as const)('kind %i', async (kind) => {
    const property = fc.asyncProperty(
      fc.uint8Array({ maxLength: 3000 }),
      fc.nat(2 ** 40),
      async (some, number) => {
        const content = Uint8Array.from(some);
        const { bytes, commitment } = await sealSegment(run, number, kind, content);
        expect(parseFrame(bytes)).toEqual({ length: bytes.length - 9, kind });
        expect(bytes.slice(33, 65)).toEqual(commitment);
        expect(await openSegment(run, number, bytes)).toEqual({ kind, content });
      },
    );
    await fc.assert(property, { numRuns: 20 });
  });

  test.each([0, 1, 9, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 300_000])(
    'a medium of %i bytes, in any pieces, read whole, hashed and at random',
    async (size) => {
      const plain = randomBytes(size);
      for (const piece of [size + 1, 5000]) {
        const bytes = await sealMedium(plain, 3, piece);
        expect(await openSegment(run, 3, bytes)).toEqual({ kind: MEDIA, content: plain });
        const found = await digestMedium(run, 3, opening(bytes), bytes.length - 9);
        expect([found.size, toHex(found.sha256)]).toEqual([size, toHex(await sha256(plain))]);
        const reader = await openMedium(run, 3, opening(bytes), bytes.length - 9, size);
        expect(reader.length).toBe(size);
        for (const at of [0, CHUNK - 2, CHUNK, size - 3, size, size + 9])
          expect(await reader.read(Math.max(0, at), 5)).toEqual(
            plain.slice(Math.max(0, at), Math.max(0, at) + 5),
          );
      }
    },
  );

  test('a large medium, longer than what is held and read at once', async () => {
    const plain = randomBytes(17 * 1024 * 1024);
    const sealer = await MediumSealer.start(run, 8, plain.length);
    const parts: Bytes[] = [];
    for (let at = 0; at < plain.length; at += 3_000_000)
      parts.push(...(await sealer.push(plain.subarray(at, at + 3_000_000))));
    const bytes = concat(...parts, ...(await sealer.end()));
    const hash = toHex(await sha256(plain));
    expect(sealer.sha256()).toBe(hash);
    const reads: number[] = [];
    let under = 0;
    const read = async (offset: number, length: number) => {
      reads.push(length);
      expect(++under).toBe(1); // never two at a time
      const found = await opening(bytes)(offset, length);
      under--;
      return found;
    };
    const found = await digestMedium(run, 8, read, bytes.length - 9);
    expect([found.size, toHex(found.sha256)]).toEqual([plain.length, hash]);
    expect(reads.reduce((sum, length) => sum + length, 0)).toBe(bytes.length - 9);
    expect(reads.length).toBeGreaterThan(3);
  });

  test('a row of the store, under its own name and run only', async () => {
    const sealed = await sealState(run, 'cursor', utf8('{"at":7}'));
    expect(await openState(run, 'cursor', sealed)).toEqual(utf8('{"at":7}'));
    await expect(openState(run, 'cursos', sealed)).rejects.toEqual(fault('not-authentic'));
    await expect(openState(newRun(), 'cursor', sealed)).rejects.toEqual(fault('not-authentic'));
  });
});

describe('a segment that is not opened', () => {
  test('of another number, run or kind, cut, longer, each byte changed', async () => {
    const { bytes } = await sealSegment(run, 5, MESSAGES, utf8('some content'));
    const no = fault('segment-damaged', { segment: 5 });
    await expect(openSegment(run, 6, bytes)).rejects.toEqual(fault('segment-damaged', { segment: 6 }));
    await expect(openSegment(newRun(), 5, bytes)).rejects.toEqual(no);
    await expect(openSegment({ ...run, id: randomBytes(16) }, 5, bytes)).rejects.toEqual(no);
    await expect(openSegment(run, 5, concat(bytes, Uint8Array.of(0)))).rejects.toEqual(no);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      await expect(openSegment(run, 5, changed)).rejects.toEqual(no);
      await expect(openSegment(run, 5, bytes.slice(0, at))).rejects.toEqual(no);
    }
  });

  test('relabelled: messages as an index, as a medium, as something newer', async () => {
    const { bytes } = await sealSegment(run, 0, MESSAGES, utf8('x'));
    for (const kind of [0, MEDIA, INDEX, END, 5, 255]) {
      const changed = bytes.slice();
      changed[8] = kind;
      await expect(openSegment(run, 0, changed)).rejects.toEqual(fault('segment-damaged'));
    }
  });

  test('of a newer kind, where it is authentic', async () => {
    await expect(openSegment(run, 0, await forged(0, 9, pad(utf8('?'))))).rejects.toEqual(
      fault('newer-version', { kind: 9 }),
    );
  });

  test('authentic but not what a writer makes: padding, DEFLATE, something after it, 64 MiB and more', async () => {
    const packed = await deflate(utf8('content'));
    const huge = await deflate(new Uint8Array(64 * 1024 * 1024 + 1));
    for (const plaintext of [
      packed,
      concat(pad(packed), new Uint8Array(50)),
      pad(utf8('not DEFLATE')),
      pad(concat(packed, Uint8Array.of(1))),
      pad(huge),
    ])
      await expect(openSegment(run, 0, await forged(0, MESSAGES, plaintext))).rejects.toEqual(
        fault('segment-damaged'),
      );
  }, 20_000);

  test('a medium of another size than the index says', async () => {
    const bytes = await sealMedium(randomBytes(1000), 0, 1000);
    await expect(openMedium(run, 0, opening(bytes), bytes.length - 9, 2000)).rejects.toEqual(
      fault('segment-damaged'),
    );
    await expect(openMedium(run, 0, opening(bytes), bytes.length - 10, 1000)).rejects.toEqual(
      fault('segment-damaged'),
    );
    const cut = bytes.slice(0, -1);
    await expect(digestMedium(run, 0, opening(cut), bytes.length - 9)).rejects.toEqual(
      fault('segment-damaged'),
    );
  });

  test('a damaged chunk in the middle of a medium: only ranges over it', async () => {
    const plain = randomBytes(3 * CHUNK);
    const bytes = await sealMedium(plain, 0, 10_000);
    bytes[9 + 56 + CHUNK + 30] = (bytes[9 + 56 + CHUNK + 30] ?? 0) ^ 8;
    const reader = await openMedium(run, 0, opening(bytes), bytes.length - 9, plain.length);
    expect(await reader.read(0, 100)).toEqual(plain.slice(0, 100));
    await expect(reader.read(CHUNK + 1, 1)).rejects.toEqual(fault('segment-damaged', { segment: 0 }));
    await expect(digestMedium(run, 0, opening(bytes), bytes.length - 9)).rejects.toEqual(
      fault('segment-damaged'),
    );
  });
});

describe('reading a medium through', () => {
  const plain = randomBytes(13 * 1024 * 1024);

  test('ends with what the source is at fault for, wherever that is, and reads no further', async () => {
    const bytes = await sealMedium(plain, 0, 5_000_000);
    for (const failing of [0, 1, 2, 3]) {
      let reads = 0;
      const read = async (offset: number, length: number) => {
        if (reads++ === failing) throw new Fault('store-failed');
        return opening(bytes)(offset, length);
      };
      await expect(digestMedium(run, 0, read, bytes.length - 9)).rejects.toEqual(fault('store-failed'));
      expect(reads).toBe(failing + 1);
    }
  });

  test('a change in any piece of it; of what is read ahead nobody is told twice', async () => {
    const bytes = await sealMedium(plain, 0, 5_000_000);
    for (const at of [100, 5_000_000, 9_000_000, bytes.length - 1]) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      const read = (offset: number, length: number) =>
        offset > at ? Promise.reject(new Error('gone')) : opening(changed)(offset, length);
      await expect(digestMedium(run, 0, read, bytes.length - 9)).rejects.toEqual(fault('segment-damaged'));
    }
  });

  test('stops where it is told to', async () => {
    const bytes = await sealMedium(plain, 0, 5_000_000);
    const work = new AbortController();
    let reads = 0;
    const read = async (offset: number, length: number) => {
      if (++reads === 2) work.abort();
      return opening(bytes)(offset, length);
    };
    await expect(digestMedium(run, 0, read, bytes.length - 9, work.signal)).rejects.toEqual(
      fault('cancelled'),
    );
    expect(reads).toBe(2);
  });
});

describe('a medium whose bytes do not come as promised', () => {
  test('too many, too few', async () => {
    const many = await MediumSealer.start(run, 0, 10);
    await expect(many.push(new Uint8Array(11))).rejects.toEqual(
      fault('unexpected', { expected: 10, found: 11 }),
    );
    const few = await MediumSealer.start(run, 0, 10);
    await few.push(new Uint8Array(9));
    await expect(few.end()).rejects.toEqual(fault('unexpected', { expected: 10, found: 9 }));
  });

  test('sealed twice it is sealed afresh', async () => {
    const plain = randomBytes(100);
    expect(await sealMedium(plain, 0, 100)).not.toEqual(await sealMedium(plain, 0, 100));
  });
});
