/** @file The search finds a planted needle in every spelling and every layer, and nothing that is not there. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { compress } from 'snappyjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeHit, type Limits, type Needle, searchProfile } from '../e2e/disk/search.ts';
import { log, table, varint } from './table.ts';

const WORD = 'walrus-0-walrus-1-grüße';
const NEEDLE: Needle = { name: 'word', bytes: WORD };
/** What makes Snappy copy most of the word from further up. */
const PREFIXES = 'walrus-0-walr us-1-grü walrus-0-w alrus-1-gr rus-1-grüß ';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-disk-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function found(name: string, bytes: Uint8Array, needle = NEEDLE, limits?: Limits): Promise<string[]> {
  await writeFile(join(folder, name), bytes);
  const hits = await searchProfile(folder, [needle], limits);
  return hits.filter(({ file }) => file === name).map(({ layer, encoding }) => `${layer}: ${encoding}`);
}

const noise = (length: number, seed = 1): Buffer => {
  const bytes = Buffer.alloc(length);
  for (let i = 0, state = seed; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
};

const among = (...parts: Uint8Array[]): Buffer => Buffer.concat([noise(5000), ...parts, noise(5000, 7)]);

describe('spellings', () => {
  const bytes = Buffer.from(WORD);
  it.each<[string, Buffer]>([
    ['raw', bytes],
    ['utf-16le', Buffer.from(WORD, 'utf16le')],
    ['utf-16be', Buffer.from(WORD, 'utf16le').swap16()],
    ['latin-1', Buffer.from(WORD, 'latin1')],
    ['percent', Buffer.from(encodeURIComponent(WORD))],
    ['json ascii', Buffer.from(WORD.replace('ü', '\\u00fc').replace('ß', '\\u00df'))],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())],
    ['hex in utf-16le', Buffer.from(bytes.toString('hex'), 'utf16le')],
  ])('%s', async (encoding, spelled) => {
    expect(await found('file', among(spelled))).toEqual([`: ${encoding}`]);
  });

  it.each([0, 1, 2, 3, 4, 5])('base64 in both alphabets, %i bytes before', async (before) => {
    const needle = {
      name: 'bytes',
      bytes: Uint8Array.from([0xfb, 0xef, 0xbe, 0xff, 0xff, 0xfb, 0xef, 0xbe, 9, 8]),
    };
    const whole = Buffer.concat([noise(before), needle.bytes, noise(4, 5)]);
    for (const alphabet of ['base64', 'base64url'] as const) {
      const hits = await found('file', among(Buffer.from(whole.toString(alphabet))), needle);
      expect(hits).toEqual([`: ${alphabet} +${before % 3}`]);
    }
  });

  it('refuses a needle that chance would find', async () => {
    await expect(searchProfile(folder, [{ name: 'short', bytes: 'hello' }])).rejects.toThrow('shorter');
  });
});

