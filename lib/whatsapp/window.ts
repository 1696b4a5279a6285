/** @file Where a window of time ends in a chat: rows come in the order they were put in, which is nearly that of time. */
import { MARGIN } from '../model/record.ts';
import { get } from './modules.ts';

/** Rows read at first. */
export const FIRST = 40;
/** What is read beyond the estimate: one page too many costs less than one more question. */
const MORE = 1.1;
/** A page tells so many times its own length of what lies before it. */
const FARTHEST = 4;

/** The rows put in first are older than `since`, and so many that no younger one is expected before them. */
export const isOlder = (rows: readonly object[], since: number | undefined): boolean =>
  since !== undefined &&
  rows.length >= MARGIN &&
  rows.slice(0, MARGIN).every((row) => {
    const t = timeOf(row);
    return t !== null && t < since;
  });

/** How many rows before these reach beyond `since`, if people wrote then as often as in these. */
export function rowsLeft(rows: readonly object[], since: number): number {
  const times = rows.flatMap((row) => timeOf(row) ?? []);
  const [oldest, newest] = [Math.min(...times), Math.max(...times)];
  const left = Math.ceil(((oldest - since) / (newest - oldest)) * times.length * MORE);
  const most = FARTHEST * Math.max(rows.length, MARGIN);
  return MARGIN + (left > 0 ? Math.min(left, most) : newest > oldest ? 0 : most);
}

function timeOf(row: object): number | null {
  const t = get(row, 't');
  return typeof t === 'number' ? t : null;
}
