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

export const value = (db: Database, name: string): Promise<unknown> => db.get('values', name);

export async function putValue(db: Database, name: string, content: unknown): Promise<void> {
  await db.put('values', content, name);
}

/** Replaces a log's note outside a run of writing: "saved", "stopped". */
export async function putNote(db: Database, id: string, change: (note: unknown) => unknown): Promise<void> {
  const tx = db.transaction('logs', 'readwrite', { durability: 'strict' });
  const head = await tx.store.get(id);
  if (head) await tx.store.put({ ...head, note: change(head.note) });
  await tx.done;
}

/** Removes all rows of a log. */
export async function removeRows(db: Database, id: string): Promise<void> {
  await db.delete('rows', IDBKeyRange.bound([id], [id, []]));
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
