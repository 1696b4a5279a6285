/** @file The one database: append-only logs, their parts, sealed rows beside them, and a few values. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Fault } from '../base/fault.ts';

const NAME = 'keepsake';
const VERSION = 1;

/** A log's head. What lies in parts from `next` on was never committed. */
export interface LogHead {
  readonly id: string;
  /** Committed bytes, their CRC-32, and the key of the next part. */
  readonly size: number;
  readonly crc: number;
  readonly next: number;
  /** Whatever the owner of the log keeps with it; not content. */
  readonly note: unknown;
}

export interface Part {
  readonly bytes: Blob | Uint8Array<ArrayBuffer>;
  readonly size: number;
}

export interface Schema extends DBSchema {
  logs: { key: string; value: LogHead };
  parts: { key: [log: string, number: number]; value: Part };
  rows: { key: [log: string, name: string]; value: Uint8Array<ArrayBuffer> };
  values: { key: string; value: unknown };
}

export type Database = IDBPDatabase<Schema>;

/** @throws {Fault} `store-blocked` — another version of the program holds it; `store-failed` — the browser refused. */
export async function openDatabase(name = NAME): Promise<Database> {
  try {
    const db = await openDB<Schema>(name, VERSION, {
      upgrade(database, from) {
        if (from < 1) {
          database.createObjectStore('logs', { keyPath: 'id' });
          database.createObjectStore('parts');
          database.createObjectStore('rows');
          database.createObjectStore('values');
        }
      },
      // A newer program wants to upgrade: let it.
      blocking: () => db.close(),
    });
    return db;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'VersionError')
      throw new Fault('store-blocked', {}, cause);
    throw storeFault(cause);
  }
}

/** @throws {Fault} `disk-full`, `store-failed` — whatever IndexedDB threw. */
export async function guard<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw storeFault(cause);
  }
}

/** What IndexedDB throws, by its name. */
export function storeFault(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const name = cause instanceof DOMException ? cause.name : 'unknown';
  return new Fault(name === 'QuotaExceededError' ? 'disk-full' : 'store-failed', { name }, cause);
}
