import { expect, test } from 'vitest';
import { letGo } from '../../lib/base/letgo.ts';

test('what is let go is empty, whatever looked into it; twice is no fault, and nothing else is touched', () => {
  const [bytes, kept] = [new Uint8Array(1000).fill(1), new Uint8Array(1000).fill(2)];
  const view = bytes.subarray(10, 20);
  letGo([bytes, view, new Uint8Array(0)]);
  expect([bytes.length, view.length, bytes.buffer.byteLength]).toEqual([0, 0, 0]);
  letGo([bytes, view]);
  letGo([]);
  expect(kept).toEqual(new Uint8Array(1000).fill(2));
});

test('again and again', async () => {
  for (let turn = 0; turn < 100; turn++) {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => new Blob([new Uint8Array(1000)]).arrayBuffer()),
    );
    const pieces = made.map((buffer) => new Uint8Array(buffer));
    letGo(pieces);
    expect(pieces.every(({ length }) => length === 0)).toBe(true);
  }
});
