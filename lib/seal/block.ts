/** @file A block gathered from pieces of any size: each byte is copied once, however small the pieces are. */
import type { Bytes } from '../base/bytes.ts';

export class Block {
  readonly #size: number;
  /** Made at the first byte: who pushes whole blocks never needs it. */
  #bytes: Bytes | null = null;
  #length = 0;

  /** @param size bytes of a full block, at least 1. */
  constructor(size: number) {
    this.#size = size;
  }

  get isFull(): boolean {
    return this.#length === this.#size;
  }

  /** What was gathered so far: a view. */
  get bytes(): Bytes {
    return this.#bytes?.subarray(0, this.#length) ?? new Uint8Array(0);
  }

  /** Whether all of `bytes` can be gathered without filling the block. */
  leavesRoom(bytes: Bytes): boolean {
    return this.#length + bytes.length < this.#size;
  }

  /** Copies from the front of `bytes` what is missing, at most. @returns how many bytes that were. */
  fill(bytes: Bytes): number {
    const missing = this.#size - this.#length;
    this.#bytes ??= new Uint8Array(this.#size);
    this.#bytes.set(bytes.length > missing ? bytes.subarray(0, missing) : bytes, this.#length);
    const taken = Math.min(bytes.length, missing);
    this.#length += taken;
    return taken;
  }

  /**
   * The full blocks that `bytes` completes, in order, as rows of one block or more; what is left over is gathered.
   * A row is the block gathered until now, which is let go, or a view of `bytes`.
   */
  rows(bytes: Bytes): Bytes[] {
    const rows: Bytes[] = [];
    let at = 0;
    if (this.#length > 0) {
      at = this.fill(bytes);
      if (!this.isFull) return rows;
      rows.push(this.bytes);
      this.#bytes = null;
      this.#length = 0;
    }
    const left = (bytes.length - at) % this.#size;
    const end = bytes.length - left;
    if (end > at) rows.push(bytes.subarray(at, end));
    if (left > 0) this.fill(bytes.subarray(end));
    return rows;
  }
}
