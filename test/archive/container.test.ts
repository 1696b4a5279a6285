import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blobSource,
  composeArchive,
  openContainer,
  runName,
  type StoredRun,
} from '../../lib/archive/container.ts';
import { README } from '../../lib/archive/readme.ts';
import {
  encodeCentral,
  encodeEnd,
  encodeLocal,
  parseCentral,
  parseEnd,
  parseEnd64,
  parseLocal,
  parseLocator64,
  type ZipEntry,
} from '../../lib/archive/zip.ts';
import { type Bytes, concat, fromUtf8, randomBytes, toHex, utf8 } from '../../lib/base/bytes.ts';
import { crc32 } from '../../lib/base/crc32.ts';
import { fault, sourceOf } from './fixture.ts';

const stored = (number: number, bytes: Bytes, blobs = [new Blob([bytes])]): StoredRun => ({
  number,
  id: randomBytes(16),
  size: bytes.length,
  crc32: crc32(bytes),
  blobs,
});

const runBytes = (length: number): Bytes => concat(utf8('keepsrn1'), randomBytes(length));
const join = async (parts: readonly BlobPart[]): Promise<Bytes> =>
  new Uint8Array(await new Blob([...parts]).arrayBuffer());

/** A ZIP of any entries, for what ours would never be. */
function zip(files: readonly { name: string; data: Bytes; method?: number; flags?: number }[]): Bytes {
  const parts: Bytes[] = [];
  const central: Bytes[] = [];
  let offset = 0;
  for (const { name, data, method = 0, flags = 0 } of files) {
    const entry: ZipEntry = { name, crc32: crc32(data), size: data.length, offset };
    const [local, record] = [encodeLocal(entry), encodeCentral(entry)];
    local.set([flags, 0, method], 6);
    record.set([flags, 0, method], 8);
    parts.push(local, data);
    central.push(record);
    offset += local.length + data.length;
  }
  const directory = concat(...central);
  return concat(...parts, directory, encodeEnd(files.length, directory.length, offset));
}

const open = (bytes: Bytes) => openContainer(sourceOf(bytes));
const contentOf = async (container: Awaited<ReturnType<typeof open>>) => ({
  headers: container.headers,
  runs: await Promise.all(container.runs.map((run) => run.read(0, run.size))),
  notes: container.notes.map(({ code }) => code),
});

describe('reading undoes writing', () => {
  test('any header, any runs, of any blobs', async () => {
    const sizes = fc.array(fc.nat(300), { maxLength: 5 });
    const property = fc.asyncProperty(sizes, fc.uint8Array({ maxLength: 200 }), async (lengths, some) => {
      const header = Uint8Array.from(some);
      const runs = lengths.map(runBytes);
      const archive = composeArchive(
        header,
        runs.map((bytes, i) =>
          stored(i + 1, bytes, [new Blob([bytes.slice(0, 5)]), new Blob([bytes.slice(5)])]),
        ),
      );
      const bytes = await join(archive.parts);
      expect(bytes.length).toBe(archive.size);
      expect(await contentOf(await open(bytes))).toEqual({ headers: [header, header], runs, notes: [] });
    });
    await fc.assert(property, { numRuns: 40 });
  });

  test('names, order, dates and method are the format’s', async () => {
    const run = stored(12, runBytes(5));
    const bytes = await join(composeArchive(utf8('{}'), [run]).parts);
    const end = parseEnd(bytes.slice(-22));
    const entries = parseCentral(bytes.slice(end?.offset, bytes.length - 22)) ?? [];
    expect(entries.map(({ name }) => name)).toEqual([
      'README.txt',
      'keepsake.json',
      `runs/000012-${toHex(run.id)}.run`,
      'keepsake-copy.json',
    ]);
    expect(runName({ number: 12_345_678, id: run.id })).toBe(`runs/12345678-${toHex(run.id)}.run`);
    for (const { method, flags, offset } of entries) {
      expect([method, flags]).toEqual([0, 0]);
      expect([...bytes.slice(offset + 10, offset + 14)]).toEqual([0, 0, 0x21, 0]);
    }
    expect(entries.map(({ crc32: crc }) => crc)).toEqual(
      [utf8(README), utf8('{}'), await join(run.blobs), utf8('{}')].map((data) => crc32(data)),
    );
  });

  test('a blob is read as any source', async () => {
    const header = utf8('h');
    const blob = new Blob(composeArchive(header, []).parts);
    expect((await openContainer(blobSource(blob))).headers).toEqual([header, header]);
  });

  test('ZIP64: sizes and places over 4 GiB', () => {
    const property = fc.property(
      fc.nat(2 ** 44),
      fc.nat(2 ** 44),
      fc.nat(0xffff_ffff),
      (size, offset, crc) => {
        const entry = { name: 'runs/x.run', crc32: crc, size, offset };
        const found = { ...entry, packed: size, method: 0, flags: 0 };
        const local = encodeLocal(entry);
        expect(parseLocal(local, offset)).toEqual({ entry: found, length: local.length });
        expect(parseCentral(concat(encodeCentral(entry), encodeCentral(entry)))).toEqual([found, found]);
      },
    );
    fc.assert(property, {
      numRuns: 300,
      examples: [0xffff_fffe, 0xffff_ffff, 0x1_0000_0000].map((n) => [n, n, 0]),
    });
    const [entries, size, offset] = [70_000, 5_000_000, 2 ** 40];
    const end = encodeEnd(entries, size, offset);
    expect(end.length).toBe(56 + 20 + 22);
    expect(parseEnd(end.slice(-22))?.zip64).toBe(true);
    expect(parseLocator64(end.slice(56, 76))).toBe(offset + size);
    expect(parseEnd64(end)).toEqual({ entries, size, offset });
  });

  test('a sparse archive of 5 GiB opens from its directory and from its front', async () => {
    const size = 5 * 1024 ** 3;
    const start = runBytes(100);
    const header = utf8('{"header":true}');
    const hole = new Blob([]);
    const run: StoredRun = { number: 1, id: randomBytes(16), size, crc32: 1, blobs: [hole] };
    const { parts, size: total } = composeArchive(header, [run]);
    // The parts as they lie in the file: the run's blob stands for 5 GiB of which only the start is looked at.
    const pieces: { at: number; bytes: Bytes }[] = [];
    let at = 0;
    for (const part of parts) {
      const bytes = part === hole ? start : (part as Bytes);
      pieces.push({ at, bytes });
      at += part === hole ? size : bytes.length;
    }
    expect(at).toBe(total);
    const sparse = (end: number) => ({
      size: end,
      read: async (offset: number, length: number) => {
        const out = new Uint8Array(Math.max(0, Math.min(length, end - offset)));
        for (const { at: place, bytes } of pieces)
          for (let i = Math.max(0, offset - place); i < bytes.length && place + i < offset + out.length; i++)
            out[place + i - offset] = bytes[i] ?? 0;
        return out;
      },
    });
    for (const end of [total, total - 1]) {
      const container = await openContainer(sparse(end));
      expect(container.headers).toEqual([header, header]);
      expect(container.runs.map((found) => found.size)).toEqual([size]);
      expect(await container.runs[0]?.read(0, 108)).toEqual(start);
      expect(container.notes.length).toBe(end === total ? 0 : 1);
    }
  });
});

