/** @file Large buffers cross the extension's port in pieces, and come whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divide, joiner, PIECE } from '../../lib/bridge/pieces.ts';

const buffer = (length: number, seed = 0): ArrayBuffer =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) + seed) & 255).buffer;

function carried(messages: readonly unknown[]): unknown[] {
  const join = joiner();
  return messages.flatMap((message) => divide(message)).flatMap((part) => join(structuredClone(part)) ?? []);
}

describe('pieces', () => {
  it('joined are what was divided, several messages in a row', () => {
    const sizes = fc.integer({ min: 0, max: 3 * PIECE + 5 });
    const message = fc.record({
      answer: fc.nat(),
      value: fc.record({
        a: sizes.map((size) => buffer(size)),
        b: sizes.map((size) => buffer(size, 7)),
        c: fc.anything(),
      }),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), (messages) => {
        expect(carried(messages)).toEqual(messages.map((one) => ({ message: one })));
      }),
      { numRuns: 60 },
    );
  });

  it('are small, and a message that is small or holds none goes as it is', () => {
    const parts = divide({ answer: 1, value: { bytes: buffer(5 * PIECE + 1), size: 3 } }) as {
      piece?: ArrayBuffer;
    }[];
    expect(parts.map(({ piece }) => piece?.byteLength ?? null)).toEqual([
      PIECE,
      PIECE,
      PIECE,
      PIECE,
      PIECE,
      1,
      null,
    ]);
    for (const message of [
      { answer: 1, value: { bytes: buffer(PIECE) } },
      { answer: 2, value: null },
      { ask: 3 },
      'x',
      null,
    ])
      expect(divide(message)).toEqual([message]);
  });

  it('are refused where they would be more than a browser carries', () => {
    expect(() => divide({ answer: 1, value: { bytes: new ArrayBuffer(64 * 1024 * 1024 + 1) } })).toThrow(
      expect.objectContaining({ code: 'answer-too-large' }),
    );
  });

  it('are not what an answer of the page looks like, whatever it holds', () => {
    const join = joiner();
    for (const message of [
      { answer: 1, piece: buffer(3) },
      { answer: 2, pieced: [['bytes', 3]], message: {} },
      { pieced: 'no list', message: {} },
      { piece: 'none' },
    ])
      expect(join(message)).toEqual({ message });
    expect(carried([{ answer: 1, value: JSON.parse('{"__proto__":1,"bytes":2}') }])).toEqual([
      { message: { answer: 1, value: JSON.parse('{"__proto__":1,"bytes":2}') } },
    ]);
  });
});
