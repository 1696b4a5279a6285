/** @file Profile pictures that the page has at hand: who has which, and each file once, like any medium. */
import { fromBase64, toHex } from '../base/bytes.ts';
import type { Picture } from '../model/chat.ts';
import { parseFoundPictures } from '../model/parse.ts';
import type { Asking } from './asking.ts';
import { quietly } from './crosscheck.ts';
import type { Journal } from './journal.ts';
import type { Marks } from './marks.ts';
import type { QueueItem } from './queue.ts';

/** Of 100 each. */
const MOST_SLICES = 5_000;

export interface Pictures {
  /** For the first index. */
  readonly pictures: readonly Picture[];
  readonly items: readonly QueueItem[];
}

export async function picturesAtHand(asking: Asking): Promise<Pictures> {
  const pictures: Picture[] = [];
  const items: QueueItem[] = [];
  let from: number | null = 0;
  for (let slices = 0; from !== null && slices < MOST_SLICES; slices++) {
    const at: number = from;
    const page = await quietly(async () => parseFoundPictures(await asking.ask('pictures', { from: at })));
    if (!page) break;
    for (const { id, filehash, size, tag, at: when } of page.items) {
      const hash = fromBase64(filehash);
      if (hash?.length !== 32) continue;
      const sha256 = toHex(hash);
      pictures.push({ id, sha256, tag, at: when });
      items.push(itemOf(id, sha256, filehash, size));
    }
    from = page.next !== null && page.next > from ? page.next : null;
  }
  return { pictures, items };
}

/** Puts those that no run has into the run's queue. */
export async function queuePictures(journal: Journal, marks: Marks): Promise<void> {
  const items = (await journal.rows('pictures')).get('pictures') as readonly QueueItem[] | undefined;
  const owed = (items ?? []).filter(
    ({ fact }) => journal.cursor.plan.again || !marks.media.has(marks.tag('medium', fact.sha256)),
  );
  if (owed.length > 0) journal.put('queue/pictures', owed);
}

/** Nothing to fetch it by: it is taken from where it lies, or not at all. */
const itemOf = (id: string, sha256: string, filehash: string, size: number): QueueItem => ({
  message: id,
  fact: {
    sha256,
    type: 'image',
    shape: 'image',
    mime: 'image/jpeg',
    size,
    filename: null,
    width: null,
    height: null,
    duration: null,
  },
  filehash,
  encFilehash: null,
  mediaKey: null,
  mediaKeyTimestamp: null,
  directPath: null,
  isGif: false,
  isNewsletter: false,
  isProfilePicture: true,
});
