/** @file Has the page open media and reads them: those that come next while the last is sealed and stored, as far as the page has room for them. */
import { ahead } from '../base/ahead.ts';
import type { Bytes } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { quiet } from '../base/quiet.ts';
import type { MissingReason } from '../model/media.ts';
import { parseBytes, parseOpened } from '../model/parse.ts';
import type { Asking } from './asking.ts';
import type { QueueItem } from './queue.ts';

const BASE_DEADLINE = 60_000;
/** Slowest line that is waited for: bytes a millisecond. */
const SLOWEST = 100;

/**
 * A multiple of the cipher's chunk, so that nothing is copied to wait for the next slice; and less than 960 KiB, above
 * which Chromium's allocator takes fresh memory from the system for each copy that is made of it on its way.
 */
export const SLICE = 56 * 16_384;
/** Slices of one medium that are on their way together. */
const SLICES = 3;

/** A file that the page keeps until it is closed. */
export interface Sliced {
  readonly size: number;
  /** All bytes in order, once; the first slices are on their way. */
  readonly slices: AsyncIterable<Bytes>;
  /** The page lets the file go. */
  close(): void;
}

export type Opened =
  | { readonly missing: MissingReason }
  /** The whole file, which the page keeps no more. */
  | { readonly bytes: Bytes }
  | Sliced;

export interface Opening {
  /** Bytes that the page will keep of it, as its message says: none of a small one. */
  held(item: QueueItem): number;
  /**
   * Asks for some that come next: small ones, which the page does not keep, and at most one other, where the page has
   * room for it. Failures show when they are awaited.
   * @param holds bytes of what is still being read; 0 where nothing more will be.
   */
  ahead(items: Iterable<QueueItem>, holds: number): void;
  /** @throws {Fault} what {@link Asking} does; `bad-answer`. */
  open(item: QueueItem): Promise<Opened>;
}

/** Small files that are on their way together. */
const TOGETHER = 3;
/** Bytes of one that is being read and one that is on its way, together: of larger ones the page holds one at a time. */
const ROOM = 32 * 1024 * 1024;

/** Bytes that come before the file is there: another of its size may share the line. */
const onItsWay = (size: number): number => (size > ROOM ? size : 2 * size);

/**
 * @param limit bytes; a larger file is not taken.
 * @param atOnce bytes; a file up to this comes with the answer.
 */
export function createOpening(asking: Asking, limit: number, atOnce: number): Opening {
  const next = new Map<QueueItem, Promise<Opened>>();

  const open = async (item: QueueItem, beside = false): Promise<Opened> => {
    const { fact, message, isProfilePicture, ...named } = item;
    const { type, size, mime: mimetype } = fact;
    const answer = await asking.ask(
      'openMedium',
      { ...named, type, size, mimetype, limit, atOnce, beside },
      BASE_DEADLINE + onItsWay(size ?? 0) / SLOWEST,
    );
    const opened = parseOpened(answer);
    if ('missing' in opened) return opened;
    if ('bytes' in opened) return { bytes: new Uint8Array(opened.bytes) };
    const { handle, size: found } = opened;
    const close = () => void quiet(asking.ask('closeMedium', { handle }));
    if (found <= limit) return { size: found, slices: slicesOf(handle, found), close };
    close();
    return { missing: 'too-large' };
  };
  const slicesOf = (handle: number, size: number) =>
    ahead(
      Math.ceil(size / SLICE),
      async (i) => {
        const offset = i * SLICE;
        const length = Math.min(SLICE, size - offset);
        const { bytes } = parseBytes(await asking.ask('readMedium', { handle, offset, length }));
        if (bytes.byteLength !== length) throw new Fault('page-failed', { what: 'short slice' });
        return new Uint8Array(bytes);
      },
      SLICES,
    );
  const held = ({ fact: { size } }: QueueItem): number =>
    size === null ? Number.POSITIVE_INFINITY : size > atOnce ? size : 0;
  return {
    held,
    ahead(items, holds) {
      for (const item of items) {
        if (next.size >= TOGETHER) return;
        const size = held(item);
        if (size > 0 && holds > 0 && holds + size > ROOM) return;
        if (!next.has(item)) next.set(item, quiet(open(item, holds > 0)));
        if (size > 0) return;
      }
    },
    open(item) {
      // Of one that is asked for again the page would let go what it holds for the next.
      const beside = [...next.keys()].reduce((sum, one) => sum + held(one), 0);
      const opened = next.get(item) ?? open(item, beside > 0 && beside + held(item) <= ROOM);
      next.delete(item);
      return opened;
    },
  };
}
