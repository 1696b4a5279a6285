/**
 * @file C2SP/wycheproof's 35 vectors for Cobblestone-256, each opened whole, in pieces, byte by byte and at random; the
 * valid ones also sealed in these ways, to the same bytes.
 *
 * The rule for partial plaintext is theirs: of an invalid ciphertext a streaming reader may give out at most the given
 * prefix, and nothing but whole authenticated chunks of it; then it must fail, and keep failing.
 */
import { describe, expect, test } from 'vitest';
import { type Bytes, concat, equal } from '../../lib/base/bytes.ts';
import {
  CHUNK,
  Opener,
  openBytes,
  PREFIX,
  SEALED_CHUNK,
  Sealer,
  sealBytes,
} from '../../lib/seal/cobblestone.ts';
import { openRange } from '../../lib/seal/range.ts';
import { Random } from '../whatsapp-web/data/random.ts';
import { cases, isMessage, parse, underSalt, type Vector, vectors } from './chunked.ts';

const NOT_AUTHENTIC = expect.objectContaining({ code: 'not-authentic' });
/** Bytes pushed at once; the last is more than any vector has. */
const PIECES = [1000, 16_400, 5_000_000];

const reading = (bytes: Bytes) => async (offset: number, length: number) =>
  bytes.slice(offset, offset + length);

/** The same memory with one piece after the other: who keeps bytes without copying them keeps wrong ones. */
function* piecesOf(bytes: Bytes, size: number): Generator<Bytes> {
  const memory = new Uint8Array(Math.min(size, bytes.length));
  for (let at = 0; at < bytes.length; at += size) {
    if (size === 1) memory[0] = bytes[at] as number;
    else memory.set(bytes.subarray(at, at + size));
    yield at + size <= bytes.length ? memory : memory.subarray(0, bytes.length - at);
  }
}

/** Pushes in pieces; after each push as much must have come out as there were whole chunks, and not a byte more. */
async function opensInPieces(vector: Vector, size: number): Promise<void> {
  const opener = new Opener(vector.key, vector.context);
  const parts: Bytes[] = [];
  let [came, out, failed] = [0, 0, false];
  for (const piece of piecesOf(vector.sealed, size)) {
    came += piece.length;
    failed = vector.fails !== null && came >= vector.fails;
    if (failed) await expect(opener.push(piece)).rejects.toEqual(NOT_AUTHENTIC);
    if (failed) break;
    const bytes = concat(...(await opener.push(piece)));
    out += bytes.length;
    if (out !== CHUNK * Math.max(0, Math.floor((came - PREFIX) / SEALED_CHUNK)))
      expect.fail(`${out} bytes were out after ${came}`);
    if (bytes.length > 0) parts.push(bytes);
  }
  if (vector.valid) parts.push(await opener.end());
  else if (!failed) await expect(opener.end()).rejects.toEqual(NOT_AUTHENTIC);
  // A piece of many chunks fails as one; else the whole prefix is out.
  if (vector.valid || size <= SEALED_CHUNK || !failed) await isMessage(concat(...parts), vector);
  else expect(parts).toEqual([]);
  for (let again = 0; again < 3 && !vector.valid; again++) {
    await expect(opener.push(vector.sealed)).rejects.toEqual(NOT_AUTHENTIC);
    await expect(opener.push(new Uint8Array(1))).rejects.toEqual(NOT_AUTHENTIC);
    await expect(opener.end()).rejects.toEqual(NOT_AUTHENTIC);
  }
}

/** As {@link opensInPieces}, the other way: what comes out must be the vector's bytes, each chunk when it is full. */
async function sealsInPieces({ key, context, sealed }: Vector, message: Bytes, size: number): Promise<void> {
  const sealer = await underSalt(sealed.slice(0, 24), () => Sealer.start(key, context));
  const parts = [sealer.head];
  let came = 0;
  for (const piece of piecesOf(message, size)) {
    came += piece.length;
    const pieces = await sealer.push(piece);
    if (pieces.length > 0) parts.push(...pieces);
    if (parts.length !== 1 + Math.floor(came / CHUNK))
      expect.fail(`${parts.length - 1} chunks were out after ${came} bytes`);
  }
  parts.push(await sealer.end());
  expect(equal(concat(...parts), sealed)).toBe(true);
}

/**
 * Places of single bytes: all within 100 bytes of the borders of chunks and each eleventh elsewhere (a chunk is opened for
 * every one of them); in the two messages of 4 MiB the first and last byte of each chunk.
 */
function* places(length: number): Generator<number> {
  for (let at = 0; at < length; at++) {
    const border = Math.min((at + 1) % CHUNK, CHUNK - (at % CHUNK), at + 1, length - at);
    if (border <= 1 || (length < 3 * CHUNK && (border <= 100 || at % 11 === 0))) yield at;
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

  test.each(cases)('$tcId, in pieces: $comment', async (item) => {
    const vector = await parse(item);
    for (const size of PIECES) await opensInPieces(vector, size);
  });

  test.each(cases)('$tcId, byte by byte: $comment', async (item) => {
    await opensInPieces(await parse(item), 1);
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

  const openable = cases.filter(
    ({ result, flags }) => result === 'valid' || flags.includes('ValidFinalChunk'),
  );
  test.each(openable)('$tcId, single bytes at random: $comment', async (item) => {
    const vector = await parse(item);
    const range = await openRange(vector.key, vector.context, reading(vector.sealed), vector.sealed.length);
    const prefix = await range.read(0, vector.length);
    await isMessage(prefix, vector);
    const last = CHUNK * Math.floor(range.length / CHUNK);
    for (const at of places(range.length)) {
      const byte = await range.read(at, 1).catch((thrown: { code?: string }) => thrown.code);
      // Of an invalid one the last chunk is true, and those before it behind the prefix are not.
      const due = at < vector.length ? prefix[at] : at < last ? 'not-authentic' : 'one byte';
      const found = byte instanceof Uint8Array ? (due === 'one byte' ? due : byte[0]) : byte;
      if (found !== due || (byte instanceof Uint8Array && byte.length !== 1))
        expect.fail(`${found} in place of ${due} at ${at}`);
    }
    expect(await range.read(range.length, 1)).toEqual(new Uint8Array(0));
  });

  const sealable = cases.filter(({ result }) => result === 'valid');
  test.each(sealable)('$tcId, sealed whole, in pieces and byte by byte: $comment', async (item) => {
    const vector = await parse(item);
    const { key, context, sealed } = vector;
    const message = await openBytes(key, context, sealed);
    await isMessage(message, vector);
    const whole = await underSalt(sealed.slice(0, 24), () => sealBytes(key, context, message));
    expect(equal(whole, sealed)).toBe(true);
    for (const size of [...PIECES, 1]) await sealsInPieces(vector, message, size);
  });

  const keys = cases.filter(({ flags }) => flags.includes('InvalidKeySize'));
  test.each(keys)('$tcId, nothing is sealed: $comment', async (item) => {
    const { key, context } = await parse(item);
    await expect(sealBytes(key, context, new Uint8Array(1))).rejects.toEqual(NOT_AUTHENTIC);
    await expect(Sealer.start(key, context)).rejects.toEqual(NOT_AUTHENTIC);
  });
});
