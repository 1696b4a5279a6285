/** @file Whether a run's chats are all there without the indexes of its media: only then may these wait. */
import type { Jid } from '../model/record.ts';
import type { Contents, SegmentEntry } from './contents.ts';
import { MESSAGES } from './frame.ts';

interface Index {
  readonly number: number;
  readonly contents: Contents;
}

/**
 * An end that names an index of messages as one of media, or a segment of messages that no index lists, leaves figures
 * that do not fit: then all is opened at once.
 * @param indexes those that opened, the end too, in the order of their numbers. @param entries what they list.
 */
export function chatsAreWhole(
  end: Index,
  indexes: readonly Index[],
  entries: readonly SegmentEntry[],
): boolean {
  return leavesNoGap(end, indexes, entries) && figuresFit(end, indexes, entries);
}

/** What stands unlisted so far has an index of media behind it that may list it. */
function leavesNoGap(end: Index, indexes: readonly Index[], entries: readonly SegmentEntry[]): boolean {
  const opened = new Set(indexes.map(({ number }) => number));
  let waiting = -1;
  for (const { number } of end.contents.indexes ?? [])
    if (!opened.has(number)) waiting = Math.max(waiting, number);
  if (waiting >= end.number) return false;
  const known = new Set([...indexes, ...entries].map(({ number }) => number));
  // The end itself is among them.
  const behind = [...known].filter((number) => number > waiting && number <= end.number).length;
  return behind === end.number - waiting;
}

function figuresFit(
  { contents: { report } }: Index,
  indexes: readonly Index[],
  entries: readonly SegmentEntry[],
): boolean {
  const claimed = new Map<Jid, number>();
  for (const { contents } of indexes)
    for (const { id, count } of contents.chats ?? []) claimed.set(id, count);
  const found = new Map<Jid, number>();
  let sum = 0;
  for (const { kind, chat = '', count = 0 } of entries) {
    if (kind !== MESSAGES) continue;
    found.set(chat, (found.get(chat) ?? 0) + count);
    sum += count;
  }
  return (
    (report === undefined || report.messages.kept === sum) &&
    [...claimed].every(([id, count]) => count === (found.get(id) ?? 0)) &&
    [...found].every(([id, count]) => count === (claimed.get(id) ?? 0))
  );
}
