import { expect, test } from 'vitest';
import { openContainer, type Source } from '../../lib/archive/container.ts';
import { README } from '../../lib/archive/readme.ts';
import { type Bytes, concat, equal, randomBytes, utf8 } from '../../lib/base/bytes.ts';
import type { Fault } from '../../lib/base/fault.ts';
import { fault, sourceOf } from '../archive/fixture.ts';
import { type Entry, end64, endRecord, little, zip } from './zip.ts';

const header = utf8('{"a":"header"}');
const run = concat(utf8('keepsrn1'), randomBytes(90));
const strange = concat(utf8('keepsrn1'), randomBytes(90));
const RUN = `runs/000001-${'0'.repeat(32)}.run`;
const FILES: readonly Entry[] = [
  { name: 'README.txt', data: utf8(README) },
  { name: 'keepsake.json', data: header },
  { name: RUN, data: run },
  { name: 'keepsake-copy.json', data: header },
];
const JUNK = utf8('junk of some bytes');
const MAX32 = 0xffff_ffff;

/** The archive with one entry changed. */
const withRun = (change: Partial<Entry>): Bytes =>
  zip(FILES.map((file) => (file.name === RUN ? { ...file, ...change } : file)));
const withMore = (...more: Entry[]): Bytes => zip([...FILES, ...more]);
/** With a ZIP64 end, as `change` has it. */
const with64 = (change: (at: number, end: Parameters<typeof endRecord>[0]) => Bytes): Bytes =>
  zip(FILES, (end) => change(end.offset + end.size, end));
const full = { entries: 0xffff, size: MAX32, offset: MAX32 };

interface Found {
  readonly headers: readonly Bytes[];
  readonly runs: readonly Bytes[];
  readonly notes: readonly Fault[];
}

async function open(bytes: Bytes): Promise<Found> {
  const { headers, runs, notes } = await openContainer(sourceOf(bytes));
  return { headers, runs: await Promise.all(runs.map((part) => part.read(0, part.size))), notes };
}

test('the honest one, with and without ZIP64, has nothing to tell', async () => {
  const honest64 = with64((at, end) => concat(end64(end, at), endRecord(full)));
  for (const bytes of [zip(FILES), honest64])
    expect(await open(bytes)).toEqual({ headers: [header, header], runs: [run], notes: [] });
});

const wide = (...values: number[]): Bytes =>
  little([2, 1], [2, 8 * values.length], ...values.map((value) => [8, value] as const));

