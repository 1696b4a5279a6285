/** @file Other first bytes for logs that stand: all of them, with notes and values, in one transaction, or none. */
import { type Bytes, concat } from '../base/bytes.ts';
import { crc32WithStart } from '../base/crc32.ts';
import { Fault } from '../base/fault.ts';
import { logBlobs, sealedBlob } from './log.ts';
import { type Database, guard, type LogHead, type Part } from './schema.ts';

/** A log's first bytes, as many as were there before, and its note. */
export interface NewStart {
  readonly id: string;
  readonly bytes: Bytes;
  readonly note: unknown;
}

/** A log's first `length` bytes, fewer where it has no more. @throws {Fault} `store-failed` — no such log. */
export async function logStart(db: Database, id: string, length: number): Promise<Bytes> {
  const start = new Blob(await logBlobs(db, id)).slice(0, length);
  return new Uint8Array(await start.arrayBuffer());
}

/**
 * Nothing behind the new bytes is read: the CRC-32 follows from the old one. Nobody may be writing to these logs: the
 * caller's duty.
 * @param values null removes one.
 * @throws {Fault} `store-failed` — no such log, one shorter than its new start, or one that changed meanwhile; `disk-full`.
 */
export async function rewriteStarts(
  db: Database,
  starts: readonly NewStart[],
  values: ReadonlyMap<string, unknown>,
): Promise<void> {
  // No transaction outlives the reading of a Blob: what is to be put is made ready before it.
  const plans = [];
  for (const start of starts) plans.push(await planOf(db, start));
  const tx = db.transaction(['logs', 'parts', 'values'], 'readwrite', { durability: 'strict' });
  const [logs, parts, kept] = [tx.objectStore('logs'), tx.objectStore('parts'), tx.objectStore('values')];
  const puts: Promise<unknown>[] = [];
  for (const { before, head, parts: changed } of plans) {
    const now = await guard(logs.get(head.id));
    if (now?.size !== before.size || now.crc !== before.crc || now.next !== before.next) {
      await Promise.allSettled([tx.abort(), ...puts, tx.done]);
      throw new Fault('store-failed', { name: 'a log changed' });
    }
    puts.push(logs.put(head));
    for (const { key, part } of changed) puts.push(parts.put(part, key));
  }
  for (const [name, value] of values) puts.push(value === null ? kept.delete(name) : kept.put(value, name));
  await guard(Promise.all([...puts, tx.done]));
}

interface Plan {
  readonly before: LogHead;
  readonly head: LogHead;
  readonly parts: readonly { readonly key: [string, number]; readonly part: Part }[];
}

async function planOf(db: Database, { id, bytes, note }: NewStart): Promise<Plan> {
  const before = await guard(db.get('logs', id));
  const old = await logStart(db, id, bytes.length);
  if (!before || old.length !== bytes.length) throw new Fault('store-failed', { name: 'too short a log' });
  const parts: { key: [string, number]; part: Part }[] = [];
  const keys = await guard(
    db.getAllKeys('parts', IDBKeyRange.bound([id, 0], [id, before.next], false, true)),
  );
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const key = keys[i];
    const part = key && (await guard(db.get('parts', key)));
    if (!part) throw new Fault('store-failed', { name: 'parts are missing' });
    parts.push({ key, part: { ...part, bytes: withStart(part.bytes, bytes.slice(at, at + part.size)) } });
    at += part.size;
  }
  const crc = crc32WithStart(before.crc, old, bytes, before.size - bytes.length);
  return { before, head: { ...before, crc, note }, parts };
}

const withStart = (bytes: Part['bytes'], start: Bytes): Part['bytes'] =>
  bytes instanceof Blob
    ? sealedBlob(start, bytes.slice(start.length))
    : concat(start, bytes.subarray(start.length));
