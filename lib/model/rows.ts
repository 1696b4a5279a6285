/**
 * @file The rows of one answer as they come over the page's border, and go on into the archive: a line of UTF-8 each,
 * two objects of JSON with a tab between them. The first has the members that are the record's own ({@link HEAD}), the
 * second is its `row`. They are taken one by one, so that no more than one is in memory as objects.
 */
import { type Bytes, fromUtf8 } from '../base/bytes.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** Members of a found row that its record has by names of their own. */
export const HEAD: ReadonlySet<string> = new Set(['id', 't', 'type', 'subtype', 'rowId']);

export interface FoundRow {
  readonly head: JsonObject;
  readonly row: JsonObject;
  /** The row as its own JSON: a view. */
  readonly json: Bytes;
}

export interface Rows {
  readonly length: number;
  /** Bytes of all lines. */
  readonly size: number;
  /** From the last line to the first. Null: a line that {@link rowText} does not write. */
  newestFirst(): Iterable<FoundRow | null>;
}

const LINE_END = 10;
const TAB = 9;

/** @param lines without an end to the last; none at all are no row. */
export function toRows(lines: Bytes): Rows {
  return {
    length: countRows(lines),
    size: lines.length,
    *newestFirst() {
      for (let end = lines.length; end >= 0 && lines.length > 0; ) {
        const start = end === 0 ? 0 : lines.lastIndexOf(LINE_END, end - 1) + 1;
        yield toRow(lines.subarray(start, end));
        end = start - 1;
      }
    },
  };
}

/** The way there, of many. */
export function joinRows(lines: readonly Bytes[]): ArrayBuffer {
  const ends = Math.max(0, lines.length - 1);
  const whole = new Uint8Array(lines.reduce((sum, { length }) => sum + length, ends));
  let at = 0;
  for (const [i, line] of lines.entries()) {
    if (i > 0) whole[at++] = LINE_END;
    whole.set(line, at);
    at += line.length;
  }
  return whole.buffer;
}

/** The text of one line. */
export const rowText = (head: JsonObject, row: JsonObject): string =>
  `${JSON.stringify(head)}\t${JSON.stringify(row)}`;

function countRows(lines: Bytes): number {
  if (lines.length === 0) return 0;
  let count = 1;
  for (let at = lines.indexOf(LINE_END); at >= 0; at = lines.indexOf(LINE_END, at + 1)) count++;
  return count;
}

function toRow(line: Bytes): FoundRow | null {
  const tab = line.indexOf(TAB);
  if (tab < 0) return null;
  const json = line.subarray(tab + 1);
  try {
    const text = fromUtf8(json);
    const head: unknown = JSON.parse(fromUtf8(line.subarray(0, tab)));
    const row: unknown = JSON.parse(text);
    if (!isJsonObject(head) || !isJsonObject(row)) return null;
    // It becomes a part of a record as it is: no spaces, no member twice, no number that another reader takes otherwise.
    return JSON.stringify(row) === text ? { head, row, json } : null;
  } catch {
    return null;
  }
}

/** Undefined where it is no JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}
