/**
 * @file Append-only logs of bytes: bytes, rows and values become true in one transaction, or not at all.
 *
 * [Note: parts] A log lies in parts of 1 to 4 MiB (Blobs, one file each on disk) and a tail of small ones
 * (bytes), together less than the least part: so a log of any size is composed without reading it. What is written
 * joins the tail: once both make 4 MiB, they are put as one part, ahead of the commit; and by the commit, once both make
 * 1 MiB. Parts written ahead carry keys from `next` on; until the commit moves `next` over them, and removes the small
 * ones that they hold too, they do not count, and the next writer removes them.
 */

import type { Bytes } from '../base/bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { Fault } from '../base/fault.ts';
import { type Database, guard, type LogHead } from './schema.ts';

export const PART_SIZE = 4 * 1024 * 1024;
/** From so many bytes on a commit makes a part of the tail; fewer are written once more, with what follows. */
export const LEAST_PART = 1024 * 1024;

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
  /** The pieces are not needed afterwards. @throws {Fault} `disk-full`, `store-failed`: then nothing but a rollback may follow. */
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
  /** The next part: the tail's bytes, then what is pending. Its memory serves again for the one after it. */
  let part: Bytes = new Uint8Array(0);
  let length = 0;
  let tailSize = 0;
  /** Keys of the small parts that the log ends with, and of those that a part written ahead holds too. */
  let tail: readonly number[] = [];
  let joined: readonly number[] = [];
  let { next, size, crc } = head;
  /** A part did not fit on the disk: a little more still may, where the whole tail once more does not. */
  let isFull = false;

  const gather = (bytes: Bytes) => {
    if (length + bytes.length > part.length) {
      const before = part.subarray(0, length);
      part = new Uint8Array(Math.max(PART_SIZE, length + bytes.length));
      part.set(before);
    }
    part.set(bytes, length);
    length += bytes.length;
  };
  /** Puts the tail and what is pending as one part, ahead of its commit. */
  const putPart = async () => {
    const bytes = sealedBlob(part.subarray(0, length));
    await guard(db.put('parts', { bytes, size: length }, [id, next]));
    next++;
    joined = [...joined, ...tail];
    tail = [];
    tailSize = length = 0;
  };
  const readTail = async () => {
    tailSize = length = 0;
    const small = await tailOf(db, head);
    for (const { bytes } of small) gather(bytes);
    tail = small.map(({ key }) => key);
    tailSize = length;
  };
  const write = async (pieces: readonly Bytes[]) => {
    isFull = false;
    for (const bytes of pieces) {
      size += bytes.length;
      crc = crc32(bytes, crc);
      for (let at = 0; at < bytes.length; ) {
        const end = isFull || length >= PART_SIZE ? bytes.length : at + PART_SIZE - length;
        gather(bytes.subarray(at, end));
        at = end;
        if (length < PART_SIZE || isFull) continue;
        await putPart().catch((fault: unknown) => {
          if (length - tailSize >= PART_SIZE) throw fault;
          isFull = true;
        });
      }
    }
  };
  const commit = async (change: Change): Promise<void> => {
    const { note = head.note, rows = [], values = [], durable = false } = change;
    const tx = db.transaction(['logs', 'parts', 'rows', 'values'], 'readwrite', {
      durability: durable ? 'strict' : 'relaxed',
    });
    const puts: Promise<unknown>[] = [];
    const parts = tx.objectStore('parts');
    const pending = length - tailSize;
    const isPart = pending > 0 && length >= LEAST_PART && !isFull;
    const key = pending > 0 ? next++ : null;
    if (key !== null) {
      const bytes = isPart ? sealedBlob(part.subarray(0, length)) : part.slice(tailSize, length);
      puts.push(parts.put({ bytes, size: isPart ? length : pending }, [id, key]));
    }
    for (const held of isPart ? [...joined, ...tail] : joined) puts.push(parts.delete([id, held]));
    const changed: LogHead = { id, size, crc, next, note };
    puts.push(tx.objectStore('logs').put(changed));
    const beside = tx.objectStore('rows');
    for (const [name, bytes] of rows)
      puts.push(bytes ? beside.put(bytes, [id, name]) : beside.delete([id, name]));
    for (const [name, value] of values) puts.push(tx.objectStore('values').put(value, name));
    try {
      await guard(Promise.all([...puts, tx.done]));
    } catch (fault) {
      if (!isPart) throw fault;
      isFull = true;
      return commit(change);
    }
    head = changed;
    joined = [];
    if (isPart) length = 0;
    if (key !== null) tail = isPart ? [] : [...tail, key];
    tailSize = length;
  };
  const rollback = async () => {
    ({ next, size, crc } = head);
    length = tailSize;
    const isTailGone = joined.length > 0;
    joined = [];
    await guard(db.delete('parts', IDBKeyRange.bound([id, head.next], [id, Number.MAX_SAFE_INTEGER])));
    if (isTailGone) await readTail();
  };
  await rollback();
  await readTail();

  return {
    get size() {
      return size;
    },
    write: (...pieces) => guard(write(pieces)),
    commit,
    rollback,
  };
}

/** The small parts at the end of a log, in order. `key`: the second half of the part's. */
async function tailOf(db: Database, { id, next }: LogHead): Promise<{ key: number; bytes: Bytes }[]> {
  const tail: { key: number; bytes: Bytes }[] = [];
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
