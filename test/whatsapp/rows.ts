/** @file The rows of a page's answer as tests look at them, and change them. */
import type { JsonObject } from '../../lib/model/json.ts';
import { type FoundRow, HEAD, type Rows, roomFor, rowLine, rowText, toRows } from '../../lib/model/rows.ts';

/** The one put in first at the beginning; a line that is none is left out. */
export const foundIn = (given: ArrayBuffer | Rows): FoundRow[] =>
  [...(given instanceof ArrayBuffer ? toRows(new Uint8Array(given)) : given).newestFirst()]
    .reverse()
    .filter((row) => row !== null);

/** As the page had them: each with all its members. */
export const rowsIn = (given: ArrayBuffer | Rows): JsonObject[] =>
  foundIn(given).map(({ head, row }) => ({ ...head, ...row }));

/** Lines of any text, one after the other. */
export function joinTexts(texts: readonly string[]): ArrayBuffer {
  const lines = texts.map(rowLine);
  const { buffer, put } = roomFor(lines);
  for (const line of lines) put(line);
  return buffer;
}

export const linesOf = (rows: readonly JsonObject[]): ArrayBuffer =>
  joinTexts(
    rows.map((row) => {
      const [head, rest] = [true, false].map((isHead) =>
        Object.fromEntries(Object.entries(row).filter(([key]) => HEAD.has(key) === isHead)),
      ) as [JsonObject, JsonObject];
      return rowText(head, rest);
    }),
  );
