/** @file What LevelDB's files hold once blocks are decompressed, keys rebuilt and fragments joined. */
import { zstdDecompressSync } from 'node:zlib';
import { readVarint, unsnap } from './snappy.ts';

const MAGIC = Buffer.from('57fb808b247547db', 'hex');
const FOOTER = 48;
const LOG_BLOCK = 32_768;
const LOG_HEADER = 7;
/** Stands between two entries, so that nothing is found across them. */
const GAP = Buffer.alloc(16);

interface Handle {
  readonly offset: number;
  readonly size: number;
}

interface Entry {
  readonly key: Buffer;
  readonly value: Buffer;
}

export const isTable = (file: Buffer): boolean => file.subarray(-MAGIC.length).equals(MAGIC);

/** One buffer a block: each whole key followed by its value. What cannot be read is left out. */
export function* tableBlocks(file: Buffer): Generator<Buffer> {
  const footer = file.subarray(-FOOTER);
  const meta = readHandle(footer, 0);
  const index = meta && readHandle(footer, meta.next);
  for (const root of [index, meta]) {
    const block = root && readBlock(file, root.handle);
    if (!block) continue;
    yield joined(entries(block));
    for (const { value } of entries(block)) {
      const handle = readHandle(value, 0)?.handle;
      const inner = handle && readBlock(file, handle);
      if (inner) yield joined(entries(inner));
    }
  }
}

/** The write-ahead log's records (a manifest's, too): fragments joined, a cut one as far as it goes. */
export function* logRecords(file: Buffer): Generator<Buffer> {
  let open: Buffer[] = [];
  for (let start = 0; start < file.length; start += LOG_BLOCK) {
    const block = file.subarray(start, start + LOG_BLOCK);
    let at = 0;
    while (at + LOG_HEADER <= block.length) {
      const length = block.readUInt16LE(at + 4);
      const type = block[at + 6] ?? 0;
      if (type < 1 || type > 4) break;
      const fragment = block.subarray(at + LOG_HEADER, at + LOG_HEADER + length);
      if (type <= 2 && open.length > 0) yield Buffer.concat(open.splice(0));
      open.push(fragment);
      if (type === 1 || type === 4) {
        yield Buffer.concat(open);
        open = [];
      }
      at += LOG_HEADER + length;
    }
  }
  if (open.length > 0) yield Buffer.concat(open);
}

function readHandle(bytes: Buffer, at: number): { handle: Handle; next: number } | null {
  const offset = readVarint(bytes, at);
  const size = offset && readVarint(bytes, offset.next);
  return size && { handle: { offset: offset.value, size: size.value }, next: size.next };
}

function readBlock(file: Buffer, { offset, size }: Handle): Buffer | null {
  if (offset + size >= file.length) return null;
  const stored = file.subarray(offset, offset + size);
  switch (file[offset + size]) {
    case 0:
      return stored;
    case 1: {
      const plain = unsnap(stored);
      return plain && Buffer.from(plain.buffer, plain.byteOffset, plain.length);
    }
    case 2:
      return tryZstd(stored);
    default:
      return null;
  }
}

function tryZstd(stored: Buffer): Buffer | null {
  try {
    return zstdDecompressSync(stored);
  } catch {
    return null;
  }
}

/** A key is kept as what it shares with the one before, and the rest. */
function* entries(block: Buffer): Generator<Entry> {
  if (block.length < 4) return;
  const restarts = block.readUInt32LE(block.length - 4);
  const end = block.length - 4 - 4 * restarts;
  let key: Buffer = Buffer.alloc(0);
  for (let at = 0; at < end; ) {
    const shared = readVarint(block, at);
    const rest = shared && readVarint(block, shared.next);
    const size = rest && readVarint(block, rest.next);
    if (!size || shared.value > key.length) return;
    const middle = size.next + rest.value;
    key = Buffer.concat([key.subarray(0, shared.value), block.subarray(size.next, middle)]);
    at = middle + size.value;
    yield { key, value: block.subarray(middle, at) };
  }
}

const joined = (all: Iterable<Entry>): Buffer =>
  Buffer.concat([...all].flatMap(({ key, value }) => [key, value, GAP]));