/** Each is told by `directory-damaged` with its reason; header and run are still those that were written. */
const TOLD: readonly (readonly [what: string, reason: string, bytes: () => Bytes])[] = [
  [
    'bytes before, places made right',
    'gap',
    () => zip([{ ...FILES[0], before: JUNK } as Entry, ...FILES.slice(1)]),
  ],
  ['bytes between files', 'gap', () => withRun({ before: JUNK })],
  [
    'bytes before the directory',
    'gap',
    () => zip(FILES.map((f, i) => (i === 3 ? { ...f, after: JUNK } : f))),
  ],
  ['bytes behind the end', 'bytes behind the end', () => concat(zip(FILES), JUNK)],
  ['a comment', 'comment', () => zip(FILES, (end) => endRecord({ ...end, comment: JUNK }))],
  ['a comment that is an end', 'gap', () => twoEnds()],
  ['two directories', 'gap', () => twoDirectories()],
  [
    'a file that the directory does not name',
    'gap',
    () => zip([{ ...FILES[0], hidden: true } as Entry, ...FILES.slice(1)]),
  ],
  ['a file’s comment', 'entries', () => withRun({ central: { comment: JUNK } })],
  ['a file on another disk', 'entries', () => withRun({ central: { disk: 1 } })],
  ['a name twice', 'a name twice', () => withMore({ name: RUN, data: run })],
  ['a place twice', 'overlap', () => withMore({ name: 'more', data: utf8(''), central: { offset: 0 } })],
  [
    'a place inside another file',
    'overlap',
    () => withMore({ name: 'x', data: utf8(''), central: { offset: 40 } }),
  ],
  [
    'a place beyond the directory',
    'local header differs',
    () => withMore({ name: 'x', data: utf8(''), central: { offset: 2 ** 31 } }),
  ],
  ['sizes that reach into the next file', 'overlap', () => withRun({ both: { size: 120, packed: 120 } })],
  ['sizes that reach beyond the end', 'overlap', () => withRun({ both: { size: 2 ** 31, packed: 2 ** 31 } })],
  ['sizes that end too early', 'gap', () => withRun({ both: { size: 50, packed: 50 } })],
  ['two sizes of a stored file', 'sizes', () => withRun({ both: { size: 99 } })],
  [
    'a size in the directory alone',
    'local header differs',
    () => withRun({ central: { size: 97, packed: 97 } }),
  ],
  ['a size in the file alone', 'local header differs', () => withRun({ local: { size: 97, packed: 97 } })],
  ['a CRC in one of both', 'local header differs', () => withRun({ local: { crc: 1 } })],
  [
    'a name in the directory alone',
    'local header differs',
    () => withRun({ central: { name: 'notes.txt' } }),
  ],
  ['names changed for one another', 'local header differs', () => swapped()],
  ['a method in one of both', 'local header differs', () => withRun({ local: { method: 8 } })],
  ['a flag in one of both', 'local header differs', () => withRun({ central: { flags: 1 } })],
  ['too many entries claimed', 'entries', () => zip(FILES, (end) => endRecord({ ...end, entries: 5 }))],
  ['too few entries claimed', 'entries', () => zip(FILES, (end) => endRecord({ ...end, entries: 3 }))],
  ['two counts of entries', 'end record', () => zip(FILES, (end) => endRecord({ ...end, here: 3 }))],
  ['a directory elsewhere', 'place', () => zip(FILES, (end) => endRecord({ ...end, offset: 0 }))],
  ['a directory of another size', 'place', () => zip(FILES, (end) => endRecord({ ...end, size: 10 }))],
  ['ZIP64 wanted and not there', 'zip64', () => zip(FILES, () => endRecord(full))],
  ['ZIP64 there and not wanted', 'place', () => with64((at, end) => concat(end64(end, at), endRecord(end)))],
  [
    'ZIP64 and plain numbers that differ',
    'zip64',
    () => with64((at, end) => concat(end64(end, at), endRecord({ ...end, size: MAX32, entries: 3 }))),
  ],
  [
    'ZIP64 counts that differ',
    'zip64',
    () => with64((at, end) => concat(end64({ ...end, here: 9 }, at), endRecord(full))),
  ],
  [
    'a ZIP64 record elsewhere',
    'zip64',
    () => with64((at, end) => concat(end64(end, at - 9), endRecord(full))),
  ],
  [
    'a ZIP64 record beyond the end',
    'zip64',
    () => with64((_, end) => concat(end64(end, 2 ** 52), endRecord(full))),
  ],
  [
    'a ZIP64 record that is longer',
    'zip64',
    () => with64((at, end) => concat(end64(end, at, { length: 99 }), endRecord(full))),
  ],
  [
    'ZIP64 on two disks',
    'zip64',
    () => with64((at, end) => concat(end64(end, at, { disks: 2 }), endRecord(full))),
  ],
  [
    'a ZIP64 directory elsewhere',
    'place',
    () => with64((at, end) => concat(end64({ ...end, offset: 2 ** 40 }, at), endRecord(full))),
  ],
  [
    'ZIP64 sizes in one of both',
    'local header differs',
    () =>
      withRun({
        local: { size: MAX32, packed: MAX32, extra: wide(98, 98) },
        central: { size: 97, packed: 97 },
      }),
  ],
  ['ZIP64 sizes that nothing asks for', 'entries', () => withRun({ both: { extra: wide(9, 9) } })],
  [
    'ZIP64 sizes twice',
    'entries',
    () => withRun({ both: { size: MAX32, packed: MAX32, extra: concat(wide(98, 98), wide(1, 1)) } }),
  ],
  ['ZIP64 sizes cut', 'entries', () => withRun({ both: { size: MAX32, packed: MAX32, extra: wide(98) } })],
  [
    'ZIP64 sizes of 2^60',
    'entries',
    () => withRun({ both: { size: MAX32, packed: MAX32, extra: wide(2 ** 60, 2 ** 60) } }),
  ],
];

test.each(TOLD)('%s: told as %s', async (_, reason, bytes) => {
  const found = await open(bytes());
  expect(found.notes).toContainEqual(fault('directory-damaged', { reason }));
  expect(found.headers).toContainEqual(header);
  // Beside guesses (their seal tells), which may be cut or too long, one begins where the true run does.
  expect(found.runs.length === 0 || found.runs.some(starts)).toBe(true);
});

