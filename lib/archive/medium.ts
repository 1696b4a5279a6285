/** @file A media segment: sealed while its bytes arrive, read at random. */
import { type Bytes, concat, toHex } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { Opener, PREFIX, SEALED_CHUNK, Sealer, sealedLength } from '../seal/cobblestone.ts';
import { Sha256 } from '../seal/kdf.ts';
import { paddedLength, paddingOf, Unpadder } from '../seal/padding.ts';
import { openRange, type RangeReader, type ReadCiphertext } from '../seal/range.ts';
import { damaged, FRAME, frame, MEDIA, type RunKey, segmentContext } from './frame.ts';

/**
 * Sealed once, whole: where the bytes do not come to their end, throw this away and start anew.
 * Calls must not overlap: await each before the next.
 */
export class MediumSealer {
  /** Bytes of the whole segment, its frame included: known before the first byte of content. */
  readonly length: number;
  readonly #sealer: Sealer;
  readonly #size: number;
  readonly #hash: Sha256;
  #head: Bytes | null;
  #taken = 0;

  private constructor(sealer: Sealer, hash: Sha256, size: number) {
    const ciphertext = sealedLength(paddedLength(size));
    this.length = FRAME + ciphertext;
    this.#sealer = sealer;
    this.#hash = hash;
    this.#size = size;
    this.#head = concat(frame(ciphertext, MEDIA), sealer.head);
  }

  /** @param size bytes of the file, exactly. */
  static async start(run: RunKey, number: number, size: number): Promise<MediumSealer> {
    const sealer = await Sealer.start(run.key, segmentContext(run, number, MEDIA));
    return new MediumSealer(sealer, await Sha256.create(), size);
  }

  /** Bytes 24–55 of the ciphertext. */
  get commitment(): Bytes {
    return this.#sealer.commitment;
  }

  /** Sealed bytes ready; the first begin with the frame. @throws {Fault} `unexpected` — more than `size` bytes. */
  async push(bytes: Bytes): Promise<Bytes[]> {
    this.#taken += bytes.length;
    if (this.#taken > this.#size) throw this.#wrongSize();
    this.#hash.update(bytes);
    return this.#withHead(await this.#sealer.push(bytes));
  }

  /** The rest, padding included. @throws {Fault} `unexpected` — fewer than `size` bytes came. */
  async end(): Promise<Bytes[]> {
    if (this.#taken !== this.#size) throw this.#wrongSize();
    const padding = await this.#sealer.push(paddingOf(this.#size));
    return this.#withHead([...padding, await this.#sealer.end()]);
  }

  /** SHA-256 of the file in hex: once, after {@link end}. */
  sha256(): string {
    return toHex(this.#hash.digest());
  }

  #withHead(sealed: Bytes[]): Bytes[] {
    const head = this.#head;
    this.#head = null;
    return head ? [head, ...sealed] : sealed;
  }

  #wrongSize(): Fault {
    return new Fault('unexpected', { what: 'size of a medium', expected: this.#size, found: this.#taken });
  }
}

/**
 * Random access to a medium. `length` of the answer is the file's `size`, as an index has it; it must fit the ciphertext.
 * @param read reads this segment's ciphertext, counted from its first byte, the salt's.
 * @throws {Fault} `segment-damaged`, now or by a later `read`.
 */
export async function openMedium(
  run: RunKey,
  number: number,
  read: ReadCiphertext,
  ciphertextLength: number,
  size: number,
): Promise<RangeReader> {
  try {
    const reader = await openRange(run.key, segmentContext(run, number, MEDIA), read, ciphertextLength);
    if (reader.length !== paddedLength(size)) throw new Fault('not-authentic', { what: 'size' });
    return {
      length: size,
      read: (offset, length) =>
        reader.read(offset, Math.max(0, Math.min(length, size - offset))).catch((thrown: unknown) => {
          throw damaged(number, thrown);
        }),
    };
  } catch (thrown) {
    throw damaged(number, thrown);
  }
}

/** Ciphertext bytes read at once. */
const PIECE = 64 * SEALED_CHUNK;

/**
 * Reads a medium from its first byte to its last: its bytes without padding, and their SHA-256.
 * @param read as in {@link openMedium}. @throws {Fault} `segment-damaged`; `cancelled`.
 */
export async function digestMedium(
  run: RunKey,
  number: number,
  read: ReadCiphertext,
  ciphertextLength: number,
  signal?: AbortSignal,
): Promise<{ sha256: Bytes; size: number }> {
  const opener = new Opener(run.key, segmentContext(run, number, MEDIA));
  const unpadder = new Unpadder();
  const hash = await Sha256.create();
  const take = (plaintext: Bytes): void => {
    for (const content of unpadder.push(plaintext)) hash.update(content);
  };
  try {
    let at = 0;
    while (at < ciphertextLength) {
      if (signal?.aborted) throw new Fault('cancelled');
      const wanted = Math.min(at === 0 ? PREFIX : PIECE, ciphertextLength - at);
      const bytes = await read(at, wanted);
      if (bytes.length !== wanted) throw new Fault('not-authentic', { what: 'truncated' });
      take(await opener.push(bytes));
      at += wanted;
    }
    take(await opener.end());
    return { size: unpadder.end(), sha256: hash.digest() };
  } catch (thrown) {
    throw damaged(number, thrown);
  }
}
