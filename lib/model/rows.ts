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
      for (let end = lines.length; end >= 0 && lines.length > 0; ) {
        const start = blockStart(lines, end);
        yield* newestOf(lines, start, end);
        end = start - 1;
      }
    },
  };
}

/** The way there, of many. @param lines as {@link rowText} writes them. */
export function joinRows(lines: readonly string[]): ArrayBuffer {
  const ends = Math.max(0, lines.length - 1);
  const whole = new Uint8Array(lines.reduce((sum, line) => sum + utf8Length(line), ends));
  let at = 0;
  for (const [i, line] of lines.entries()) {
    if (i > 0) whole[at++] = LINE_END;
    at = putUtf8(line, whole, at);
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

const lineStart = (lines: Bytes, end: number): number =>
  end === 0 ? 0 : lines.lastIndexOf(LINE_END, end - 1) + 1;

/** Of a block that ends there: the first line that begins in it, else the line that fills it. */
function blockStart(lines: Bytes, end: number): number {
  if (end <= BLOCK) return 0;
  const before = lines.indexOf(LINE_END, end - BLOCK);
  return before >= 0 && before < end ? before + 1 : lineStart(lines, end);
}

/** Where the lines together are no text, each is looked at alone. */
function* newestOf(lines: Bytes, first: number, last: number): Generator<FoundRow | null> {
  const text = decoded(lines.subarray(first, last));
  let textEnd = text?.length ?? 0;
  for (let end = last; end >= first; ) {
    const start = lineStart(lines, end);
    if (text !== null) {
      const textStart = textEnd === 0 ? 0 : text.lastIndexOf('\n', textEnd - 1) + 1;
      yield toRow(text.slice(textStart, textEnd), lines, start, end);
      textEnd = textStart - 1;
    } else if (start > first || end < last) yield* newestOf(lines, start, end);
    else yield null;
    end = start - 1;
  }
}

/** Null: not UTF-8. */
function decoded(bytes: Bytes): string | null {
  try {
    return fromUtf8(bytes);
  } catch {
    return null;
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
