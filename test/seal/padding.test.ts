import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, concat } from '../../lib/base/bytes.ts';
import { pad, paddedLength, paddingOf, padme, Unpadder, unpad } from '../../lib/seal/padding.ts';

const NOT_AUTHENTIC = expect.objectContaining({ code: 'not-authentic' });

/** Mostly zeros and marks: what padding could be mistaken for. */
const content = fc
  .uint8Array({ maxLength: 400 })
  .chain((bytes) =>
    fc.constant(Uint8Array.from(bytes, (byte) => (byte < 120 ? 0 : byte < 200 ? 0x80 : byte))),
  );

function inPieces(bytes: Bytes, piece: number): Bytes {
  const unpadder = new Unpadder();
  const parts: Bytes[] = [];
  for (let at = 0; at < bytes.length; at += piece)
    for (const part of unpadder.push(bytes.slice(at, at + piece))) parts.push(part.slice());
  const whole = concat(...parts);
  expect(unpadder.end()).toBe(whole.length);
  return whole;
}

describe('Padmé', () => {
  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [8, 8],
    [9, 10],
    [100, 104],
    [1000, 1024],
    [1_000_001, 1_015_808],
    [2 ** 40 + 1, 2 ** 40 + 2 ** 34],
  ])('%i → %i', (length, padded) => expect(padme(length)).toBe(padded));

  test('never shorter, at most 12 % longer, never smaller for more', () => {
    const property = fc.property(fc.integer({ min: 1, max: 2 ** 48 }), (length) => {
      const padded = padme(length);
      expect(padded).toBeGreaterThanOrEqual(length);
      expect(padded - length).toBeLessThanOrEqual(length * 0.12);
      expect(padme(padded)).toBe(padded);
      expect(padme(length + 1)).toBeGreaterThanOrEqual(padded);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

describe('reading undoes writing', () => {
  test('any content, whole and in pieces', () => {
    const property = fc.property(content, fc.integer({ min: 1, max: 50 }), (bytes, piece) => {
      const padded = pad(bytes);
      expect(padded.length).toBe(paddedLength(bytes.length));
      expect(padded).toEqual(concat(bytes, paddingOf(bytes.length)));
      expect(unpad(padded)).toEqual(bytes);
      expect(inPieces(padded, piece)).toEqual(bytes);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('a long row of zeros after a mark is content where more follows', () => {
    const bytes = new Uint8Array(200_000);
    bytes[0] = 0x80;
    bytes[199_999] = 5;
    expect(inPieces(pad(bytes), 9999)).toEqual(bytes);
  });
});

test.each([
  ['nothing', []],
  ['zeros', [0, 0, 0]],
  ['no mark', [1, 2, 3]],
  ['a mark and too many zeros', [1, 0x80, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['too few zeros', [1, 2, 3, 4, 5, 6, 7, 8, 0x80]],
])('refused: %s', (_, bytes) => {
  expect(() => unpad(Uint8Array.from(bytes))).toThrow(NOT_AUTHENTIC);
  expect(() => inPieces(Uint8Array.from(bytes), 2)).toThrow(NOT_AUTHENTIC);
});
