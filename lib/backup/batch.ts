/** @file Records as the lines of message segments: at most 4,000 or 1 MiB each, a larger record alone. */
import type { SegmentEntry } from '../archive/contents.ts';
import type { Bytes } from '../base/bytes.ts';
import { putUtf8, utf8Length } from '../base/utf8.ts';
import { byTime, type MessageRecord } from '../model/record.ts';
import { type QueueItem, queueItem } from './queue.ts';

export const MAX_RECORDS = 4_000;
export const MAX_BYTES = 1024 * 1024;
/** A record over this is left out, with a reason (FORMAT, "Messages"). */
export const MAX_RECORD = 32 * 1024 * 1024 - 1;

/** What is kept of a record until it is sealed: its bytes, its place, and the medium it names. */
export interface Line extends Pick<MessageRecord, 'id' | 't' | 'order'> {
  /** The record's JSON but for its row and what closes it. */
  readonly head: string;
  /** The row's JSON. */
  readonly json: Bytes;
  /** Bytes of both and of what closes them. */
  readonly size: number;
  readonly item: QueueItem | null;
}

/** What comes after the row. */
const CLOSE = '}\n';

/** Null: too large to be kept. @param json the row's, which goes into the line as it is. */
export function toLine({ row, ...record }: MessageRecord, json: Bytes): Line | null {
  const { id, t, order } = record;
  const head = `${JSON.stringify(record).slice(0, -1)},"row":`;
  const size = utf8Length(head) + json.length + CLOSE.length;
  return size > MAX_RECORD ? null : { id, t, order, head, json, size, item: queueItem({ row, ...record }) };
}

/** As they are sealed, one after the other. */
export function bytesOf(lines: readonly Line[]): Bytes {
  const whole = new Uint8Array(lines.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const { head, json } of lines) {
    at = putUtf8(head, whole, at);
    whole.set(json, at);
    at = putUtf8(CLOSE, whole, at + json.length);
  }
  return whole;
}

export interface Batch {
  readonly lines: Bytes;
  readonly entry: Omit<SegmentEntry, 'number' | 'kind' | 'offset' | 'length'>;
  /** Media that its messages name. */
  readonly items: readonly QueueItem[];
}

/** Lines of one chat, in any order, as batches in order of time. */
export function toBatches(chat: string, lines: readonly Line[]): Batch[] {
  const batches: Batch[] = [];
  let open: Line[] = [];
  let size = 0;
  const close = () => {
    const [first] = open;
    const last = open.at(-1);
    if (!first || !last) return;
    batches.push({
      lines: bytesOf(open),
      entry: { chat, count: open.length, first: first.t * 1000, last: last.t * 1000 },
      items: open.flatMap(({ item }) => item ?? []),
    });
    open = [];
    size = 0;
  };
  for (const line of [...lines].sort(byTime)) {
    if (open.length === MAX_RECORDS || (open.length > 0 && size + line.size > MAX_BYTES)) close();
    open.push(line);
    size += line.size;
  }
  close();
  return batches;
}
