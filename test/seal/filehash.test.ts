import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bytes, concat, randomBytes } from '../../lib/base/bytes.ts';
import { FileHash, HELD } from '../../lib/seal/filehash.ts';
import { sha256 } from '../../lib/seal/kdf.ts';

/** In one memory that is used again: who keeps bytes without copying them hashes wrong ones. */
async function hashOf(pieces: readonly Bytes[], most: number, held?: number): Promise<Bytes> {
  const hash = await FileHash.create(most, held);
  const memory = new Uint8Array(Math.max(0, ...pieces.map(({ length }) => length)));
  for (const piece of pieces) {
    memory.set(piece);
    hash.update(memory.subarray(0, piece.length));
  }
  memory.fill(0);
  return hash.digest();
}

test('in any pieces, held or not, and of fewer bytes than were said to come', async () => {
  const piecesOf = fc.array(
    fc.uint8Array({ maxLength: 200 }).map((piece): Bytes => Uint8Array.from(piece)),
    { maxLength: 9 },
  );
  const property = fc.asyncProperty(piecesOf, fc.nat(300), async (pieces, more) => {
    const whole = concat(...pieces);
    const expected = await sha256(whole);
    for (const held of [0, whole.length + more, HELD])
      expect(await hashOf(pieces, whole.length + more, held)).toEqual(expected);
  });
  await fc.assert(property, { numRuns: 100 });
});

test('at the border between both ways', async () => {
  const bytes = randomBytes(HELD + 1);
  for (const length of [HELD - 1, HELD, HELD + 1]) {
    const whole = bytes.subarray(0, length);
    const pieces = [whole.subarray(0, 5), whole.subarray(5, 5_000_000), whole.subarray(5_000_000)];
    expect(await hashOf(pieces, length)).toEqual(await sha256(whole));
  }
});

test('several at a time, begun, ended and given up in any order', async () => {
  const files = Array.from({ length: 6 }, (_, i) => randomBytes(1000 * i));
  const hashes = await Promise.all(files.map(({ length }) => FileHash.create(length)));
  for (const half of [0, 1])
    for (const [i, file] of files.entries())
      hashes[i]?.update(half ? file.subarray(file.length / 2) : file.subarray(0, file.length / 2));
  hashes.splice(2, 1); // its file never came to its end
  files.splice(2, 1);
  const found = await Promise.all(hashes.map((hash) => hash.digest()));
  expect(found).toEqual(await Promise.all(files.map(sha256)));
  for (const file of files) expect(await hashOf([file], file.length)).toEqual(await sha256(file));
});

test('more than was said to come is not hashed as something else', async () => {
  for (const held of [0, 3]) {
    const hash = await FileHash.create(3, held);
    hash.update(new Uint8Array(2));
    expect(() => hash.update(new Uint8Array(2))).toThrow(RangeError);
  }
});
