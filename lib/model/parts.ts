/** @file Messages that are parts of another: pictures of an album, a second edition of the same picture. */
import { isMediaType, mediaOf } from './media.ts';
import type { MessageRecord } from './record.ts';

/** Parts stand close behind what they belong to; further away nobody looks. */
export const REACH = 40;

/** The same content once more, sharper or in another form. */
export const isTwin = (record: MessageRecord): boolean => record.parent?.as.endsWith('_DUAL_UPLOAD') === true;

/** @param at messages of the chat by place; undefined: not there (yet). */
export function partsOf(
  record: MessageRecord,
  index: number,
  at: (index: number) => MessageRecord | undefined,
): MessageRecord[] {
  const parts: MessageRecord[] = [];
  for (let i = index + 1; i <= index + REACH; i++) {
    const next = at(i);
    if (next?.parent?.id === record.id) parts.push(next);
  }
  return parts;
}

/** It is shown with the message it belongs to, so not by itself. */
export function isShownElsewhere(
  record: MessageRecord,
  index: number,
  at: (index: number) => MessageRecord | undefined,
): boolean {
  if (!record.parent) return false;
  for (let i = index - 1; i >= Math.max(0, index - REACH); i--)
    if (at(i)?.id === record.parent.id) return true;
  return false;
}

/** The best edition of a message's own picture: a sharper twin's, where there is one. */
export function bestOf(record: MessageRecord, parts: readonly MessageRecord[]): MessageRecord {
  const shape = mediaOf(record)?.shape;
  const pixels = (one: MessageRecord): number => {
    const fact = mediaOf(one);
    return (fact?.width ?? 0) * (fact?.height ?? 0);
  };
  return parts
    .filter((part) => isTwin(part) && isMediaType(part.type) && mediaOf(part)?.shape === shape)
    .reduce((best, part) => (pixels(part) > pixels(best) ? part : best), record);
}
