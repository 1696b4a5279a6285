/**
 * @file One run's log, key and cursor: segments are sealed, and become true together with the cursor.
 *
 * [Note: checkpoints] Small chats would make many small transactions, so what is sealed waits up to 300 ms or 1 MiB
 * for its commit. A worker that dies in between loses that much work and nothing else: the cursor has not moved.
 */

import { type Contents, encodeContents, type SegmentEntry } from '../archive/contents.ts';
import { type PreviousRun, trailer } from '../archive/run.ts';
import { END, INDEX, MESSAGES, openState, type RunKey, sealSegment, sealState } from '../archive/segment.ts';
import { type Bytes, fromUtf8, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { type LogWriter, writeLog } from '../store/log.ts';
import { logRow, logRowNames, logRows } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import type { Cursor } from './cursor.ts';
import type { RunNote } from './note.ts';

const COMMIT_MS = 300;
const COMMIT_BYTES = 1024 * 1024;

export interface Journal {
  readonly run: RunKey;
  readonly cursor: Cursor;
  readonly note: RunNote;
  /** Where the next segment begins. */
  readonly offset: number;
  /** Changes the cursor in memory; a checkpoint makes it true. */
  move(change: Partial<Cursor>): void;
  mark(change: Partial<RunNote>): void;
  /** A row beside the cursor, sealed with the next checkpoint; null removes it. */
  put(name: string, value: unknown): void;
  rows(prefix: string): Promise<Map<string, unknown>>;
  /** The same one by one, in the order of their names: for those that would fill the memory together. */
  each(prefix: string): AsyncIterable<unknown>;
  /** A value of the store, in the clear, with the next checkpoint. */
  set(name: string, value: unknown): void;
  messages(lines: Bytes, entry: Omit<SegmentEntry, 'number' | 'kind' | 'offset' | 'length'>): Promise<number>;
  index(contents: Contents, lists: 'messages' | 'media' | 'none'): Promise<void>;
  end(contents: Contents): Promise<void>;
  /** Notes a segment that was written by hand (a medium), and its last commitment. */
  wrote(entry: SegmentEntry, commitment: Bytes): void;
  readonly writer: LogWriter;
  /** Commits when due, now, or now and waiting for the disk. */
  checkpoint(when?: 'due' | 'now' | 'durable'): Promise<void>;
  /** Back to the last commit, with everything that was sealed or moved since. */
  rollback(): Promise<void>;
}

/** Opens a run's journal where its last commit left it. @throws {Fault} `key-lost` — the key does not open the cursor. */
export async function openJournal(db: Database, id: string, run: RunKey, noted: RunNote): Promise<Journal> {
  const writer = await writeLog(db, id);
  const sealed = (await logRows(db, id, 'cursor')).get('cursor');
  if (!sealed) throw new Fault('key-lost');
  let cursor = JSON.parse(fromUtf8(await openState(run, 'cursor', sealed))) as Cursor;
  let note = noted;
  /** As JSON: most are removed again before they are due, and never sealed. */
  let rows = new Map<string, string | null>();
  let values = new Map<string, unknown>();
  let since = Date.now();
  let committed = writer.size;
  let kept = { cursor, note };

  const put = (name: string, value: unknown) =>
    void rows.set(name, value === null ? null : JSON.stringify(value));
  const sealRow = async ([name, json]: [string, string | null]) =>
    [name, json === null ? null : await sealState(run, name, utf8(json))] as const;
  const openRow = async (name: string, bytes: Bytes): Promise<unknown> =>
    JSON.parse(fromUtf8(await openState(run, name, bytes)));
  const append = async (kind: 1 | 3 | 4, content: Bytes) => {
    const at = { number: cursor.next, offset: writer.size };
    const { bytes, commitment } = await sealSegment(run, at.number, kind, content);
    await writer.write(bytes);
    advance(commitment);
    return { ...at, length: bytes.length };
  };
  const isCommitted = () =>
    rows.size + values.size === 0 &&
    writer.size === committed &&
    kept.cursor === cursor &&
    kept.note === note;
  const advance = (commitment: Bytes) => {
    cursor = { ...cursor, next: cursor.next + 1 };
    values.set(previousName(note.vault), newestOf(run, note, cursor.next, commitment));
  };
  const wrote = (entry: SegmentEntry) => {
    put(entryName(cursor.entries), entry);
    cursor = { ...cursor, entries: cursor.entries + 1 };
  };

  return {
    run,
    writer,
    get cursor() {
      return cursor;
    },
    get note() {
      return note;
    },
    get offset() {
      return writer.size;
    },
    move(change) {
      cursor = { ...cursor, ...change };
    },
    mark(change) {
      note = { ...note, ...change };
    },
    put,
    set: (name, value) => void values.set(name, value),
    async rows(prefix) {
      const found = new Map<string, unknown>();
      for (const [name, bytes] of await logRows(db, id, prefix))
        if (!rows.has(name)) found.set(name, await openRow(name, bytes));
      for (const [name, json] of rows)
        if (json !== null && name.startsWith(prefix)) found.set(name, JSON.parse(json));
      return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    async *each(prefix) {
      const pending = [...rows.keys()].filter((name) => name.startsWith(prefix));
      for (const name of [...new Set([...(await logRowNames(db, id, prefix)), ...pending])].sort()) {
        const json = rows.get(name);
        const bytes = rows.has(name) ? null : await logRow(db, id, name);
        if (json) yield JSON.parse(json);
        else if (bytes) yield await openRow(name, bytes);
      }
    },
    async messages(lines, entry) {
      const at = await append(MESSAGES, lines);
      wrote({ ...at, kind: MESSAGES, ...entry });
      return at.number;
    },
    async index(contents, lists) {
      const { number, offset } = await append(INDEX, encodeContents(contents));
      cursor = { ...cursor, indexes: [...cursor.indexes, { number, offset, lists }] };
    },
    async end(contents) {
      const { number, offset } = await append(END, encodeContents(contents));
      await writer.write(trailer(number, offset));
    },
    wrote(entry, commitment) {
      advance(commitment);
      wrote(entry);
    },
    async checkpoint(when = 'due') {
      if (when === 'due' && Date.now() - since < COMMIT_MS && writer.size - committed < COMMIT_BYTES) return;
      if (when !== 'durable' && isCommitted()) return;
      put('cursor', cursor);
      const sealed = new Map(await Promise.all([...rows].map(sealRow)));
      await writer.commit({ note, rows: sealed, values, durable: when === 'durable' });
      rows = new Map();
      values = new Map();
      since = Date.now();
      committed = writer.size;
      kept = { cursor, note };
    },
    async rollback() {
      await writer.rollback();
      rows = new Map();
      values = new Map();
      ({ cursor, note } = kept);
    },
  };
}

export const entryName = (number: number): string => `entry/${String(number).padStart(8, '0')}`;

/** What the store remembers of the newest run: what the next one will say of it. Older stores lack its number and start. */
export interface NewestRun extends PreviousRun {
  readonly number?: number;
  /** Milliseconds since 1970 UTC. */
  readonly start?: number;
}

export const newestOf = (
  run: RunKey,
  { number, start }: Pick<RunNote, 'number' | 'start'>,
  segments: number,
  commitment: Bytes,
): NewestRun => ({ id: run.id, segments, commitment, number, start });

/** The value that holds what the vault's newest run has come to. */
export const previousName = (vault: string): string => `previous/${vault}`;
