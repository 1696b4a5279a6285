/** @file A media segment: sealed while its bytes arrive, read at random. */
import { ahead } from '../base/ahead.ts';
import { type Bytes, concat, must, toHex } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { letGo } from '../base/letgo.ts';
import { Opener, plainLength, Sealer, sealedLength } from '../seal/cobblestone.ts';
import { FileHash } from '../seal/filehash.ts';
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
  readonly #hash: FileHash;
  #head: Bytes | null;
  #taken = 0;
  #sha256: Bytes | null = null;

  private constructor(sealer: Sealer, hash: FileHash, size: number) {
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
    return new MediumSealer(sealer, await FileHash.create(size), size);
  }

  /** Bytes 24–55 of the ciphertext. */
  get commitment(): Bytes {
    return this.#sealer.commitment;
  }

  /** Sealed bytes ready; the first begin with the frame. @throws {Fault} `unexpected` — more than `size` bytes. */
  async push(bytes: Bytes): Promise<Bytes[]> {
    this.#taken += bytes.length;
    if (this.#taken > this.#size) throw this.#wrongSize();
    const sealing = this.#sealer.push(bytes);
    this.#hash.update(bytes); // while that is under way
    return this.#withHead(await sealing);
  }

  /** The rest, padding included. @throws {Fault} `unexpected` — fewer than `size` bytes came. */
  async end(): Promise<Bytes[]> {
    if (this.#taken !== this.#size) throw this.#wrongSize();
    this.#sha256 = await this.#hash.digest();
    const padding = await this.#sealer.push(paddingOf(this.#size));
    return this.#withHead([...padding, await this.#sealer.end()]);
  }

  /** SHA-256 of the file in hex, after {@link end}. */
  sha256(): string {
    return toHex(must(this.#sha256, 'digest'));
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

/** Ciphertext bytes read at once. Larger reads are faster, and the background has no memory to spare for two of them. */
const PIECE = 1024 * 1024;

/**
 * Reads a medium from its first byte to its last: its bytes without padding, and their SHA-256.
 * @param read as in {@link openMedium}, into memory of its own, which is let go here; one call ahead of what is opened.
 * @throws {Fault} `segment-damaged`; `cancelled`.
 */
export async function digestMedium(
  run: RunKey,
  number: number,
  read: ReadCiphertext,
  ciphertextLength: number,
  signal?: AbortSignal,
): Promise<{ sha256: Bytes; size: number }> {
  try {
    const padded = plainLength(ciphertextLength);
    if (padded === null) throw new Fault('not-authentic', { what: 'truncated' });
    const opener = new Opener(run.key, segmentContext(run, number, MEDIA));
    const unpadder = new Unpadder();
    const hash = await FileHash.create(padded);
    const take = (opened: Bytes): void => {
      for (const content of unpadder.push(opened)) hash.update(content);
    };
    for await (const bytes of inOrder(read, ciphertextLength)) {
      if (signal?.aborted) throw new Fault('cancelled');
      const opened = await opener.push(bytes);
      for (const piece of opened) take(piece);
      letGo([bytes, ...opened]);
    }
    take(await opener.end());
    return { size: unpadder.end(), sha256: await hash.digest() };
  } catch (thrown) {
    throw damaged(number, thrown);
  }
}

/** All ciphertext, piece by piece, one read ahead. @throws {Fault} `not-authentic` — it is cut. */
function inOrder(read: ReadCiphertext, length: number): AsyncGenerator<Bytes> {
  return ahead(Math.ceil(length / PIECE), async (i) => {
    const wanted = Math.min(PIECE, length - i * PIECE);
    const bytes = await read(i * PIECE, wanted);
    if (bytes.length !== wanted) throw new Fault('not-authentic', { what: 'truncated' });
    return bytes;
  });
}
