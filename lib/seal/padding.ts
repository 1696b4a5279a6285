/** @file Padmé (PURBs, Nikitin et al. 2019, section 4): lengths rounded up by at most 12 %, so that they tell little. */
import type { Bytes } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';

/** The mark between content and zeros. */
const MARK = 0x80;

/** Zeros are given out in pieces of at most this many bytes. */
const PIECE = 65_536;

/** Padmé of `length` (1 or more): the next length with at most ⌈log₂ E⌉ significant bits after the first, E = ⌊log₂ length⌋. */
export function padme(length: number): number {
  const e = length.toString(2).length - 1;
  const s = e === 0 ? 0 : e.toString(2).length;
  const step = 2 ** (e - s);
  return Math.ceil(length / step) * step;
}

/** Bytes of plaintext that `length` bytes of content become. */
export const paddedLength = (length: number): number => padme(length + 1);

/** What follows `length` bytes of content: the mark and zeros, one byte at least. */
export function paddingOf(length: number): Bytes {
  const tail = new Uint8Array(paddedLength(length) - length);
  tail[0] = MARK;
  return tail;
}

export function pad(content: Bytes): Bytes {
  const padded = new Uint8Array(paddedLength(content.length));
  padded.set(content);
  padded[content.length] = MARK;
  return padded;
}

/** A view of the content. @throws {Fault} `not-authentic` — not what {@link pad} writes: the sealer was at fault. */
export function unpad(padded: Bytes): Bytes {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (end < 0 || padded[end] !== MARK || paddedLength(end) !== padded.length)
    throw new Fault('not-authentic', { what: 'padding' });
  return padded.subarray(0, end);
}

/** Takes the padding off bytes that come piece by piece. A mark and its zeros are held back until other bytes follow. */
export class Unpadder {
  /** Bytes held back: 0, or the mark and the zeros after it. */
  #held = 0;
  #given = 0;

  /** The pieces of content that are certain after `bytes`, views where possible. */
  *push(bytes: Bytes): Generator<Bytes> {
    let end = bytes.length - 1;
    while (end >= 0 && bytes[end] === 0) end--;
    if (end < 0 && this.#held > 0) {
      this.#held += bytes.length;
      return;
    }
    yield* this.#release();
    const mark = end >= 0 && bytes[end] === MARK;
    const content = mark ? bytes.subarray(0, end) : bytes;
    this.#held = bytes.length - content.length;
    this.#given += content.length;
    if (content.length > 0) yield content;
  }

  /** Bytes of content in all. @throws {Fault} `not-authentic` — the padding is not what {@link pad} writes. */
  end(): number {
    if (this.#held === 0 || paddedLength(this.#given) !== this.#given + this.#held)
      throw new Fault('not-authentic', { what: 'padding' });
    return this.#given;
  }

  *#release(): Generator<Bytes> {
    for (let at = 0; at < this.#held; at += PIECE) {
      const piece = new Uint8Array(Math.min(PIECE, this.#held - at));
      if (at === 0) piece[0] = MARK;
      yield piece;
    }
    this.#given += this.#held;
    this.#held = 0;
  }
}