describe('layers', () => {
  it("finds a table's value behind Snappy", async () => {
    const entries = [
      ['a', Buffer.from(PREFIXES)],
      ['b', Buffer.from(WORD)],
    ] as const;
    const file = table([[['0', noise(100)]], entries], 1);
    expect(file.includes(WORD)).toBe(false);
    expect(await found('000005.ldb', file)).toEqual(['leveldb table: raw']);
  });

  it("finds a table's key that is stored as a prefix and a rest", async () => {
    const file = table(
      [
        [
          ['walrus-0-walr', noise(9)],
          [WORD, noise(9)],
        ],
      ],
      0,
    );
    expect(file.includes(WORD)).toBe(false);
    expect(await found('000005.ldb', file)).toEqual(['leveldb table: raw']);
  });

  it("finds a log's record cut into fragments", async () => {
    const file = log([
      noise(100),
      Buffer.concat([noise(32_768 - 107 - 7 - 10), Buffer.from(WORD), noise(70_000)]),
    ]);
    expect(file.includes(WORD)).toBe(false);
    expect(await found('000003.log', file)).toEqual(['leveldb log: raw']);
  });

  it("finds a log's last record though its end is missing", async () => {
    const record = Buffer.concat([noise(32_768 - 7 - 10), Buffer.from(WORD), noise(70_000)]);
    expect(await found('000003.log', log([record]).subarray(0, 40_000))).toEqual(['leveldb log: raw']);
  });

  it('finds a value that IndexedDB compressed, in a log, a table and a file of its own', async () => {
    const value = Buffer.from([0xff, 0x11, 0x02, ...compress(new Uint8Array(Buffer.from(PREFIXES + WORD)))]);
    expect(value.includes(WORD)).toBe(false);
    expect(await found('3', value)).toEqual(['snappy value: raw']);
    expect(await found('000004.ldb', table([[['k', value]]], 1))).toContain(
      'leveldb table > snappy value: raw',
    );
    const record = Buffer.concat([noise(32_768 - 7 - 20), value, noise(50)]);
    expect(await found('000003.log', log([record]))).toContain('leveldb log > snappy value: raw');
  });

  it('finds a body that a server compressed', async () => {
    const text = Buffer.from(PREFIXES.repeat(9) + WORD);
    for (const [kind, packed] of [
      ['gzip', gzipSync(text)],
      ['zstd', zstdCompressSync(text)],
    ] as const)
      expect(await found('file', among(packed))).toContain(`${kind}: raw`);
    for (const [kind, packed] of [
      ['brotli', brotliCompressSync(text)],
      ['deflate', deflateSync(text)],
      ['gzip', gzipSync(text)],
    ] as const)
      expect(await found('0123456789abcdef_0', cacheEntry(packed))).toContain(`${kind}: raw`);
  });

  it("finds a long value over two of SQLite's pages", async () => {
    const file = Buffer.concat([
      noise(4090),
      Buffer.from(WORD.slice(0, 6)),
      Buffer.alloc(4),
      Buffer.from(WORD.slice(6)),
      noise(9000),
    ]);
    file.write('SQLite format 3\0', 'latin1');
    file.writeUInt16BE(4096, 16);
    expect(await found('History', file)).toEqual(['sqlite pages: raw']);
  });

  it("finds it in a file's name", async () => {
    await mkdir(join(folder, 'walrus-0-walrus-1'));
    await writeFile(join(folder, 'walrus-0-walrus-1', 'x'), '');
    const hits = await searchProfile(folder, [{ name: 'name', bytes: 'walrus-0-walrus-1' }]);
    expect(hits.map(describeHit)).toEqual(['name as raw in walrus-0-walrus-1/x (name) at 0']);
  });
});

it('reads a huge file in pieces and counts a hit on the seam once', async () => {
  const limits = { opened: 100, chunk: 1000 };
  for (const at of [0, 980, 999, 1000, 1999, 2500]) {
    const file = noise(4000);
    file.write(WORD, at);
    await writeFile(join(folder, 'huge'), file);
    const hits = await searchProfile(folder, [NEEDLE, { name: 'other', bytes: 'x'.repeat(90) }], limits);
    expect(hits).toEqual([
      { needle: 'word', encoding: 'raw', file: 'huge', layer: '', offset: at, count: 1 },
    ]);
  }
});

it('finds each of many needles, and none that is not there', async () => {
  const needles = Array.from({ length: 300 }, (_, i) => ({
    name: `n${i}`,
    bytes: `needle number ${i * 7919}.`,
  }));
  const planted = needles.filter((_, i) => i % 3 === 0);
  await writeFile(join(folder, 'file'), among(...planted.map(({ bytes }) => Buffer.from(bytes))));
  const hits = await searchProfile(folder, needles);
  expect(hits.map(({ needle }) => needle)).toEqual(planted.map(({ name }) => name));
});

it('passes over a table, a log and a stream that are damaged', async () => {
  const damaged = table([[['k', Buffer.from(WORD)]]], 1);
  damaged.fill(0xff, 0, damaged.length - 48);
  await writeFile(join(folder, '000001.ldb'), damaged);
  await writeFile(join(folder, '000002.log'), Buffer.concat([varint(77), noise(40_000)]));
  await writeFile(join(folder, 'file'), gzipSync(noise(3000)).subarray(0, 50));
  expect(await searchProfile(folder, [NEEDLE])).toEqual([]);
});

/** Chromium's simple cache: a header, the key, the body, an end record. */
function cacheEntry(body: Uint8Array): Buffer {
  const key = Buffer.from('1/0/https://example.org/');
  const header = Buffer.alloc(24);
  header.write('305c72a71b6dfbfc', 'hex');
  header.writeUInt32LE(key.length, 12);
  return Buffer.concat([header, key, body, noise(24), noise(300)]);
}
