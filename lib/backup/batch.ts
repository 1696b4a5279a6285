/** @file Records as the lines of message segments: at most 4,000 or 1 MiB each, a larger record alone. */
import type { SegmentEntry } from '../archive/contents.ts';
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { byTime, type MessageRecord } from '../model/record.ts';

export const MAX_RECORDS = 4_000;
export const MAX_BYTES = 1024 * 1024;
/** A record over this is left out, with a reason (FORMAT, "Messages"). */
export const MAX_RECORD = 32 * 1024 * 1024 - 1;

export interface Line {
  readonly record: MessageRecord;
  readonly bytes: Bytes;
}

/** Null: too large to be kept. */
export function toLine(record: MessageRecord): Line | null {
  const bytes = encode(`${JSON.stringify(record)}\n`);
  return bytes.length > MAX_RECORD ? null : { record, bytes };
}

/** Lines lie side by side in buffers of this size: one of its own for each would cost as much as all the rest. */
const SLAB = 256 * 1024;
const encoder = new TextEncoder();
let slab: Bytes = new Uint8Array(0);

function encode(text: string): Bytes {
  const most = text.length * 3; // bytes of a UTF-16 unit
  if (most > SLAB / 4) return utf8(text);
  if (most > slab.length) slab = new Uint8Array(SLAB);
  const { written } = encoder.encodeInto(text, slab);
  const bytes = slab.subarray(0, written);
  slab = slab.subarray(written);
  return bytes;
}

export interface Batch {
  readonly lines: Bytes;
  readonly entry: Omit<SegmentEntry, 'number' | 'kind' | 'offset' | 'length'>;
  readonly records: readonly MessageRecord[];
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
      entry: { chat, count: open.length, first: first.record.t * 1000, last: last.record.t * 1000 },
      records: open.map((line) => line.record),
    });
    open = [];
    size = 0;
  };
  for (const line of [...lines].sort((a, b) => byTime(a.record, b.record))) {
    if (open.length === MAX_RECORDS || (open.length > 0 && size + line.bytes.length > MAX_BYTES)) close();
    open.push(line);
    size += line.bytes.length;
  }
  close();
  return batches;
}
