/** @file Archives of ours in other people's programs: `unzip -t`, `7z t`, Python's zipfile; and read back by them, byte for byte. */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeArchive, openContainer, type Source } from '../../lib/archive/container.ts';
import { README } from '../../lib/archive/readme.ts';
import { encodeCentral, encodeLocal, type ZipEntry } from '../../lib/archive/zip.ts';
import { type Bytes, concat, utf8 } from '../../lib/base/bytes.ts';
import { crc32, joinCrc32 } from '../../lib/base/crc32.ts';
import { archiveOf, fault } from '../archive/fixture.ts';
import { header, one } from '../archive/setting.ts';
import { end64, endRecord } from '../attacks/zip.ts';
import { isDoneWithout, type Program, runProgram } from '../tools/programs.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const LIST = `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
if z.testzip() is not None: sys.exit(1)
for i in z.infolist(): print(i.filename, i.file_size, i.CRC, i.compress_type)`;

const TESTS: readonly (readonly [Program, (file: string) => string[]])[] = [
  ['unzip', (file) => ['-t', file]],
  ['7z', (file) => ['t', file]],
  ['python3', (file) => ['-c', LIST, file]],
];

describe.each(TESTS)('%s', (program, args) => {
  const test_ = test.skipIf(isDoneWithout(program));

  test_('an archive of two runs', async () => {
    const file = join(folder, `${program}.keepsake`);
    await writeFile(file, await archiveOf(header, [await one(1), await one(2)]));
    expect(runProgram(program, args(file))).toMatchObject({ ok: true });
  });

  test_('the same with every ZIP64 structure', async () => {
    const file = join(folder, `${program}-64.keepsake`);
    await writeFile(file, wideArchive());
    expect(runProgram(program, args(file))).toMatchObject({ ok: true });
  });

  test_('a damaged one is told by its CRC', async () => {
    const bytes = await archiveOf(header, [await one()]);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    const file = join(folder, `${program}-damaged.keepsake`);
    await writeFile(file, bytes);
    expect(runProgram(program, args(file))).toMatchObject({ ok: false });
  });
});

test('with every ZIP64 structure, ours opens it too', async () => {
  const bytes = wideArchive();
  const { headers, runs, notes } = await openContainer({
    size: bytes.length,
    read: async (at, length) => bytes.slice(at, at + length),
  });
  expect([headers, runs.length, notes]).toEqual([[header, header], 1, []]);
});

/** Sizes and places in ZIP64 fields though they would fit: what an archive over 4 GiB has, in a few KB. */
function wideArchive(): Bytes {
  const run = concat(utf8('keepsrn1'), new Uint8Array(3000).fill(7));
  const files: [string, Bytes][] = [
    ['README.txt', utf8(README)],
    ['keepsake.json', header],
    [`runs/000001-${'0'.repeat(32)}.run`, run],
    ['keepsake-copy.json', header],
  ];
  const parts: Bytes[] = [];
  const central: Bytes[] = [];
  let at = 0;
  for (const [name, data] of files) {
    const entry: ZipEntry = { name, crc32: crc32(data), size: data.length, offset: at };
    const local = narrowed(encodeLocal({ ...entry, size: FAR }), entry, 30 + name.length + 4);
    central.push(narrowed(encodeCentral({ ...entry, size: FAR, offset: FAR }), entry, 46 + name.length + 4));
    parts.push(local, data);
    at += local.length + data.length;
  }
  const directory = concat(...central);
  const end = { entries: files.length, size: directory.length, offset: at };
  const full = { entries: 0xffff, size: 0xffff_ffff, offset: 0xffff_ffff };
  return concat(...parts, directory, end64(end, at + directory.length), endRecord(full));
}

const FAR = 2 ** 40;

/** The writer's own ZIP64 header with the true, small numbers in its wide fields. */
function narrowed(bytes: Bytes, { size, offset }: ZipEntry, at: number): Bytes {
  const view = new DataView(bytes.buffer);
  for (const [i, value] of [size, size, offset].entries())
    if (at + 8 * i < bytes.length) view.setBigUint64(at + 8 * i, BigInt(value), true);
  return bytes;
}

describe('past 4 GiB, sparse on disk', () => {
  const SIZE = 5 * 1024 ** 3;

  /** CRC-32 of zeros, joined from halves. */
  function crcOfZeros(length: number): number {
    if (length <= 65_536) return crc32(new Uint8Array(length));
    const half = Math.floor(length / 2);
    const crc = crcOfZeros(half);
    const double = joinCrc32(crc, crc, half);
    return length % 2 === 0 ? double : joinCrc32(double, crc32(new Uint8Array(1)), 1);
  }

  test('a run of 5 GiB: our reader, and Python’s, find every file in it', async () => {
    const start = concat(utf8('keepsrn1'), new Uint8Array(192));
    const hole = new Blob([]);
    const crc = joinCrc32(crc32(start), crcOfZeros(SIZE - start.length), SIZE - start.length);
    const run = { number: 1, id: new Uint8Array(16), size: SIZE, crc32: crc, blobs: [hole] };
    const { parts, size } = composeArchive(header, [
      run,
      { ...run, number: 2, id: new Uint8Array(16).fill(1) },
    ]);
    const path = join(folder, 'large.keepsake');
    const file = await open(path, 'w+');
    try {
      let at = 0;
      for (const part of parts) {
        const bytes = part === hole ? start : (part as Bytes);
        await file.write(bytes, 0, bytes.length, at);
        at += part === hole ? SIZE : bytes.length;
      }
      await file.truncate(size);
      const source: Source = {
        size,
        async read(offset, length) {
          const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
          await file.read(bytes, 0, bytes.length, offset);
          return bytes;
        },
      };
      const { headers, runs, notes } = await openContainer(source);
      expect([headers, runs.map((found) => found.size), notes]).toEqual([[header, header], [SIZE, SIZE], []]);
      expect(await runs[1]?.read(0, 200)).toEqual(start);
      const cut = await openContainer({ ...source, size: size - 30 });
      expect([cut.runs.length, cut.notes]).toEqual([2, [fault('archive-cut')]]);
      if (isDoneWithout('python3')) return;
      const list =
        'import sys, zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.file_size, i.header_offset)';
      const { out } = runProgram('python3', ['-c', list, path]);
      expect(out.split('\n').filter((line) => line.startsWith(`${SIZE} `)).length).toBe(2);
    } finally {
      await file.close();
    }
  });
});
