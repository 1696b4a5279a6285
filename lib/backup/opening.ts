/** @file Has the page open media: the next one while the last is sealed and stored. The page holds one at a time all the same. */
import type { Asking } from './asking.ts';
import { quiet } from './looking.ts';
import type { QueueItem } from './queue.ts';

const BASE_DEADLINE = 60_000;
/** Slowest line that is waited for: bytes a millisecond. */
const SLOWEST = 100;

export interface Opening {
  /** Asks for one that comes next, when nothing more will be read of the one before. A failure shows when it is awaited. */
  ahead(item: QueueItem): void;
  open(item: QueueItem): Promise<unknown>;
  /** Lets go what the page holds. Whatever is opened after it has taken its place. */
  close(handle: number): void;
}

/** @param limit bytes; a larger file is not taken. */
export function createOpening(asking: Asking, limit: number): Opening {
  let next: { item: QueueItem; opened: Promise<unknown> } | null = null;

  const open = (item: QueueItem) =>
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
      },
      BASE_DEADLINE + (item.fact.size ?? 0) / SLOWEST,
    );
  return {
    ahead(item) {
      next ??= { item, opened: quiet(open(item)) };
    },
    open(item) {
      const asked = next?.item === item ? next.opened : null;
      next = null;
      return asked ?? open(item);
    },
    close(handle) {
      if (!next) void asking.ask('closeMedium', { handle }).catch(() => {});
    },
  };
}
