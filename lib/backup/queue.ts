/** @file The media that messages name: one item a message while reading, one a distinct file when fetching. */

import type { Json } from '../model/json.ts';
import { type MediaFact, mediaOf } from '../model/media.ts';
import type { MessageRecord } from '../model/record.ts';

/** What is needed to fetch a medium later, members of the message's own row. */
export interface QueueItem {
  readonly message: string;
  readonly fact: MediaFact;
  readonly filehash: string;
  readonly encFilehash: string | null;
  readonly mediaKey: string | null;
  readonly mediaKeyTimestamp: number | null;
  readonly directPath: string | null;
  readonly isGif: boolean;
  readonly isNewsletter: boolean;
  /** Of a person or a group: no kind of media that a user would leave out. */
  readonly isProfilePicture?: true;
}

/** Null: the message carries no medium that can be known by its hash. */
export function queueItem(record: MessageRecord): QueueItem | null {
  const fact = mediaOf(record);
  if (!fact) return null;
  const { row } = record;
  return {
    message: record.id,
    fact,
    filehash: text(row.filehash) ?? '',
    encFilehash: text(row.encFilehash),
    mediaKey: text(row.mediaKey),
    mediaKeyTimestamp: typeof row.mediaKeyTimestamp === 'number' ? row.mediaKeyTimestamp : null,
    directPath: text(row.directPath),
    isGif: row.isGif === true,
    isNewsletter: record.chat.endsWith('@newsletter'),
  };
}

/** Each file once, in the order first named; of several mentions the one that can be fetched. */
export async function distinct(queues: AsyncIterable<readonly QueueItem[]>): Promise<QueueItem[]> {
  const items = new Map<string, QueueItem>();
  for await (const queue of queues)
    for (const item of queue) {
      const known = items.get(item.fact.sha256);
      if (!known || (known.directPath === null && item.directPath !== null))
        items.set(item.fact.sha256, item);
    }
  return [...items.values()];
}

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
