/** @file What lies inside a file's bytes, layer by layer: database records, compressed values and bodies. */
import type { Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import { isTable, logRecords, tableBlocks } from './leveldb.ts';
import { unsnap } from './snappy.ts';

export interface Layer {
  /** How it was come by: `leveldb table > snappy value`. */
  readonly path: string;
  readonly bytes: Buffer;
}

const DEEPEST = 4;
/** Blink's mark before a value of IndexedDB that it compressed. */
const SNAPPY_VALUE = Buffer.from([0xff, 0x11, 0x02]);
const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const SIMPLE_CACHE = Buffer.from('305c72a71b6dfbfc', 'hex');
const SIMPLE_CACHE_HEADER = 24;
const SQLITE = Buffer.from('SQLite format 3\0');
const SQLITE_LOG = [Buffer.from('377f0682', 'hex'), Buffer.from('377f0683', 'hex')];

/** @param name the file's name without folders; LevelDB's logs are known by nothing else. */
export async function* layersOf(name: string, file: Buffer): AsyncGenerator<Layer> {
  for (const layer of databases(name, file)) {
    yield layer;
    yield* compressed(layer, DEEPEST);
  }
  yield* compressed({ path: '', bytes: file }, DEEPEST);
}

function* databases(name: string, file: Buffer): Generator<Layer> {
  if (isTable(file)) for (const bytes of tableBlocks(file)) yield { path: 'leveldb table', bytes };
  if (/^(\d+\.log|MANIFEST-\d+)$/.test(name))
    for (const bytes of logRecords(file)) yield { path: 'leveldb log', bytes };
  const pages = sqlitePages(file);
  if (pages) yield { path: 'sqlite pages', bytes: pages };
}

/** SQLite's pages without the first four bytes of each, where a long value's pages point to the next. */
function sqlitePages(file: Buffer): Buffer | null {
  const isDatabase = file.subarray(0, SQLITE.length).equals(SQLITE);
  const isLog = SQLITE_LOG.some((magic) => file.subarray(0, 4).equals(magic));
  if (file.length < 32 || !(isDatabase || isLog)) return null;
  const stored = isDatabase ? file.readUInt16BE(16) : file.readUInt32BE(8);
  const size = stored === 1 ? 65_536 : stored;
  if (size < 512) return null;
  const before = isLog ? 24 : 0;
  const pages: Buffer[] = [];
  for (let at = isLog ? 32 : 0; at < file.length; at += before + size)
    pages.push(file.subarray(at + before + 4, at + before + size));
  return Buffer.concat(pages);
}

async function* compressed({ path, bytes }: Layer, depth: number): AsyncGenerator<Layer> {
  if (depth === 0) return;
  for await (const found of decompressed(bytes)) {
    const layer = { path: path === '' ? found.path : `${path} > ${found.path}`, bytes: found.bytes };
    yield layer;
    yield* compressed(layer, depth - 1);
  }
}

async function* decompressed(bytes: Buffer): AsyncGenerator<Layer> {
  for (const at of places(bytes, SNAPPY_VALUE)) {
    const plain = unsnap(bytes.subarray(at + SNAPPY_VALUE.length));
    if (plain)
      yield { path: 'snappy value', bytes: Buffer.from(plain.buffer, plain.byteOffset, plain.length) };
  }
  for (const at of places(bytes, GZIP))
    yield* body('gzip', inflateRaw(), withoutGzipHeader(bytes.subarray(at)));
  for (const at of places(bytes, ZSTD)) yield* body('zstd', unzstd(), bytes.subarray(at));
  if (bytes.subarray(0, SIMPLE_CACHE.length).equals(SIMPLE_CACHE) && bytes.length > SIMPLE_CACHE_HEADER) {
    const rest = bytes.subarray(SIMPLE_CACHE_HEADER + bytes.readUInt32LE(12));
    yield* body('brotli', unbrotli(), rest);
    yield* body('deflate', inflate(), rest);
  }
}

// Each ends by itself at its stream's end, gives what a cut stream still holds, and minds nothing that follows.
const inflate = () => createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
const inflateRaw = () => createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
const unzstd = () => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush });
const unbrotli = () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });

/** Node's own gunzip loses the body when anything but another member follows it. */
function withoutGzipHeader(bytes: Buffer): Buffer {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const named of [8, 16]) if (flags & named) at = Math.max(at, bytes.indexOf(0, at) + 1);
  if (flags & 2) at += 2;
  return bytes.subarray(at);
}

async function* body(path: string, decompressor: Transform, bytes: Buffer): AsyncGenerator<Layer> {
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve) => {
    decompressor.on('data', (chunk: Buffer) => chunks.push(chunk));
    for (const event of ['end', 'error', 'close']) decompressor.on(event, () => resolve());
    decompressor.end(bytes);
  });
  decompressor.destroy();
  if (chunks.length > 0) yield { path, bytes: Buffer.concat(chunks) };
}

function* places(bytes: Buffer, mark: Buffer): Generator<number> {
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) yield at;
}