const starts = (part: Bytes): boolean =>
  equal(part.subarray(0, 40), run.subarray(0, part.length).subarray(0, 40));

test.each([
  '../../.bashrc',
  '/etc/passwd',
  'runs\\..\\x.run',
  'C:/x',
  'a/../b',
  'runs/../../x.run',
  'a\0b',
  'a\nb',
])('a path for a name, %j: left out, and told', async (name) => {
  const found = await open(withMore({ name, data: strange }));
  expect(found.runs).toEqual([run]);
  expect(found.notes).toEqual([fault('zip-refused', { reason: 'path name' })]);
  expect(JSON.stringify(found.notes)).not.toContain('x.run');
});

test.each([
  ['compressed', { method: 8 }],
  ['encrypted', { flags: 1 }],
  ['streamed', { flags: 8 }],
] as const)('%s: left out, and told', async (reason, both) => {
  const found = await open(withRun({ both }));
  expect(found.runs).toEqual([]);
  expect(found.notes).toEqual([fault('zip-refused', { reason, entry: RUN })]);
  await expect(open(zip(FILES.map((file) => ({ ...file, both }))))).rejects.toEqual(
    fault('zip-refused', { reason }),
  );
});

test('bytes before, places left as they were: refused with the reason', async () => {
  await expect(open(concat(JUNK, zip(FILES)))).rejects.toEqual(fault('zip-refused', { reason: 'place' }));
});

test('a header or README.txt that is not there is told', async () => {
  const without = (name: string) => open(zip(FILES.filter((file) => file.name !== name)));
  expect((await without('keepsake-copy.json')).notes).toEqual([
    fault('header-one-damaged', { what: 'missing' }),
  ]);
  expect((await without('keepsake.json')).notes).toEqual([fault('header-one-damaged', { what: 'missing' })]);
  expect((await without('README.txt')).notes).toEqual([fault('readme-differs')]);
});

test('what proves nothing changes nothing: dates, strangers’ names, order, versions', async () => {
  const bytes = zip([...FILES.toReversed(), { name: 'desktop.ini', data: JUNK }]);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 4 < bytes.length; at++)
    if (view.getUint32(at, true) === 0x0403_4b50) view.setUint32(at + 10, 0x5a5a_5a5a);
  expect(await open(bytes)).toEqual({ headers: [header, header], runs: [run], notes: [] });
});

/** Half a million empty files: a walk over them comes to its end. */
test('many files', async () => {
  const one = zip([{ name: '', data: utf8('') }]).slice(0, 30);
  const bytes = new Uint8Array(30 * 500_000);
  for (let at = 0; at < bytes.length; at += 30) bytes.set(one, at);
  let reads = 0;
  const source: Source = {
    size: bytes.length,
    read: async (at, length) => {
      reads++;
      return bytes.slice(at, at + Math.min(length, 64));
    },
  };
  await expect(openContainer(source)).rejects.toEqual(fault('not-an-archive'));
  expect(reads).toBeLessThanOrEqual(400_010);
});

/** A second directory of other files, behind the first: programs differ in which one they believe. */
function twoDirectories(): Bytes {
  const first = zip(FILES);
  const files = FILES.map((file) => (file.name === RUN ? { ...file, data: strange } : file));
  return concat(first, shifted(zip(files), first.length));
}

/** The same, the second inside the first one’s comment. */
function twoEnds(): Bytes {
  const second = (at: number) => shifted(zip(FILES), at);
  const length = zip(FILES).length;
  const comment = second(length);
  return zip(FILES, (end) => endRecord({ ...end, comment }));
}

/** A ZIP whose places count from `by` bytes before it. */
function shifted(bytes: Bytes, by: number): Bytes {
  const moved = bytes.slice();
  const view = new DataView(moved.buffer);
  const add = (at: number) => view.setUint32(at, view.getUint32(at, true) + by, true);
  for (let at = view.getUint32(moved.length - 6, true); view.getUint32(at, true) === 0x0201_4b50; ) {
    add(at + 42);
    at += 46 + view.getUint16(at + 28, true);
  }
  add(moved.length - 6);
  return moved;
}

/** The directory leads to the header where it names the run, and the other way round. */
function swapped(): Bytes {
  const name = (from: string): string => (from === RUN ? 'keepsake.json' : RUN);
  return zip(
    FILES.map((f) =>
      f.name === RUN || f.name === 'keepsake.json' ? { ...f, central: { name: name(f.name) } } : f,
    ),
  );
}
