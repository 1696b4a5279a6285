/**
 * @file Append-only logs of bytes: bytes, rows and values become true in one transaction, or not at all.
 *
 * [Note: parts] A log lies in parts of 4 MiB and a little more (Blobs, one file each on disk) and a tail of small ones
 * (bytes), together less than a part: so a log of any size is composed without reading it. What is written joins the
 * tail: once both make a whole part, they are put as one, ahead of the commit. Parts written ahead carry keys from
 * `next` on; until the commit moves `next` over them, and removes the small ones that they hold too, they do not
 * count, and the next writer removes them.
 */

import { type Bytes, concat } from '../base/bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { Fault } from '../base/fault.ts';
import { type Database, guard, type LogHead } from './schema.ts';

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
  /** The small parts that the log ends with, and the keys of those that a part written ahead holds too. */
  let tail: readonly Small[] = [];
  let joined: readonly Small[] = [];
  let tailSize = 0;
  let pending: Bytes[] = [];
  let pendingSize = 0;
  let { next, size, crc } = head;

  const endsWith = (small: readonly Small[]) => {
    tail = small;
    tailSize = small.reduce((sum, { bytes }) => sum + bytes.length, 0);
  };
  /** Puts the tail and what is pending as one part, ahead of its commit. */
  const putPart = async () => {
    const bytes = sealedBlob(...tail.map((small) => small.bytes), ...pending);
    await guard(db.put('parts', { bytes, size: tailSize + pendingSize }, [id, next]));
    next++;
    joined = [...joined, ...tail];
    endsWith([]);
    pending = [];
    pendingSize = 0;
  };
  const rollback = async () => {
    endsWith([...joined, ...tail]);
    joined = [];
    pending = [];
    pendingSize = 0;
    ({ next, size, crc } = head);
    await guard(db.delete('parts', IDBKeyRange.bound([id, head.next], [id, Number.MAX_SAFE_INTEGER])));
  };
  await rollback();
  endsWith(await tailOf(db, head));

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
      if (tailSize + pendingSize < PART_SIZE) return;
      // On a full disk a little more may still fit, where the whole tail once more does not.
      if (pendingSize < PART_SIZE) await putPart().catch(() => {});
      else await putPart();
    },
    async commit({ note, rows, values, durable = false }) {
      const tx = db.transaction(['logs', 'parts', 'rows', 'values'], 'readwrite', {
        durability: durable ? 'strict' : 'relaxed',
      });
      const puts: Promise<unknown>[] = [];
      const parts = tx.objectStore('parts');
      const small = pendingSize > 0 ? { key: next++, bytes: concat(...pending) } : null;
      pending = [];
      pendingSize = 0;
      for (const { key } of joined) puts.push(parts.delete([id, key]));
      if (small) puts.push(parts.put({ bytes: small.bytes, size: small.bytes.length }, [id, small.key]));
      const changed: LogHead = { id, size, crc, next, note: note === undefined ? head.note : note };
      puts.push(tx.objectStore('logs').put(changed));
      for (const [name, bytes] of rows ?? [])
        puts.push(
          bytes ? tx.objectStore('rows').put(bytes, [id, name]) : tx.objectStore('rows').delete([id, name]),
        );
      for (const [name, value] of values ?? []) puts.push(tx.objectStore('values').put(value, name));
      await guard(Promise.all([...puts, tx.done]));
      head = changed;
      joined = [];
      if (small) endsWith([...tail, small]);
    },
    rollback,
  };
}

interface Small {
  /** The second half of its part's key. */
  readonly key: number;
  readonly bytes: Bytes;
}

/** The small parts at the end of a log, in order. */
async function tailOf(db: Database, { id, next }: LogHead): Promise<Small[]> {
  const tail: Small[] = [];
  const parts = db.transaction('parts').store;
  let cursor = await guard(parts.openCursor(IDBKeyRange.bound([id, 0], [id, next], false, true), 'prev'));
  while (cursor && !(cursor.value.bytes instanceof Blob)) {
    tail.unshift({ key: cursor.key[1], bytes: cursor.value.bytes });
    cursor = await guard(cursor.continue());
  }
  return tail;
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

/** Only sealed bytes come here: a Blob may be spilled to disk by the browser. */
export const sealedBlob = (...pieces: readonly (Bytes | Blob)[]): Blob =>
  new Blob([...pieces], { type: 'application/octet-stream' });
