/** @file Bytes that can be read anywhere: a chosen file, a blob, a part of one. */
import type { Bytes } from '../base/bytes.ts';

export interface Source {
  /** Bytes. */
  readonly size: number;
  /** Where its first byte stands in the file as the user has it. Left out: it is that file's first. */
  readonly start?: number;
  /** That file's name. Left out where only one file is open. */
  readonly file?: string;
  /** The bytes from `offset` on, `length` of them, in memory of their own; fewer only where the source ends before. */
  read(offset: number, length: number): Promise<Bytes>;
}

export const blobSource = (blob: Blob): Source => ({
  size: blob.size,
  read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
});

/** The place of a byte of the source, as a fault tells it: in the file that the user has. */
export const placeIn = (
  { start = 0, file }: Source,
  offset: number,
): { readonly byte: number; readonly file?: string } => ({
  byte: start + offset,
  ...(file === undefined ? {} : { file }),
});

/** A view: what `offset` begins, `size` bytes or as many as there are. */
export function partOf(source: Source, offset: number, size: number): Source {
  const whole = Math.max(0, Math.min(size, source.size - offset));
  return {
    ...source,
    size: whole,
    start: (source.start ?? 0) + offset,
    read: (at, length) => source.read(offset + at, Math.max(0, Math.min(length, whole - at))),
  };
}

/** Answers small reads out of one window of `window` bytes: a walk over many small segments asks the file seldom. */
export function buffered(source: Source, window: number): Source {
  let start = 0;
  let held: Bytes = new Uint8Array(0);
  return {
    ...source,
    async read(offset, length) {
      if (length > window) return source.read(offset, length);
      if (offset < start || offset + length > start + held.length) {
        held = await source.read(offset, window);
        start = offset;
      }
      return held.slice(offset - start, offset - start + length);
    },
  };
}
