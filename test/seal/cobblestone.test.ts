import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, concat, utf8 } from '../../lib/base/bytes.ts';
import {
  CHUNK,
  Opener,
  openBytes,
  plainLength,
  SEALED_CHUNK,
  Sealer,
  sealBytes,
  sealedLength,
} from '../../lib/seal/cobblestone.ts';
import { openRange } from '../../lib/seal/range.ts';

const KEY = new Uint8Array(32).fill(7);
const CONTEXT = utf8('test');
const BORDERS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 20 * CHUNK + 5];
const NOT_AUTHENTIC = expect.objectContaining({ code: 'not-authentic' });

/** Bytes that differ from place to place. */
const sample = (length: number): Bytes =>
  Uint8Array.from({ length }, (_, i) => (i * 2_654_435_761) >>> ((i % 3) * 8));

const reading = (bytes: Bytes) => async (offset: number, length: number) =>
  bytes.slice(offset, offset + length);

/** Pushes in pieces; what came out before a failure, and whether it failed. */
async function stream(opener: Opener, bytes: Bytes, piece: number): Promise<{ out: Bytes; failed: boolean }> {
  const parts: Bytes[] = [];
  try {
    for (let at = 0; at < bytes.length; at += piece)
      parts.push(...(await opener.push(bytes.slice(at, at + piece))));
    parts.push(await opener.end());
    return { out: concat(...parts), failed: false };
  } catch {
    return { out: concat(...parts), failed: true };
  }
}

describe('reading undoes writing', () => {
  test.each(BORDERS)('%i bytes, whole, streamed and at random', async (length) => {
    const plain = sample(length);
    const sealed = await sealBytes(KEY, CONTEXT, plain);
    expect(sealed.length).toBe(sealedLength(length));
    expect(plainLength(sealed.length)).toBe(length);
    expect(await openBytes(KEY, CONTEXT, sealed)).toEqual(plain);
    expect(await stream(new Opener(KEY, CONTEXT), sealed, 10_000)).toEqual({ out: plain, failed: false });

    const sealer = await Sealer.start(KEY, CONTEXT);
    const parts = [sealer.head];
    for (let at = 0; at < length; at += 7001) parts.push(...(await sealer.push(plain.slice(at, at + 7001))));
    const streamed = concat(...parts, await sealer.end());
    expect(streamed.slice(24, 56)).toEqual(sealer.commitment);
    expect(await openBytes(KEY, CONTEXT, streamed)).toEqual(plain);

    const range = await openRange(KEY, CONTEXT, reading(sealed), sealed.length);
    expect(range.length).toBe(length);
    for (const at of BORDERS) {
      expect(await range.read(at, 100)).toEqual(plain.slice(at, at + 100));
      expect(await range.read(Math.max(0, at - 50), CHUNK + 60)).toEqual(
        plain.slice(Math.max(0, at - 50), Math.max(0, at - 50) + CHUNK + 60),
      );
    }
  });

  test('any length, in any pieces', async () => {
    const sizes = fc.integer({ min: 0, max: 70_000 });
    const property = fc.asyncProperty(sizes, fc.integer({ min: 1, max: 40_000 }), async (length, piece) => {
      const plain = sample(length);
      const sealed = await sealBytes(KEY, CONTEXT, plain);
      expect(await stream(new Opener(KEY, CONTEXT), sealed, piece)).toEqual({ out: plain, failed: false });
    });
    await fc.assert(property, { numRuns: 30 });
  });

  test('lengths fit both ways, and no other length is one of a ciphertext', () => {
    const lengths = new Set(Array.from({ length: 2 * CHUNK + 3 }, (_, n) => sealedLength(n)));
    for (let length = 0; length < 2 * SEALED_CHUNK; length++)
      expect(plainLength(length) !== null).toBe(lengths.has(length));
  });
});

describe('what does not open', () => {
  test('another key, another context, a key of another size', async () => {
    const sealed = await sealBytes(KEY, CONTEXT, sample(10));
    await expect(openBytes(new Uint8Array(32), CONTEXT, sealed)).rejects.toEqual(NOT_AUTHENTIC);
    await expect(openBytes(KEY, utf8('tesu'), sealed)).rejects.toEqual(NOT_AUTHENTIC);
    await expect(openBytes(new Uint8Array(31), CONTEXT, sealed)).rejects.toEqual(NOT_AUTHENTIC);
  });

  test('each flipped bit of a short message', async () => {
    const sealed = await sealBytes(KEY, CONTEXT, sample(9));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(openBytes(KEY, CONTEXT, changed)).rejects.toEqual(NOT_AUTHENTIC);
    }
  });

  test('each cut of a message of full chunks', async () => {
    const sealed = await sealBytes(KEY, CONTEXT, sample(2 * CHUNK));
    for (const cut of [0, 1, 24, 55, 56, 71, 72, SEALED_CHUNK, 56 + SEALED_CHUNK, 56 + 2 * SEALED_CHUNK]) {
      const part = sealed.slice(0, cut);
      await expect(openBytes(KEY, CONTEXT, part)).rejects.toEqual(NOT_AUTHENTIC);
      await expect(openRange(KEY, CONTEXT, reading(part), cut)).rejects.toEqual(NOT_AUTHENTIC);
      expect((await stream(new Opener(KEY, CONTEXT), part, 5000)).failed).toBe(true);
    }
  });

  test('a range over a damaged chunk fails, its neighbours open', async () => {
    const plain = sample(3 * CHUNK);
    const sealed = await sealBytes(KEY, CONTEXT, plain);
    sealed[56 + SEALED_CHUNK + 9] = (sealed[56 + SEALED_CHUNK + 9] ?? 0) ^ 1;
    const range = await openRange(KEY, CONTEXT, reading(sealed), sealed.length);
    expect(await range.read(0, CHUNK)).toEqual(plain.slice(0, CHUNK));
    expect(await range.read(2 * CHUNK, CHUNK)).toEqual(plain.slice(2 * CHUNK));
    await expect(range.read(CHUNK - 1, 2)).rejects.toEqual(NOT_AUTHENTIC);
  });

  test('a salt is never used twice', async () => {
    const [a, b] = await Promise.all([
      sealBytes(KEY, CONTEXT, sample(3)),
      sealBytes(KEY, CONTEXT, sample(3)),
    ]);
    expect(a.slice(0, 24)).not.toEqual(b.slice(0, 24));
  });
});
