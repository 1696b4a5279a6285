/** @file A segment in its place: read there, or where that is damaged from a copy of its run; and faults that name the place. */
import type { Bytes } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { openRange, type RangeReader, type ReadCiphertext } from '../seal/range.ts';
import { damaged, FRAME, MEDIA, segmentContext } from './frame.ts';
import { called, type RunHead } from './run.ts';
import { CONTENT_LIMIT, openCiphertext } from './segment.ts';
import { placeIn, type Source } from './source.ts';

/** A segment's place, as an index or a frame has it. */
export interface Place {
  readonly number: number;
  readonly kind: number;
  readonly offset: number;
  /** Bytes, the frame's 9 included. */
  readonly length: number;
}

/** A run's bytes wherever they are, and what opens them. */
export interface Readable {
  /** The run file's bytes. */
  readonly source: Source;
  readonly head: RunHead;
  /** The same run in other files: what is damaged in one may be whole there. */
  readonly copies: readonly Source[];
}

/**
 * The content of a segment in its place; where it is damaged there, that of a copy.
 * @param mended told of the damage where a copy was whole: `segment-mended`. @throws {Fault} `segment-damaged`, `newer-version`.
 */
export const readSegment = (
  readable: Readable,
  place: Place,
  mended: (fault: Fault) => void,
): Promise<Bytes> => fromCopies(readable, place, openPlace, mended);

/**
 * A medium that no index lists, its size unknown: its beginning and its end are opened, so its place, run and length are
 * proven, and what lies between is when it is read. @param mended as in {@link readSegment}. @throws {Fault} `segment-damaged`.
 */
export const openUnlisted = (
  readable: Readable,
  place: Place,
  mended: (fault: Fault) => void,
): Promise<RangeReader> => fromCopies(readable, place, openEnds, mended);

async function fromCopies<T>(
  { source, head, copies }: Readable,
  place: Place,
  open: (source: Source, head: RunHead, place: Place) => Promise<T>,
  mended: (fault: Fault) => void,
): Promise<T> {
  try {
    return await open(source, head, place);
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    for (const copy of copies) {
      const content = await open(copy, head, place).catch(() => null);
      if (content === null) continue;
      mended(new Fault('segment-mended', thrown.detail, thrown));
      return content;
    }
    throw thrown;
  }
}

async function openEnds(source: Source, head: RunHead, place: Place): Promise<RangeReader> {
  try {
    const { number, offset, length } = place;
    const read: ReadCiphertext = (at, wanted) => source.read(offset + FRAME + at, wanted);
    return await openRange(head.run.key, segmentContext(head.run, number, MEDIA), read, length - FRAME);
  } catch (thrown) {
    throw placed({ source, head }, place, damaged(place.number, thrown));
  }
}

async function openPlace(source: Source, head: RunHead, place: Place): Promise<Bytes> {
  try {
    if (place.kind !== MEDIA && place.length > CONTENT_LIMIT * 1.2)
      throw new Fault('segment-damaged', { what: 'length' });
    const ciphertext = await source.read(place.offset + FRAME, place.length - FRAME);
    return await openCiphertext(head.run, place.number, place.kind, ciphertext);
  } catch (thrown) {
    throw placed({ source, head }, place, thrown);
  }
}

/** A fault of a segment, with the run, its day, and the byte of the file at which the segment begins. */
export function placed(
  { source, head }: Pick<Readable, 'source' | 'head'>,
  { number, offset }: Pick<Place, 'number' | 'offset'>,
  thrown: unknown,
): Fault {
  const { code, detail } = toFault(thrown);
  return new Fault(code, { ...detail, ...called(head), segment: number, ...placeIn(source, offset) }, thrown);
}

/** What the bytes are at fault for. A fault of reading them (a file gone) is not. */
export const isDamage = (thrown: unknown): thrown is Fault =>
  thrown instanceof Fault && (thrown.code === 'segment-damaged' || thrown.code === 'newer-version');