describe('what is not as it should be', () => {
  const header = utf8('header');
  const run = runBytes(50);
  const name = `runs/000001-${'0'.repeat(32)}.run`;
  const files = [
    { name: 'README.txt', data: utf8(README) },
    { name: 'keepsake.json', data: header },
    { name, data: run },
    { name: 'keepsake-copy.json', data: header },
  ];

  test.each([
    ['nothing', utf8('')],
    ['text', utf8('Dear diary, '.repeat(50))],
    ['zeros', new Uint8Array(100_000)],
    ['an empty ZIP', zip([])],
    ['another ZIP', zip([{ name: 'word/document.xml', data: utf8('<xml/>') }])],
    ['the first bytes of one', zip(files).slice(0, 20)],
  ])('no archive: %s', async (_, bytes) => expect(open(bytes)).rejects.toEqual(fault('not-an-archive')));

  test('names out of order, with strangers between, open', async () => {
    const bytes = zip([
      { name: 'runs/000001 (copy).run', data: runBytes(3) },
      { name: '.DS_Store', data: utf8('x'), method: 8 },
      ...files.toReversed(),
    ]);
    const found = await contentOf(await open(bytes));
    expect([found.headers.length, found.runs.length, found.notes]).toEqual([2, 2, []]);
  });

  test.each([
    ['compressed', { method: 8 }],
    ['encrypted', { flags: 1 }],
    ['streamed', { flags: 8 }],
  ])('a run that is %s is left out, with the reason', async (reason, how) => {
    const changed = files.map((file) => (file.name === name ? { ...file, ...how } : file));
    const container = await open(zip(changed));
    expect(container.runs).toEqual([]);
    expect(container.notes).toEqual([fault('zip-refused', { reason, entry: name })]);
  });

  test('packed again, all of it compressed: refused with the reason', async () => {
    const bytes = zip(files.map((file) => ({ ...file, method: 8 })));
    await expect(open(bytes)).rejects.toEqual(fault('zip-refused', { reason: 'compressed' }));
  });

  test('entries that overlap are not followed: the front tells', async () => {
    const bytes = zip(files);
    const end = parseEnd(bytes.slice(-22));
    const directory = end?.offset ?? 0;
    const entries = parseCentral(bytes.slice(directory, -22)) ?? [];
    // The directory says of the run that it reaches over what follows; so does its local header.
    const at = directory + entries.slice(0, 2).reduce((sum, entry) => sum + encodeCentral(entry).length, 0);
    for (const place of [at + 20, at + 24, (entries[2]?.offset ?? 0) + 18, (entries[2]?.offset ?? 0) + 22])
      new DataView(bytes.buffer).setUint32(place, run.length + 60, true);
    const found = await open(bytes);
    expect(found.notes).toEqual([fault('directory-damaged', { reason: 'overlap' })]);
    expect(found.headers[0]).toEqual(header);
  });

  test('another README is told', async () => {
    const changed = [
      { name: 'README.txt', data: utf8(README.replace('secret', 'public')) },
      ...files.slice(1),
    ];
    expect((await open(zip(changed))).notes).toEqual([fault('readme-differs')]);
  });

  test('a directory that points beyond the file', async () => {
    const bytes = zip(files);
    bytes.set([0xf0, 0xff, 0xff, 0x7f], bytes.length - 6);
    const found = await contentOf(await open(bytes));
    expect(found).toEqual({ headers: [header, header], runs: [run], notes: ['directory-damaged'] });
  });
});

test('README.txt is text for anyone: ASCII, no line over 120', () => {
  expect(README).toMatch(/^[\x20-\x7e\n]+$/);
  expect(Math.max(...README.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(fromUtf8(utf8(README))).toBe(README);
});
