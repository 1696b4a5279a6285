/** @file Verified in the same click: what the run stored is read back, opened, counted and compared. */
import { blobSource } from '../archive/container.ts';
import { HEAD } from '../archive/run.ts';
import { verifyRun } from '../archive/verify.ts';
import { toBase64url } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { logBlobs } from '../store/log.ts';
import type { Database } from '../store/schema.ts';
import type { Journal } from './journal.ts';

/**
 * @param onPart parts read back so far.
 * @throws {Fault} `verify-failed` — what lies in the store is not what the run believes it sealed.
 */
export async function readBack(
  db: Database,
  id: string,
  journal: Journal,
  signal: AbortSignal,
  onPart: (done: number) => void,
): Promise<{ messages: number; media: number }> {
  const source = blobSource(new Blob(await logBlobs(db, id)));
  // Only the password opens the head: what can be checked now is that it is the one that was written.
  const head = (await journal.rows('head')).get('head');
  if (head !== toBase64url(await source.read(0, HEAD))) throw new Fault('verify-failed', { what: 'head' });
  const found = await verifyRun(source, journal.run, {
    signal,
    onSegment: ({ number }) => onPart(number + 1),
  });
  const { messages, media, chats } = journal.cursor.totals;
  compare('messages', messages.kept, found.messages);
  compare('media', media.kept, found.media);
  compare('segments', journal.cursor.next, found.segments);
  compare('chats', chats, found.report?.chats ?? -1);
  return { messages: found.messages, media: found.media };
}

function compare(what: string, sealed: number, found: number): void {
  if (sealed !== found) throw new Fault('verify-failed', { what, sealed, found });
}
