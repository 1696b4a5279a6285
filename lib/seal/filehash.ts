/**
 * @file SHA-256 of a file that comes piece by piece and whose size is known before: a small one is held and hashed by the
 * platform, which is thrice as fast and takes no pieces; a large one as it comes.
 */
import type { Bytes } from '../base/bytes.ts';
import { Sha256, sha256 } from './kdf.ts';

/** Bytes that are held at most. The platform copies them: for a moment it is twice as many. */
export const HELD = 16 * 1024 * 1024;

export class FileHash {
  readonly #hash: Sha256 | null;
  #held: Bytes;
  #length = 0;

  private constructor(hash: Sha256 | null, room: number) {
    this.#hash = hash;
    this.#held = new Uint8Array(room);
  }

  /** @param most bytes that will come. @param held 16 MiB where left out. */
  static async create(most: number, held = HELD): Promise<FileHash> {
    return most <= held ? new FileHash(null, most) : new FileHash(await Sha256.create(), 0);
  }

  /** The bytes are not needed afterwards. @throws {RangeError} more than were said to come, where they are held. */
  update(bytes: Bytes): void {
    if (this.#hash) this.#hash.update(bytes);
    else this.#held.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Once, at the end. */
  async digest(): Promise<Bytes> {
    if (this.#hash) return this.#hash.digest();
    const held = this.#held.subarray(0, this.#length);
    this.#held = new Uint8Array(0);
    return sha256(held);
  }
}
