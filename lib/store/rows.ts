/** @file Reading what stands beside the logs: heads, sealed rows, values. */
import type { Bytes } from '../base/bytes.ts';
import { type Database, type LogHead, storeFault } from './schema.ts';

/** All logs' heads. */
export const logHeads = (db: Database): Promise<LogHead[]> => db.getAll('logs');

export const logHead = (db: Database, id: string): Promise<LogHead | undefined> => db.get('logs', id);

/** The rows of a log whose names begin with `prefix`, by name. */
export async function logRows(db: Database, id: string, prefix = ''): Promise<Map<string, Bytes>> {
  const range = IDBKeyRange.bound([id, prefix], [id, `${prefix}\uffff`]);
  const [keys, values] = await Promise.all([db.getAllKeys('rows', range), db.getAll('rows', range)]);
  return new Map(keys.map(([, name], i) => [name, values[i] as Bytes]));
}

/** Their names alone, sorted. */
export async function logRowNames(db: Database, id: string, prefix: string): Promise<string[]> {
  const keys = await db.getAllKeys('rows', IDBKeyRange.bound([id, prefix], [id, `${prefix}\uffff`]));
  return keys.map(([, name]) => name);
}

export const logRow = (db: Database, id: string, name: string): Promise<Bytes | undefined> =>
  db.get('rows', [id, name]);

export const value = (db: Database, name: string): Promise<unknown> => db.get('values', name);

export async function putValue(db: Database, name: string, content: unknown): Promise<void> {
  await putValues(db, new Map([[name, content]]));
}

/** All values whose names begin with `prefix`, by the rest of their names. */
export async function valuesBelow(db: Database, prefix: string): Promise<Map<string, unknown>> {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const [names, values] = await Promise.all([db.getAllKeys('values', range), db.getAll('values', range)]);
  return new Map(names.map((name, i) => [name.slice(prefix.length), values[i]]));
}

/**
 * Replaces a log's note outside a run of writing ("saved", "stopped"), with values in the same transaction.
 * @param values by name; null removes one.
 */
export async function putNote(
  db: Database,
  id: string,
  change: (note: unknown) => unknown,
  values: ReadonlyMap<string, unknown> = new Map(),
): Promise<void> {
  const tx = db.transaction(['logs', 'values'], 'readwrite', { durability: 'strict' });
  await whole(tx.done, async () => {
    const logs = tx.objectStore('logs');
    const head = await logs.get(id);
    return [
      ...(head ? [logs.put({ ...head, note: change(head.note) })] : []),
      ...[...values].map(([name, content]) => replace(tx.objectStore('values'), name, content)),
    ];
  });
}

/** Puts values, or removes those that are null, in one transaction. */
export async function putValues(db: Database, values: ReadonlyMap<string, unknown>): Promise<void> {
  const tx = db.transaction('values', 'readwrite', { durability: 'strict' });
  await whole(tx.done, async () => [...values].map(([name, content]) => replace(tx.store, name, content)));
}

/**
 * Reads a value and puts what follows from it, in one transaction: nobody else writes in between.
 * @param change values to put, or to remove where null; null in their place leaves everything as it is.
 * @returns whether anything was put.
 */
export async function changeValues(
  db: Database,
  name: string,
  change: (known: unknown) => ReadonlyMap<string, unknown> | null,
): Promise<boolean> {
  const tx = db.transaction('values', 'readwrite', { durability: 'strict' });
  let values: ReadonlyMap<string, unknown> | null = null;
  await whole(tx.done, async () => {
    values = change(await tx.store.get(name));
    return [...(values ?? [])].map(([one, content]) => replace(tx.store, one, content));
  });
  return values !== null;
}

/** Removes all rows of a log. */
export async function removeRows(db: Database, id: string): Promise<void> {
  const tx = db.transaction('rows', 'readwrite');
  await whole(tx.done, async () => [tx.store.delete(IDBKeyRange.bound([id], [id, []]))]);
}

/** Empties the database. @throws {Fault} `store-failed`. */
export async function clearAll(db: Database): Promise<void> {
  const names = ['logs', 'parts', 'rows', 'values'] as const;
  try {
    const tx = db.transaction(names, 'readwrite', { durability: 'strict' });
    await Promise.all([...names.map((name) => tx.objectStore(name).clear()), tx.done]);
  } catch (cause) {
    throw storeFault(cause);
  }
}

interface Values {
  put(content: unknown, name: string): Promise<unknown>;
  delete(name: string): Promise<void>;
}

const replace = (store: Values, name: string, content: unknown): Promise<unknown> =>
  content === null ? store.delete(name) : store.put(content, name);

/** A transaction and its requests, all of them or none. @throws {Fault} `disk-full`, `store-failed`. */
async function whole(done: Promise<void>, requests: () => Promise<Promise<unknown>[]>): Promise<void> {
  done.catch(() => {}); // told by the request that failed
  try {
    await Promise.all([...(await requests()), done]);
  } catch (cause) {
    throw storeFault(cause);
  }
}
