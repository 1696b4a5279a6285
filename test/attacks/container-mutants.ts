/** @file Mutants of the ZIP around the runs, where the format gives a byte a meaning. */
import { README } from '../../lib/archive/readme.ts';
import { type Bytes, concat, utf8 } from '../../lib/base/bytes.ts';
import type { Random } from '../whatsapp-web/data/random.ts';
import type { Mutant } from './mutants.ts';
import { filesOf, type Rich } from './rich.ts';
import { type Claims, type End, type Entry, end64, endRecord, zip } from './zip.ts';

const MAX32 = 0xffff_ffff;
const saturated = { entries: 0xffff, size: MAX32, offset: MAX32 };

/**
 * Names of strangers, the order, dates and versions mean nothing, and are no mutants (`harmless.test.ts`).
 */
export function containers(random: Random, rich: Rich): Mutant {
  const files: Entry[] = filesOf(rich.mine.header, rich.mine.runs);
  const at = random.int(files.length);
  const file = files[at] as Entry;
  const [name, make] = random.pick<[string, () => Bytes]>([
    [
      'one of its headers',
      () => zip(files.with(at, { ...file, [random.pick(['local', 'central'])]: claims(random, file) })),
    ],
    ['both of its headers', () => zip(files.with(at, { ...file, both: sizes(random, file) }))],
    [
      'refused',
      () =>
        zip(
          files.with(at, {
            ...file,
            both: random.pick([{ flags: 1 }, { flags: 9 }, { method: 8 }, { method: 12 }, { flags: 8 }]),
          }),
        ),
    ],
    ['not named', () => zip(files.with(at, { ...file, hidden: true }))],
    ['away', () => zip(files.toSpliced(random.pick([0, 1, 3, 4, 6]), 1))],
    ['bytes before it', () => zip(files.with(at, { ...file, before: random.bytes(1 + random.int(99)) }))],
    ['bytes behind it', () => zip(files.with(at, { ...file, after: random.bytes(1 + random.int(99)) }))],
    ['twice', () => zip(files.toSpliced(random.int(6), 0, { ...file }))],
    [
      'twice in the directory',
      () => zip([...files, { name: random.hex(5), data: utf8(''), central: { offset: random.int(3000) } }]),
    ],
    [
      'a path beside it',
      () =>
        zip([...files, { name: random.pick(['../', '/', 'C:', 'a\\']) + random.hex(4), data: file.data }]),
    ],
    [
      'its data cut',
      () => zip(files.with(at, { ...file, data: file.data.slice(0, random.int(file.data.length)) })),
    ],
    ['README.txt', () => zip(files.with(0, { name: 'README.txt', data: readme(random) }))],
    [
      'a comment',
      () => zip(files, (end) => endRecord({ ...end, comment: random.bytes(1 + random.int(300)) })),
    ],
    ['bytes behind the end', () => concat(zip(files), random.bytes(1 + random.int(300)))],
    ['bytes before the beginning', () => concat(random.bytes(1 + random.int(300)), zip(files))],
    ['the end', () => zip(files, (end) => endRecord(lie(random, end)))],
    [
      'a ZIP64 end',
      () => zip(files, (end) => concat(end64(lie(random, end), end.offset + end.size), endRecord(saturated))),
    ],
    [
      'a ZIP64 end elsewhere',
      () =>
        zip(files, (end) =>
          concat(end64(end, random.pick([0, 1, end.offset, 2 ** 40])), endRecord(saturated)),
        ),
    ],
    ['two archives in a row', () => concat(zip(files), zip(files.slice(0, 1 + random.int(6))))],
  ]);
  return { what: `${file.name}: ${name}`, bytes: make() };
}

const claims = (random: Random, { name, data }: Entry): Partial<Claims> =>
  random.pick<Partial<Claims>>([
    { name: `${name}x` },
    { name: random.pick(['README.txt', 'keepsake.json', 'keepsake-copy.json', 'x']) },
    { flags: 1 + random.int(0xfffe) },
    { method: 1 + random.int(98) },
    { crc: random.next() },
    sizes(random, { name, data }),
    { extra: random.bytes(5 + random.int(3000)), size: MAX32, packed: MAX32 },
  ]);

function sizes(random: Random, { data: { length } }: Entry): Partial<Claims> {
  const size = Math.max(
    0,
    random.pick([0, length - 1, length + 1, length + random.int(900), 2 ** 31, MAX32 - 1]),
  );
  return random.pick<Partial<Claims>>([{ size }, { packed: size }, { size, packed: size }]);
}

const lie = (random: Random, end: End): End =>
  random.pick<End>([
    { ...end, entries: end.entries + 1 + random.int(9) },
    { ...end, here: random.int(end.entries) },
    { ...end, size: end.size + random.pick([-60, -46, -1, 1, 46]) },
    { ...end, offset: random.pick([0, end.offset - 1, end.offset + 46, 2 ** 31]) },
    { ...end, size: end.size - 60, offset: end.offset + 60 },
    { entries: 0, size: 0, offset: end.offset + end.size },
  ]);

function readme(random: Random): Bytes {
  const at = random.int(README.length);
  return utf8(
    README.slice(0, at) +
      random.pick(['', 'visit evil.example ', random.hex(3)]) +
      README.slice(at + random.int(3)),
  );
}
