/**
 * @file The rows of one answer as they come over the page's border, and go on into the archive: a line of UTF-8 each,
 * two objects of JSON with a tab between them. The first has the members that are the record's own ({@link HEAD}), the
 * second is its `row`. They are taken one by one, so that no more than one is in memory as objects.
 */
import { type Bytes, fromUtf8 } from '../base/bytes.ts';
import { putUtf8, utf8Length } from '../base/utf8.ts';
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
/** Bytes of whole lines that become text at once: a call for each line would cost more than reading it. */
const BLOCK = 64 * 1024;

/** @param lines without an end to the last; none at all are no row. */
export function toRows(lines: Bytes): Rows {
  return {
    length: countRows(lines),
    size: lines.length,
    *newestFirst() {
      let block = BLOCK;
      for (let end = lines.length; end >= 0 && lines.length > 0; ) {
        const first = blockStart(lines, end, block);
        const text = decoded(lines.subarray(first, end));
        if (!text && end > first && block > 0) {
          block = 0; // a line that is no text costs itself: each is looked at alone
          continue;
        }
        for (let last = text.length; end >= first; ) {
          const start = lineStart(lines, end);
          const from = last > 0 ? text.lastIndexOf('\n', last - 1) + 1 : 0;
          yield toRow(text.slice(from, last), lines, start, end);
          last = from - 1;
          end = start - 1;
        }
      }
    },
  };
}

/** A line on its way. */
export interface RowLine {
  /** As {@link rowText} writes it. */
  readonly text: string;
  /** Its bytes. */
  readonly size: number;
}

export const rowLine = (text: string): RowLine => ({ text, size: utf8Length(text) });

/** The way there: room for all of them, in which each is put in its turn. Whoever writes may rest between two. */
export function roomFor(lines: readonly RowLine[]) {
  const ends = Math.max(0, lines.length - 1);
  const whole = new Uint8Array(lines.reduce((sum, { size }) => sum + size, ends));
  let at = 0;
  let count = 0;
  return {
    buffer: whole.buffer,
    put({ text }: RowLine): void {
      if (count++ > 0) whole[at++] = LINE_END;
      at = putUtf8(text, whole, at);
    },
  };
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

const lineStart = (lines: Bytes, end: number): number =>
  end === 0 ? 0 : lines.lastIndexOf(LINE_END, end - 1) + 1;

/** Of a block that ends there: the first line that begins in it, else the line that fills it. */
function blockStart(lines: Bytes, end: number, block: number): number {
  if (end <= block) return 0;
  const before = lines.indexOf(LINE_END, end - block);
  return before >= 0 && before < end ? before + 1 : lineStart(lines, end);
}

/** Nothing where it is not UTF-8. */
function decoded(bytes: Bytes): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return '';
  }
}

/** @param text of the line from `start` to `end`. */
function toRow(text: string, lines: Bytes, start: number, end: number): FoundRow | null {
  const tab = text.indexOf('\t');
  if (tab < 0) return null;
  try {
    const json = text.slice(tab + 1);
    const head: unknown = JSON.parse(text.slice(0, tab));
    const row: unknown = JSON.parse(json);
    if (!isJsonObject(head) || !isJsonObject(row)) return null;
    // It becomes a part of a record as it is: no spaces, no member twice, no number that another reader takes otherwise.
    if (JSON.stringify(row) !== json) return null;
    return { head, row, json: lines.subarray(lines.indexOf(TAB, start) + 1, end) };
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
