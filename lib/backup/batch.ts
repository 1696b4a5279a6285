/** @file Records as the lines of message segments: at most 4,000 or 1 MiB each, a larger record alone. */
import type { SegmentEntry } from '../archive/contents.ts';
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { utf8InSlab } from '../base/slab.ts';
import { byTime, type MessageRecord } from '../model/record.ts';
import { type QueueItem, queueItem } from './queue.ts';

export const MAX_RECORDS = 4_000;
export const MAX_BYTES = 1024 * 1024;
/** A record over this is left out, with a reason (FORMAT, "Messages"). */
export const MAX_RECORD = 32 * 1024 * 1024 - 1;

/** What is kept of a record until it is sealed: its bytes, its place, and the medium it names. */
export interface Line extends Pick<MessageRecord, 'id' | 't' | 'order'> {
  /** The record's JSON but for its row and what closes it, and the row's. */
  readonly bytes: readonly [Bytes, Bytes];
  readonly size: number;
  readonly item: QueueItem | null;
}

/** What comes after the row. */
export const CLOSE = utf8('}\n');

/** Null: too large to be kept. @param json the row's, which goes into the line as it is. */
export function toLine({ row, ...record }: MessageRecord, json: Bytes): Line | null {
  const { id, t, order } = record;
  const bytes = [utf8InSlab(`${JSON.stringify(record).slice(0, -1)},"row":`), json] as const;
  const size = bytes[0].length + json.length + CLOSE.length;
  return size > MAX_RECORD ? null : { id, t, order, bytes, size, item: queueItem({ row, ...record }) };
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
      lines: concat(...open.flatMap(({ bytes }) => [...bytes, CLOSE])),
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
