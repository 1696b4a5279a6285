/**
 * @file What the format says that no file can tell, or gives no meaning: it opens without a note, and what is shown is
 * exactly what was written. None of it counts among the mutants.
 */
import { beforeAll, expect, test } from 'vitest';
import { openArchive } from '../../lib/archive/open.ts';
import { concat, utf8 } from '../../lib/base/bytes.ts';
import { encodeHeader, parseHeader } from '../../lib/vault/header.ts';
import { everything, sourceOf } from '../archive/fixture.ts';
import { codes } from '../archive/setting.ts';
import { Random } from '../whatsapp-web/data/random.ts';
import { HONEST, judge } from './judge.ts';
import { filesOf, type Rich, richArchive } from './rich.ts';
import { withRun } from './run-mutants.ts';
import { type Entry, little, zip } from './zip.ts';

let rich: Rich;
let files: Entry[];
beforeAll(async () => {
  rich = await richArchive();
  files = filesOf(rich.mine.header, rich.mine.runs);
});

const LOCAL = 0x0403_4b50;
const CENTRAL = 0x0201_4b50;

/** Bytes of every header in which this program looks for nothing: [signature, offset, bytes]. */
const UNREAD: readonly (readonly [signature: number, at: number, length: number])[] = [
  [LOCAL, 4, 2],
  [LOCAL, 10, 4],
  [CENTRAL, 4, 4],
  [CENTRAL, 12, 4],
  [CENTRAL, 36, 6],
];

test('versions, dates and attributes: everything is there, and nothing is told', async () => {
  const random = new Random('unread');
  for (let turn = 0; turn < 10; turn++) {
    const bytes = zip(files);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 46 < bytes.length; at++)
      for (const [signature, offset, length] of UNREAD)
        if (view.getUint32(at, true) === signature) bytes.set(random.bytes(length), at + offset);
    expect(await judge(bytes, rich)).toEqual({ accepted: true, whole: true, said: HONEST });
  }
});

test('other names for runs, another order, files of others, extra fields, a CRC that both headers have wrong', async () => {
  const random = new Random('names');
  const renamed = files.map((file, i) =>
    file.name.startsWith('runs/') ? { ...file, name: `run ${i}` } : file,
  );
  const strangers = ['.DS_Store', 'desktop.ini', '__MACOSX/x'].map((name) => ({
    name,
    data: random.bytes(9),
  }));
  const extra = little([2, 0x5455], [2, 5], [4, 7], [2, 1]).slice(0, 9);
  for (const changed of [
    renamed,
    files.toReversed(),
    [...strangers, ...files],
    files.map((file) => ({ ...file, both: { extra } })),
    files.map((file) => ({ ...file, both: { crc: random.next() } })),
  ])
    expect(await judge(zip(changed), rich)).toEqual({ accepted: true, whole: true, said: HONEST });
});

test('a run that stands twice: the whole one is taken', async () => {
  const [first] = rich.mine.runs;
  const twice = { name: 'a copy', data: first?.bytes.slice(0, 900) ?? utf8('') };
  for (const changed of [
    [...files, twice],
    [twice, ...files],
    [...files, { ...twice, data: first?.bytes ?? utf8('') }],
  ])
    expect(await judge(zip(changed), rich)).toEqual({ accepted: true, whole: true, said: HONEST });
});

test('bytes behind the last segment of a run that was never ended have no effect', async () => {
  const third = rich.mine.runs.find(({ number }) => number === 3);
  if (!third) throw new Error('no third run');
  for (const more of [utf8('x'), utf8('a few more'), little([8, 2 ** 40], [2, 1])]) {
    const verdict = await judge(withRun(rich, third, concat(third.bytes, more)), rich);
    expect([verdict.whole, verdict.said.includes('segment-damaged') || verdict.accepted]).toEqual([
      true,
      true,
    ]);
  }
});

test('earlier runs left out: said, as no fault. The newest left out: nobody can tell', async () => {
  const { header, runs } = rich.mine;
  const open = async (from: number, to: number) =>
    (await openArchive(sourceOf(zip(filesOf(header, runs.slice(from, to)))))).open(rich.mine.secrets);
  const later = await open(1, 4);
  expect([later.continues, codes(later.notes)]).toEqual([true, [HONEST]]);
  const older = await open(0, 2);
  expect([older.continues, codes(older.notes)]).toEqual([false, []]);
  for (const message of (await everything(older, [])).messages) expect(rich.written.has(message)).toBe(true);
});

test('another header of the same vault in both places, as it was before a slot was changed, opens', async () => {
  const { header, keys, runs } = rich.mine;
  const { slots } = await parseHeader(header);
  const older = await encodeHeader(keys.id, slots.slice(0, 1), keys.writerKey);
  const bytes = zip(filesOf(older, runs));
  expect(await judge(bytes, rich, { way: rich.ways[0] })).toEqual({
    accepted: true,
    whole: true,
    said: HONEST,
  });
});
