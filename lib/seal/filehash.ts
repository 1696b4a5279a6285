/**
 * @file SHA-256 of a file that comes piece by piece and whose size is known before: a small one is held and hashed by the
 * platform, which is thrice as fast and takes no pieces; a large one as it comes.
 */
import { type Bytes, must } from '../base/bytes.ts';
import { Sha256, sha256 } from './kdf.ts';

/** Bytes that are held at most. The platform copies them: for a moment it is twice as many. */
export const HELD = 16 * 1024 * 1024;

/**
 * Memory that one held file after the other uses, wiped in between: fresh memory costs as much as the hash. What was
 * never written takes no room.
 */
let spare: Bytes | null = null;

export class FileHash {
  readonly #hash: Sha256 | null;
  readonly #most: number;
  #held: Bytes | null = null;
  #length = 0;

  private constructor(hash: Sha256 | null, most: number) {
    this.#hash = hash;
    this.#most = most;
    if (hash) return;
    this.#held = spare ?? new Uint8Array(HELD);
    spare = null;
  }

  /** @param most bytes that will come. @param held so many are held; at most, and where left out, 16 MiB. */
  static async create(most: number, held = HELD): Promise<FileHash> {
    return new FileHash(most <= Math.min(held, HELD) ? null : await Sha256.create(), most);
  }

  /** The bytes are not needed afterwards. @throws {RangeError} more than were said to come. */
  update(bytes: Bytes): void {
    if (this.#length + bytes.length > this.#most) throw new RangeError('more than was said to come');
    if (this.#hash) this.#hash.update(bytes);
    else this.#held?.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Once, at the end. */
  async digest(): Promise<Bytes> {
    if (this.#hash) return this.#hash.digest();
    const held = must(this.#held, 'held bytes');
    this.#held = null;
    const digest = await sha256(held.subarray(0, this.#length));
    held.fill(0, 0, this.#length);
    spare = held;
    return digest;
  }
}
