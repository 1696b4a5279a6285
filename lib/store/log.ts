/**
 * @file Append-only logs of bytes: bytes, rows and values become true in one transaction, or not at all.
 *
 * [Note: parts] A log lies in parts of 4 MiB (Blobs, one file each on disk) and a tail of small ones, which are joined
 * once they make 4 MiB together. Parts written ahead of a commit carry keys from `next` on; until the commit moves
 * `next` over them they do not count, and the next writer removes them.
 */

import { type Bytes, concat } from '../base/bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { Fault } from '../base/fault.ts';
import { type Database, guard, type LogHead, type Part } from './schema.ts';

export const PART_SIZE = 4 * 1024 * 1024;

/** What a commit changes beside the bytes. */
export interface Change {
  readonly note?: unknown;
  /** Rows by name; null removes one. */
  readonly rows?: ReadonlyMap<string, Bytes | null>;
  readonly values?: ReadonlyMap<string, unknown>;
  /** Wait until the disk has it. Otherwise a power cut may undo the latest commits, each as a whole. */
  readonly durable?: boolean;
}

export interface LogWriter {
  /** Committed and written bytes together. */
  readonly size: number;
  write(...pieces: readonly Bytes[]): Promise<void>;
  /** Makes everything written true, with `change`, in one transaction. */
  commit(change: Change): Promise<void>;
  /** Forgets what was written since the last commit. */
  rollback(): Promise<void>;
}

/**
 * Opens a log for writing, removing what was never committed. One writer at a time: the caller's duty.
 * @throws {Fault} `store-failed` — no such log; `disk-full`.
 */
export async function writeLog(db: Database, id: string): Promise<LogWriter> {
  const found = await guard(db.get('logs', id));
  if (!found) throw new Fault('store-failed', { name: 'no such log' });
  let head: LogHead = found;
  let pending: Bytes[] = [];
  let pendingSize = 0;
  let next = head.next;
  let size = head.size;
  let crc = head.crc;
  let tail = PART_SIZE; // not known yet: looked at with the first commit

  const takePending = (): Part => {
    const part: Part = {
      bytes: pendingSize >= PART_SIZE ? sealedBlob(...pending) : concat(...pending),
      size: pendingSize,
    };
    pending = [];
    pendingSize = 0;
    return part;
  };
  const rollback = async () => {
    pending = [];
    pendingSize = 0;
    ({ next, size, crc } = head);
    await guard(db.delete('parts', IDBKeyRange.bound([id, head.next], [id, Number.MAX_SAFE_INTEGER])));
  };
  await rollback();

  return {
    get size() {
      return size;
    },
    async write(...pieces) {
      for (const bytes of pieces) {
        pending.push(bytes);
        pendingSize += bytes.length;
        size += bytes.length;
        crc = crc32(bytes, crc);
      }
      if (pendingSize >= PART_SIZE) await guard(db.put('parts', takePending(), [id, next++]));
    },
    async commit({ note, rows, values, durable = false }) {
      const tx = db.transaction(['logs', 'parts', 'rows', 'values'], 'readwrite', {
        durability: durable ? 'strict' : 'relaxed',
      });
      const puts: Promise<unknown>[] = [];
      tail = pendingSize >= PART_SIZE ? 0 : tail + pendingSize;
      if (pendingSize > 0) puts.push(tx.objectStore('parts').put(takePending(), [id, next++]));
      const changed: LogHead = { id, size, crc, next, note: note === undefined ? head.note : note };
      puts.push(tx.objectStore('logs').put(changed));
      for (const [name, bytes] of rows ?? [])
        puts.push(
          bytes ? tx.objectStore('rows').put(bytes, [id, name]) : tx.objectStore('rows').delete([id, name]),
        );
      for (const [name, value] of values ?? []) puts.push(tx.objectStore('values').put(value, name));
      await guard(Promise.all([...puts, tx.done]));
      head = changed;
      // What is committed is committed: tidying up may fail (a full disk), and is tried again with the next commit.
      if (tail >= PART_SIZE) tail = await joinTail(db, id).catch(() => tail);
    },
    rollback,
  };
}

/** Begins a log with its first bytes, and changes values, in one transaction. */
export async function createLog(db: Database, id: string, first: Bytes, change: Change): Promise<void> {
  const tx = db.transaction(['logs', 'parts', 'rows', 'values'], 'readwrite', { durability: 'strict' });
  await guard(
    Promise.all([
      tx
        .objectStore('logs')
        .add({ id, size: first.length, crc: crc32(first), next: 1, note: change.note ?? null }),
      tx.objectStore('parts').put({ bytes: first, size: first.length }, [id, 0]),
      ...[...(change.rows ?? [])].map(
        ([name, bytes]) => bytes && tx.objectStore('rows').put(bytes, [id, name]),
      ),
      ...[...(change.values ?? [])].map(([name, value]) => tx.objectStore('values').put(value, name)),
      tx.done,
    ]),
  );
}

/** The committed bytes of a log as Blobs to be put in a row. Parts on disk are not read. */
export async function logBlobs(db: Database, id: string): Promise<Blob[]> {
  const head = await guard(db.get('logs', id));
  if (!head) throw new Fault('store-failed', { name: 'no such log' });
  const parts = await guard(db.getAll('parts', IDBKeyRange.bound([id, 0], [id, head.next], false, true)));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size !== head.size) throw new Fault('store-failed', { name: 'parts are missing' });
  return parts.map(({ bytes }) => (bytes instanceof Blob ? bytes : sealedBlob(bytes)));
}

/** Removes a log with its parts and rows. */
export async function removeLog(db: Database, id: string): Promise<void> {
  const tx = db.transaction(['logs', 'parts', 'rows'], 'readwrite');
  const all = IDBKeyRange.bound([id], [id, []]);
  await guard(
    Promise.all([
      tx.objectStore('logs').delete(id),
      tx.objectStore('parts').delete(all),
      tx.objectStore('rows').delete(all),
      tx.done,
    ]),
  );
}

/** Joins the tail's small parts into one once they make a whole part. @returns the bytes left in small parts. */
async function joinTail(db: Database, id: string): Promise<number> {
  const tx = db.transaction(['logs', 'parts'], 'readwrite');
  const parts = tx.objectStore('parts');
  const small: { key: [string, number]; part: Part }[] = [];
  let size = 0;
  const head = await guard(tx.objectStore('logs').get(id));
  let cursor = await guard(
    parts.openCursor(IDBKeyRange.bound([id, 0], [id, head?.next ?? 0], false, true), 'prev'),
  );
  while (cursor && cursor.value.size < PART_SIZE && !(cursor.value.bytes instanceof Blob)) {
    small.unshift({ key: cursor.key, part: cursor.value });
    size += cursor.value.size;
    if (size >= PART_SIZE) break;
    cursor = await guard(cursor.continue());
  }
  const last = small.at(-1);
  if (size >= PART_SIZE && last) {
    const bytes = sealedBlob(...small.map(({ part }) => part.bytes as Bytes));
    for (const { key } of small) void parts.delete(key);
    void parts.put({ bytes, size }, last.key);
  }
  await guard(tx.done);
  return size >= PART_SIZE ? 0 : size;
}

/** Only sealed bytes come here: a Blob may be spilled to disk by the browser. */
export const sealedBlob = (...pieces: readonly (Bytes | Blob)[]): Blob =>
  new Blob([...pieces], { type: 'application/octet-stream' });
