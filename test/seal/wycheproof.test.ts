/**
 * @file C2SP/wycheproof's 35 vectors for Cobblestone-256, each opened whole, in pieces, byte by byte and at random.
 *
 * The rule for partial plaintext is theirs: of an invalid ciphertext a streaming reader may give out at most the given
 * prefix, and nothing but whole authenticated chunks of it; then it must fail, and keep failing.
 */
import { describe, expect, inject, test } from 'vitest';
import { type Bytes, concat, equal, fromHex, must, toHex } from '../../lib/base/bytes.ts';
import { CHUNK, Opener, openBytes, PREFIX, SEALED_CHUNK } from '../../lib/seal/cobblestone.ts';
import { openRange } from '../../lib/seal/range.ts';
import { Random } from '../whatsapp-web/data/random.ts';

interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly key: string;
  readonly ctx: string;
  readonly ct: string;
  readonly msgLength?: number;
  readonly msgSha512?: string;
  readonly result: 'valid' | 'invalid';
  readonly flags: readonly string[];
}

interface Vector {
  readonly key: Bytes;
  readonly context: Bytes;
  readonly sealed: Bytes;
  /** Of the message, or of the longest valid prefix of an invalid one. */
  readonly length: number;
  readonly sha512: string | null;
  readonly valid: boolean;
  readonly flags: readonly string[];
}

const NOT_AUTHENTIC = expect.objectContaining({ code: 'not-authentic' });
const vectors = inject('vectors');
const groups = vectors ? (JSON.parse(vectors.chunked) as { testGroups: { tests: Case[] }[] }).testGroups : [];
const cases = groups.flatMap(({ tests }) => tests);

const hex = (text: string): Bytes => must(fromHex(text), 'hex');
const reading = (bytes: Bytes) => async (offset: number, length: number) =>
  bytes.slice(offset, offset + length);

async function parse({ key, ctx, ct, msgLength = 0, msgSha512, result, flags }: Case): Promise<Vector> {
  return {
    key: hex(key),
    context: hex(ctx),
    sealed: await inflateZlib(hex(ct)),
    length: msgLength,
    sha512: msgSha512 ?? null,
    valid: result === 'valid',
    flags,
  };
}

async function isMessage(bytes: Bytes, { length, sha512: expected }: Vector): Promise<void> {
  expect(bytes.length).toBe(length);
  if (expected) expect(await sha512(bytes)).toBe(expected);
}

/**
 * Where one byte follows the other: everywhere, but for the middle of the two messages of 4 MiB. A browser, in which that
 * takes six times as long, goes byte by byte around the borders of chunks, where it makes a difference.
 */
const ONE_BY_ONE = 40_000;
const AROUND = 'process' in globalThis ? SEALED_CHUNK : 200;

function isOneByOne(at: number, length: number): boolean {
  const border = (at - PREFIX + SEALED_CHUNK) % SEALED_CHUNK;
  const near = Math.min(border, SEALED_CHUNK - border) < AROUND || at < AROUND || at >= length - AROUND;
  return near && (at < ONE_BY_ONE || at >= length - ONE_BY_ONE);
}

function* piecesOf(bytes: Bytes, piece: number): Generator<Bytes> {
  for (let at = 0; at < bytes.length; ) {
    let size = 1;
    if (piece > 1) size = piece;
    else while (at + size < bytes.length && !isOneByOne(at + size - 1, bytes.length) && size < 9001) size++;
    yield bytes.slice(at, at + size);
    at += size;
  }
}

describe.skipIf(!vectors)('C2SP/wycheproof, chunked encryption', () => {
  test('all 35 are here: 10 valid, 25 invalid', () => {
    const valid = cases.filter(({ result }) => result === 'valid').length;
    expect([cases.length, valid]).toEqual([35, 10]);
  });

  test.each(cases)('$tcId, whole: $comment', async (item) => {
    const vector = await parse(item);
    const opening = openBytes(vector.key, vector.context, vector.sealed);
    if (vector.valid) await isMessage(await opening, vector);
    else await expect(opening).rejects.toEqual(NOT_AUTHENTIC);
  });

  test.each(cases)('$tcId, in pieces and byte by byte: $comment', async (item) => {
    const vector = await parse(item);
    for (const piece of [1, 1000, 16_400, vector.sealed.length + 1]) {
      const opener = new Opener(vector.key, vector.context);
      const parts: Bytes[] = [];
      let failed = false;
      try {
        for (const bytes of piecesOf(vector.sealed, piece)) parts.push(await opener.push(bytes));
        parts.push(await opener.end());
      } catch (thrown) {
        expect(thrown).toEqual(NOT_AUTHENTIC);
        failed = true;
      }
      const out = concat(...parts);
      expect(failed).toBe(!vector.valid);
      if (vector.valid) {
        await isMessage(out, vector);
        continue;
      }
      expect(out.length).toBeLessThanOrEqual(vector.flags.includes('PartialPlaintext') ? vector.length : 0);
      expect(out.length % CHUNK).toBe(0);
      if (out.length === vector.length && out.length > 0) await isMessage(out, vector);
      for (let again = 0; again < 3; again++) {
        await expect(opener.push(vector.sealed)).rejects.toEqual(NOT_AUTHENTIC);
        await expect(opener.end()).rejects.toEqual(NOT_AUTHENTIC);
      }
    }
  });

  test.each(cases)('$tcId, at random: $comment', async (item) => {
    const vector = await parse(item);
    const opening = openRange(vector.key, vector.context, reading(vector.sealed), vector.sealed.length);
    if (!vector.valid && !vector.flags.includes('ValidFinalChunk')) {
      await expect(opening).rejects.toEqual(NOT_AUTHENTIC);
      return;
    }
    const range = await opening;
    if (vector.valid) {
      const whole = await range.read(0, vector.length);
      await isMessage(whole, vector);
      const random = new Random('range', item.tcId);
      const borders = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, vector.length - 1, vector.length];
      for (let turn = 0; turn < 20; turn++) {
        const at = Math.max(0, turn < 8 ? (borders[turn] ?? 0) : random.int(vector.length + 1));
        const length = random.int(3 * CHUNK);
        expect(equal(await range.read(at, length), whole.subarray(at, at + length))).toBe(true);
      }
      return;
    }
    // The last chunk is true, so the length is: chunk by chunk, nothing comes out beyond what is said to be valid.
    await expect(range.read(0, range.length)).rejects.toEqual(NOT_AUTHENTIC);
    const prefix: Bytes[] = [];
    for (let at = 0; at < range.length; at += CHUNK) {
      const chunk = await range.read(at, CHUNK).catch((thrown: unknown) => {
        expect(thrown).toEqual(NOT_AUTHENTIC);
        return null;
      });
      if (!chunk) break;
      prefix.push(chunk);
    }
    await isMessage(concat(...prefix), vector);
    expect(SEALED_CHUNK * prefix.length).toBeLessThan(vector.sealed.length);
  });
});

async function inflateZlib(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const sha512 = async (bytes: Bytes): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-512', bytes)));
