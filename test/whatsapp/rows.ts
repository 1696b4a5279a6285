/** @file The rows of a page's answer as tests look at them, and change them. */
import { utf8 } from '../../lib/base/bytes.ts';
import type { JsonObject } from '../../lib/model/json.ts';
import { type Rows, toRows } from '../../lib/model/rows.ts';

/** The one put in first at the beginning; a line that is no row as an empty one. */
export const rowsIn = (found: ArrayBuffer | Rows): JsonObject[] =>
  [...(found instanceof ArrayBuffer ? toRows(new Uint8Array(found)) : found).newestFirst()]
    .reverse()
    .map((row) => row ?? {});

export const linesOf = (rows: readonly unknown[]): ArrayBuffer =>
  utf8(rows.map((row) => JSON.stringify(row)).join('\n')).buffer;
