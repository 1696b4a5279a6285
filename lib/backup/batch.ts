/** @file Records as the lines of message segments: at most 4,000 or 1 MiB each, a larger record alone. */
import type { SegmentEntry } from '../archive/contents.ts';
import { type Bytes, concat } from '../base/bytes.ts';
import { utf8InSlab } from '../base/slab.ts';
import { byTime, type MessageRecord } from '../model/record.ts';
import { type QueueItem, queueItem } from './queue.ts';

export const MAX_RECORDS = 4_000;
export const MAX_BYTES = 1024 * 1024;
/** A record over this is left out, with a reason (FORMAT, "Messages"). */
export const MAX_RECORD = 32 * 1024 * 1024 - 1;

/** What is kept of a record until it is sealed: its bytes, its place, and the medium it names. */
export interface Line extends Pick<MessageRecord, 'id' | 't' | 'order'> {
  readonly bytes: Bytes;
  readonly item: QueueItem | null;
}

/** Null: too large to be kept. */
export function toLine(record: MessageRecord): Line | null {
  const bytes = utf8InSlab(`${JSON.stringify(record)}\n`);
  const { id, t, order } = record;
  return bytes.length > MAX_RECORD ? null : { id, t, order, bytes, item: queueItem(record) };
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
      lines: concat(...open.map((line) => line.bytes)),
      entry: { chat, count: open.length, first: first.t * 1000, last: last.t * 1000 },
      items: open.flatMap(({ item }) => item ?? []),
    });
    open = [];
    size = 0;
  };
  for (const line of [...lines].sort(byTime)) {
    if (open.length === MAX_RECORDS || (open.length > 0 && size + line.bytes.length > MAX_BYTES)) close();
    open.push(line);
    size += line.bytes.length;
  }
  close();
  return batches;
}
