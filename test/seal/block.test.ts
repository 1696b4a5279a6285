import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bytes, concat } from '../../lib/base/bytes.ts';
import { Block } from '../../lib/seal/block.ts';

const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 });

test('rows and what is left over are the bytes that came, each row of full blocks, at the push that completes it', () => {
  const property = fc.property(fc.integer({ min: 1, max: 16 }), pieces, (size, all) => {
    const block = new Block(size);
    const rows: Bytes[] = [];
    let came = 0;
    for (const piece of all as Bytes[]) {
      const fits = (came % size) + piece.length < size;
      expect(block.leavesRoom(piece)).toBe(fits);
      const found = block.rows(piece);
      came += piece.length;
      expect(found.length > 0).toBe(!fits);
      for (const row of found) expect([row.length > 0, row.length % size]).toEqual([true, 0]);
      rows.push(...found);
      expect(block.bytes.length).toBe(came % size);
    }
    expect(concat(...rows, block.bytes)).toEqual(concat(...all));
  });
  fc.assert(property, { numRuns: 300 });
});

test('what is gathered is a copy, and a row given out is not written to again', () => {
  const block = new Block(3);
  const piece = Uint8Array.of(1, 2);
  expect(block.rows(piece)).toEqual([]);
  piece.fill(9);
  const rows = block.rows(Uint8Array.of(3, 4));
  expect(block.rows(Uint8Array.of(5, 6))).toEqual([Uint8Array.of(4, 5, 6)]);
  expect(rows).toEqual([Uint8Array.of(1, 2, 3)]);
});

test('fill takes no more than is missing', () => {
  const block = new Block(4);
  expect([block.fill(Uint8Array.of(1, 2, 3)), block.isFull]).toEqual([3, false]);
  expect([block.fill(Uint8Array.of(4, 5, 6)), block.isFull]).toEqual([1, true]);
  expect([block.fill(Uint8Array.of(7)), block.bytes]).toEqual([0, Uint8Array.of(1, 2, 3, 4)]);
});
