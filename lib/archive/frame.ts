/** @file What stands around a segment's plaintext: its kind, its frame, and the context that ties it to its place. */
import { type Bytes, concat, readU64, u64, utf8 } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { plainLength } from '../seal/cobblestone.ts';

export const MESSAGES = 1;
export const MEDIA = 2;
export const INDEX = 3;
export const END = 4;

export interface RunKey {
  /** 16 bytes, random: the run's id. */
  readonly id: Bytes;
  /** 32 bytes, random. Never on disk. */
  readonly key: Bytes;
}

/** Bytes before the ciphertext. */
export const FRAME = 9;

export const frame = (ciphertextLength: number, kind: number): Bytes =>
  concat(u64(ciphertextLength), Uint8Array.of(kind));

/** Null where the bytes are too few, or no ciphertext has that length. The answer is a guide, not yet authenticated. */
export function parseFrame(bytes: Uint8Array): { readonly length: number; readonly kind: number } | null {
  const length = readU64(bytes);
  const kind = bytes[8];
  return length === null || kind === undefined || plainLength(length) === null ? null : { length, kind };
}

/** A segment of another place, run or kind does not open: its context says where it belongs. */
export const segmentContext = (run: RunKey, number: number, kind: number): Bytes =>
  concat(utf8('keepsake/v1 segment'), run.id, u64(number), Uint8Array.of(kind));

/** Anything wrong with a segment as `segment-damaged`, with its number; what is no fault of the bytes goes through. */
export function damaged(number: number, thrown: unknown): Fault {
  const fault = toFault(thrown);
  if (fault.code !== 'not-authentic' && fault.code !== 'too-large' && fault.code !== 'bad-answer')
    return fault;
  return new Fault('segment-damaged', { segment: number }, thrown);
}
