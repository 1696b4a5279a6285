/** @file Messages that are parts of another: pictures of an album, a second edition of the same picture. */
import { isMediaType, isViewOnce, type MediaShape, mediaOf } from './media.ts';
import type { MessageRecord } from './record.ts';

/** Parts stand close behind what they belong to; further away nobody looks. */
export const REACH = 40;

/** The same content once more, sharper or in another form. */
export const isTwin = (record: MessageRecord): boolean => record.parent?.as.endsWith('_DUAL_UPLOAD') === true;

/** Messages of a chat by place; undefined: not there (yet). */
type At = (index: number) => MessageRecord | undefined;

/** Those shown with the message at this place: its parts, and second editions of these. */
export function partsOf(index: number, at: At): MessageRecord[] {
  const parts: MessageRecord[] = [];
  for (let i = index + 1; i <= index + REACH; i++) {
    const next = at(i);
    if (next?.parent && shownWith(next, i, at) === index) parts.push(next);
  }
  return parts;
}

/** It is shown with the message it belongs to, so not by itself. */
export const isShownElsewhere = (record: MessageRecord, index: number, at: At): boolean =>
  shownWith(record, index, at) !== null;

/** The best edition of a message's own picture: a sharper twin's, where there is one. */
export function bestOf(record: MessageRecord, parts: readonly MessageRecord[]): MessageRecord {
  const pixels = (one: MessageRecord): number => {
    const fact = mediaOf(one);
    return (fact?.width ?? 0) * (fact?.height ?? 0);
  };
  return parts
    .filter((part) => isTwin(part) && isPartOf(part, record))
    .reduce((best, part) => (pixels(part) > pixels(best) ? part : best), record);
}

/** Where a message is shown; null: by itself. What shows it is shown by itself. */
function shownWith(record: MessageRecord, index: number, at: At): number | null {
  const first = wholeOf(record, index, at);
  if (first === null) return null;
  const owner = at(first);
  const above = owner ? wholeOf(owner, first, at) : null;
  if (!owner || above === null) return first;
  const top = at(above);
  const isNear = index - above <= REACH && top !== undefined && wholeOf(top, above, at) === null;
  return isNear && isTwin(record) && !isTwin(owner) ? above : null;
}

/** The place of the message that it is a part of, not far before it. */
function wholeOf(record: MessageRecord, index: number, at: At): number | null {
  if (!record.parent) return null;
  for (let i = index - 1; i >= Math.max(0, index - REACH); i--) {
    const whole = at(i);
    if (whole?.id === record.parent.id) return isPartOf(record, whole) ? i : null;
  }
  return null;
}

/** Its sender says so, and may do so of own media only: nobody hides or replaces what another sent, or what would not be shown there. */
function isPartOf(record: MessageRecord, whole: MessageRecord): boolean {
  if (record.parent?.id !== whole.id || record.fromMe !== whole.fromMe || record.sender !== whole.sender)
    return false;
  if (!isMedium(record)) return false;
  if (isTwin(record))
    return isMedium(whole) && shapeOf(record) !== null && shapeOf(record) === shapeOf(whole);
  return isMedium(whole) || (whole.type === 'album' && !isViewOnce(whole.row));
}

const isMedium = ({ type, row }: MessageRecord): boolean => isMediaType(type) && !isViewOnce(row);
const shapeOf = (record: MessageRecord): MediaShape | null => mediaOf(record)?.shape ?? null;
