/** @file Random access into a Cobblestone-256 message: any range of its plaintext, authenticated chunk by chunk. */
import type { Bytes } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { CHUNK, MessageKeys, PREFIX, plainLength, SEALED_CHUNK } from './cobblestone.ts';

/** Reads `length` ciphertext bytes at `offset`, into memory of their own; fewer only where the source ends before. */
export type ReadCiphertext = (offset: number, length: number) => Promise<Bytes>;

export interface RangeReader {
  /** Bytes of plaintext, authenticated. */
  readonly length: number;
  /**
   * The bytes from `offset` on, `length` of them, fewer only at the end.
   * @throws {Fault} `not-authentic` — a chunk in the range was changed or is missing.
   */
  read(offset: number, length: number): Promise<Bytes>;
}

/**
 * Checks the commitment and the last chunk, which together authenticate the length.
 * A change in another chunk is seen only by the `read` that meets it.
 * @throws {Fault} `not-authentic`.
 */
export async function openRange(
  key: Bytes,
  context: Bytes,
  read: ReadCiphertext,
  ciphertextLength: number,
): Promise<RangeReader> {
  const keys = await MessageKeys.of(key, context, await read(0, Math.min(PREFIX, ciphertextLength)));
  const length = plainLength(ciphertextLength);
  if (length === null) throw new Fault('not-authentic', { what: 'truncated' });

  /** Opens the chunks from `first` up to, not including, `after`. */
  const open = async (first: number, after: number): Promise<Bytes> => {
    const at = PREFIX + first * SEALED_CHUNK;
    const sealed = await read(at, Math.min((after - first) * SEALED_CHUNK, ciphertextLength - at));
    const out = new Uint8Array(Math.min(after * CHUNK, length) - first * CHUNK);
    if (sealed.length !== out.length + 16 * (after - first))
      throw new Fault('not-authentic', { what: 'truncated' });
    await keys.openChunks(first, sealed, after - first, out, 0);
    return out;
  };

  const last = Math.floor(length / CHUNK);
  await open(last, last + 1);
  return {
    length,
    async read(offset, wanted) {
      if (!Number.isSafeInteger(offset) || offset < 0 || !(wanted >= 0))
        throw new Fault('unexpected', { what: 'range' });
      const end = Math.min(offset + wanted, length);
      if (offset >= end) return new Uint8Array(0);
      const first = Math.floor(offset / CHUNK);
      const bytes = await open(first, Math.floor((end - 1) / CHUNK) + 1);
      return bytes.subarray(offset - first * CHUNK, end - first * CHUNK);
    },
  };
}
