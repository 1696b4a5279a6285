import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { concat, utf8 } from '../../lib/base/bytes.ts';
import { deflate, inflate } from '../../lib/seal/deflate.ts';

const MiB = 1024 * 1024;
const NOT_AUTHENTIC = expect.objectContaining({ code: 'not-authentic' });

test('inflating undoes deflating', async () => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
    const plain = Uint8Array.from(bytes);
    expect(await inflate(await deflate(plain), plain.length)).toEqual(plain);
  });
  await fc.assert(property, { numRuns: 50 });
});

test('nothing, and more than one piece', async () => {
  expect(await inflate(await deflate(utf8('')), 0)).toEqual(utf8(''));
  const long = utf8(Array.from({ length: 50_000 }, (_, i) => `${i * 7919} `).join(''));
  expect(await inflate(await deflate(long), long.length)).toEqual(long);
});

test('a limit holds while inflating: of 256 MiB of zeros little is made before they are refused', async () => {
  const zeros = await deflate(new Uint8Array(256 * MiB));
  const Inflater = DecompressionStream;
  let made = 0;
  vi.stubGlobal(
    'DecompressionStream',
    class {
      readonly writable;
      readonly readable;
      constructor(format: CompressionFormat) {
        const inflater = new Inflater(format);
        this.writable = inflater.writable;
        this.readable = inflater.readable.pipeThrough(
          new TransformStream<Uint8Array, Uint8Array>({
            transform(piece, to) {
              made += piece.length;
              to.enqueue(piece);
            },
          }),
        );
      }
    },
  );
  try {
    await expect(inflate(zeros, MiB)).rejects.toEqual(expect.objectContaining({ code: 'too-large' }));
  } finally {
    vi.unstubAllGlobals();
  }
  expect(made).toBeGreaterThan(MiB);
  // What two of the pieces that are handed over may come to, at 1,032 times as many.
  expect(made).toBeLessThan(33 * MiB);
}, 20_000);

test('one byte over the limit is refused', async () => {
  const bytes = await deflate(new Uint8Array(1000));
  await expect(inflate(bytes, 999)).rejects.toEqual(expect.objectContaining({ code: 'too-large' }));
});

test('nothing may follow the stream, and it must be whole', async () => {
  const bytes = await deflate(utf8('hello hello hello hello hello'));
  await expect(inflate(concat(bytes, Uint8Array.of(0)), 1000)).rejects.toEqual(NOT_AUTHENTIC);
  await expect(inflate(concat(bytes, bytes), 1000)).rejects.toEqual(NOT_AUTHENTIC);
  for (let cut = 0; cut < bytes.length; cut++)
    await expect(inflate(bytes.slice(0, cut), 1000)).rejects.toEqual(NOT_AUTHENTIC);
  await expect(inflate(Uint8Array.of(7, 7, 7), 1000)).rejects.toEqual(NOT_AUTHENTIC);
});
