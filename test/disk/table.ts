/** @file LevelDB's files as a test writes them: tables of prefix-compressed entries, and logs. */
import { compress } from 'snappyjs';

type Entry = readonly [key: string, value: Uint8Array];

/** @param type how the data blocks are stored: 0 as they are, 1 Snappy. */
export function table(blocks: readonly (readonly Entry[])[], type: 0 | 1): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  const put = (plain: Buffer, as: 0 | 1): Buffer => {
    const stored = as === 1 ? Buffer.from(compress(new Uint8Array(plain))) : plain;
    const handle = Buffer.concat([varint(at), varint(stored.length)]);
    const whole = Buffer.concat([stored, Buffer.from([as]), Buffer.alloc(4)]);
    parts.push(whole);
    at += whole.length;
    return handle;
  };
  const index = blocks.map((entries, i): Entry => [`last ${i}`, put(block(entries), type)]);
  const meta = put(block([]), 0);
  const root = put(block(index), 0);
  const footer = Buffer.concat([meta, root, Buffer.alloc(40)]).subarray(0, 40);
  return Buffer.concat([...parts, footer, Buffer.from('57fb808b247547db', 'hex')]);
}

/** A log of records, cut into fragments at 32 KiB blocks. */
export function log(records: readonly Uint8Array[]): Buffer {
  const parts: Buffer[] = [];
  let room = 32_768;
  for (const record of records) {
    let at = 0;
    let first = true;
    do {
      if (room < 7) {
        parts.push(Buffer.alloc(room));
        room = 32_768;
      }
      const fragment = record.subarray(at, at + room - 7);
      at += fragment.length;
      const last = at === record.length;
      const header = Buffer.alloc(7);
      header.writeUInt16LE(fragment.length, 4);
      header[6] = first ? (last ? 1 : 2) : last ? 4 : 3;
      parts.push(header, Buffer.from(fragment));
      room -= 7 + fragment.length;
      first = false;
    } while (at < record.length);
  }
  return Buffer.concat(parts);
}

function block(entries: readonly Entry[]): Buffer {
  let before = '';
  const parts = entries.map(([key, value]) => {
    let shared = 0;
    while (shared < key.length && key[shared] === before[shared]) shared++;
    before = key;
    const rest = Buffer.from(key.slice(shared));
    return Buffer.concat([varint(shared), varint(rest.length), varint(value.length), rest, value]);
  });
  const restarts = Buffer.alloc(8);
  restarts.writeUInt32LE(1, 4);
  return Buffer.concat([...parts, restarts]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest >= 128 ? (rest % 128) | 128 : rest);
    if (rest < 128) return Buffer.from(bytes);
  }
}
