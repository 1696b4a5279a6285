/** @file Has the page open media: those that come next while the last is sealed and stored, as far as the page has room for them. */
import { quiet } from '../base/quiet.ts';
import type { Asking } from './asking.ts';
import type { QueueItem } from './queue.ts';

const BASE_DEADLINE = 60_000;
/** Slowest line that is waited for: bytes a millisecond. */
const SLOWEST = 100;

export interface Opening {
  /** As its message says: the page will keep nothing of it. */
  isSmall(item: QueueItem): boolean;
  /**
   * Asks for some that come next: small ones, which the page does not keep, and at most one other, where the page has
   * room for it. Failures show when they are awaited.
   * @param holds bytes of what is still being read; 0 where nothing more will be.
   */
  ahead(items: Iterable<QueueItem>, holds: number): void;
  open(item: QueueItem): Promise<unknown>;
  /** Lets go what the page holds. */
  close(handle: number): void;
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
  const next = new Map<QueueItem, Promise<unknown>>();

  const open = (item: QueueItem, beside = false) =>
    asking.ask(
      'openMedium',
      {
        type: item.fact.type,
        isGif: item.isGif,
        isNewsletter: item.isNewsletter,
        size: item.fact.size,
        mimetype: item.fact.mime,
        filehash: item.filehash,
        encFilehash: item.encFilehash,
        mediaKey: item.mediaKey,
        mediaKeyTimestamp: item.mediaKeyTimestamp,
        directPath: item.directPath,
        limit,
        atOnce,
        beside,
      },
      BASE_DEADLINE + onItsWay(item.fact.size ?? 0) / SLOWEST,
    );
  const sizeOf = ({ fact }: QueueItem): number => fact.size ?? Number.POSITIVE_INFINITY;
  const isSmall = (item: QueueItem): boolean => sizeOf(item) <= atOnce;
  return {
    isSmall,
    ahead(items, holds) {
      for (const item of items) {
        if (next.size >= TOGETHER) return;
        const small = isSmall(item);
        if (!small && holds > 0 && holds + sizeOf(item) > ROOM) return;
        if (!next.has(item)) next.set(item, quiet(open(item, holds > 0)));
        if (!small) return;
      }
    },
    open(item) {
      const opened = next.get(item) ?? open(item);
      next.delete(item);
      return opened;
    },
    close(handle) {
      void asking.ask('closeMedium', { handle }).catch(() => {});
    },
  };
}
