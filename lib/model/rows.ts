/**
 * @file The rows of one answer as they come over the page's border: lines of JSON in UTF-8. They are taken one by one,
 * so that no more than one is in memory as objects.
 */
import { fromUtf8 } from '../base/bytes.ts';
import { isJson, type JsonObject } from './json.ts';

export interface Rows {
  readonly length: number;
  /** From the last line to the first. Null: a line that `toJson` would not have written. */
  newestFirst(): Iterable<JsonObject | null>;
}

const LINE_END = 10;

/** @param lines without an end to the last; none at all are no row. */
export function toRows(lines: Uint8Array): Rows {
  return {
    length: countRows(lines),
    *newestFirst() {
      for (let end = lines.length; end > 0; ) {
        const start = lines.lastIndexOf(LINE_END, end - 1) + 1;
        yield parseRow(lines.subarray(start, end));
        end = start - 1;
      }
    },
  };
}

function countRows(lines: Uint8Array): number {
  if (lines.length === 0) return 0;
  let count = 1;
  for (let at = lines.indexOf(LINE_END); at >= 0; at = lines.indexOf(LINE_END, at + 1)) count++;
  return count;
}

function parseRow(line: Uint8Array): JsonObject | null {
  try {
    const row: unknown = JSON.parse(fromUtf8(line));
    return isJson(row) && typeof row === 'object' && row !== null && !Array.isArray(row)
      ? (row as JsonObject)
      : null;
  } catch {
    return null;
  }
}
