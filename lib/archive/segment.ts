/**
 * @file A segment: the unit that is sealed once, whole, and opened alone (FORMAT, "Run file").
 *
 * Bytes: u64 length of the ciphertext | u8 kind | Cobblestone-256 under the run key. Plaintext: content, 0x80, zeros to
 * Padmé length; the content is raw DEFLATE, of media the file's own bytes.
 */
import { type Bytes, toHex, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { openBytes, PREFIX, sealBytes, sealedLength, sealInto } from '../seal/cobblestone.ts';
import { deflate, inflate } from '../seal/deflate.ts';
import { sha256 } from '../seal/kdf.ts';
import { pad, unpad } from '../seal/padding.ts';
import {
  damaged,
  END,
  FRAME,
  frame,
  MEDIA,
  MESSAGES,
  parseFrame,
  type RunKey,
  segmentContext,
} from './frame.ts';

export { END, INDEX, MEDIA, MESSAGES, type RunKey } from './frame.ts';
export { MediumSealer } from './medium.ts';

export interface SealedSegment {
  /** The frame's 9 bytes, then the ciphertext. */
  readonly bytes: Bytes;
  /** Bytes 24–55 of the ciphertext, 32 of them. */
  readonly commitment: Bytes;
}

/** Inflated bytes a reader accepts. A writer stays under half of it. */
export const CONTENT_LIMIT = 64 * 1024 * 1024;

/** Deflates, pads and seals. @param number from 0, without holes. */
export async function sealSegment(
  run: RunKey,
  number: number,
  kind: 1 | 3 | 4,
  content: Bytes,
): Promise<SealedSegment> {
  return sealPadded(run, number, kind, pad(await deflate(content)));
}

/** A medium that is at hand as a whole, and its SHA-256 in hex. Others are sealed while they come: {@link MediumSealer}. */
export async function sealMedium(
  run: RunKey,
  number: number,
  content: Bytes,
): Promise<SealedSegment & { readonly sha256: string }> {
  const [hash, sealed] = await Promise.all([sha256(content), sealPadded(run, number, MEDIA, pad(content))]);
  return { ...sealed, sha256: toHex(hash) };
}

async function sealPadded(
  run: RunKey,
  number: number,
  kind: 1 | 2 | 3 | 4,
  plaintext: Bytes,
): Promise<SealedSegment> {
  const length = sealedLength(plaintext.length);
  const bytes = new Uint8Array(FRAME + length);
  bytes.set(frame(length, kind));
  await sealInto(bytes, FRAME, run.key, segmentContext(run, number, kind), plaintext);
  return { bytes, commitment: bytes.slice(FRAME + 24, FRAME + PREFIX) };
}

/**
 * Opens one whole segment, its frame included; nothing may follow.
 * @throws {Fault} `segment-damaged` — changed, cut, moved, of another run, or not what a writer makes;
 * `newer-version` — authentic, but of a kind this program does not know.
 */
export async function openSegment(
  run: RunKey,
  number: number,
  bytes: Bytes,
): Promise<{ kind: number; content: Bytes }> {
  const framed = parseFrame(bytes);
  if (framed?.length !== bytes.length - FRAME) throw damaged(number, new Fault('not-authentic'));
  return {
    kind: framed.kind,
    content: await openCiphertext(run, number, framed.kind, bytes.subarray(FRAME)),
  };
}

/**
 * As {@link openSegment} for who knows place and kind from an index: the frame, a mere guide, is not looked at.
 * @throws {Fault} `segment-damaged`, `newer-version`.
 */
export async function openCiphertext(
  run: RunKey,
  number: number,
  kind: number,
  ciphertext: Bytes,
): Promise<Bytes> {
  try {
    const plaintext = await openBytes(run.key, segmentContext(run, number, kind), ciphertext);
    if (kind < MESSAGES || kind > END) throw new Fault('newer-version', { segment: number, kind });
    const content = unpad(plaintext);
    return kind === MEDIA ? content : await inflate(content, CONTENT_LIMIT);
  } catch (thrown) {
    throw damaged(number, thrown);
  }
}

/** A row of the store, such as a cursor, sealed under the run key: context "keepsake/v1 state" || name. Not padded. */
export const sealState = (run: RunKey, name: string, value: Bytes): Promise<Bytes> =>
  sealBytes(run.key, stateContext(name), value);

/** @throws {Fault} `not-authentic` — another run's, another name's, or changed. */
export const openState = (run: RunKey, name: string, sealed: Bytes): Promise<Bytes> =>
  openBytes(run.key, stateContext(name), sealed);

const stateContext = (name: string): Bytes => utf8(`keepsake/v1 state${name}`);
