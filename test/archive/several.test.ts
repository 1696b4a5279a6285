/** @file Several files opened together, and an archive that lies loose in a folder. */
import { describe, expect, test } from 'vitest';
import { runName } from '../../lib/archive/container.ts';
import { type ArchiveFile, openArchives } from '../../lib/archive/open.ts';
import { README } from '../../lib/archive/readme.ts';
import { type Bytes, must, toHex, utf8 } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { changeSlots, unlockHeader } from '../../lib/vault/slots.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { ANNA, archiveOf, FLOOR, fault, PASSWORD, RunWriter, sourceOf, wholeRun } from './fixture.ts';
import { broken, codes, header, indexOf, keys, one, PHOTO, type Run, rows, secrets } from './setting.ts';

const file = (name: string, bytes: Bytes): ArchiveFile => ({ name, source: sourceOf(bytes) });
const openAll = async (...files: ArchiveFile[]) => (await openArchives(files)).open(secrets);
const archive = async (name: string, ...runs: Run[]) => file(name, await archiveOf(header, runs));

/** Three runs of one vault, each naming the one before; the later ones say a message anew. */
async function three(): Promise<RunWriter[]> {
  const first = await wholeRun(await RunWriter.start(keys, 1), rows(0, 30), [PHOTO], 10);
  const second = await RunWriter.start(keys, 2, 1_700_000_100_000, first.previous);
  await wholeRun(second, rows(20, 40, ANNA, 'second '), [], 10);
  const third = await RunWriter.start(keys, 3, 1_700_000_200_000, second.previous);
  return [first, second, await wholeRun(third, rows(35, 50, ANNA, 'third '), [], 10)];
}

const bodies = async (files: readonly ArchiveFile[]) => {
  const history = await archiveHistory(await (await openArchives(files)).open(secrets));
  const messages = await history.messages(ANNA, 0, 1000);
  return { bodies: messages.map(({ row }) => row.body), history };
};

const MERGED = [
  ...rows(0, 20).map(({ row }) => row.body),
  ...rows(20, 35, ANNA, 'second ').map(({ row }) => row.body),
  ...rows(35, 50, ANNA, 'third ').map(({ row }) => row.body),
];

describe('files of one vault', () => {
  test('are one, whatever their order: later records win, nothing is missing', async () => {
    const [a, b, c] = (await three()) as [RunWriter, RunWriter, RunWriter];
    const files = [await archive('a', a), await archive('b', b), await archive('c', c)];
    for (const order of [files, files.toReversed()]) {
      const { bodies: found, history } = await bodies(order);
      expect(found).toEqual(MERGED);
      expect([history.notes, history.runs.map(({ number }) => number)]).toEqual([[], [1, 2, 3]]);
    }
    const some = await openAll(...files.slice(1));
    expect([some.notes, some.continues]).toEqual([[], true]);
  });

  test('that hold the same runs: each run once', async () => {
    const [a, b, c] = (await three()) as [RunWriter, RunWriter, RunWriter];
    const opened = await openAll(await archive('1', a, b), await archive('2', b, c), await archive('3', a));
    expect(opened.runs.map(({ head, copies }) => [head.number, copies.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 0],
    ]);
    expect(opened.notes).toEqual([]);
  });

  test('say in which of them something is wrong', async () => {
    const [a, , c] = (await three()) as [RunWriter, RunWriter, RunWriter];
    const [whole, hurt] = [await archive('whole', a), await archive('hurt', broken(c, 0))];
    const bytes = await hurt.source.read(0, hurt.source.size);
    const opened = await openAll(whole, file('hurt', bytes.slice(0, -1)), file('notes.txt', utf8('none')));
    const start = indexOf(bytes, c.bytes.slice(0, 192));
    expect(opened.notes).toEqual([
      fault('not-an-archive', { file: 'notes.txt' }),
      fault('archive-cut', { file: 'hurt' }),
      fault('segment-damaged', {
        file: 'hurt',
        run: 3,
        segment: 0,
        byte: start + 192,
        at: 1_700_000_200_000,
      }),
      fault('run-missing', { before: 3 }),
    ]);
  });

  test('one of which alone has its header: the other’s runs are read with it', async () => {
    const [a, b] = (await three()) as [RunWriter, RunWriter];
    const other = await archive('b', b);
    const bytes = await other.source.read(0, other.source.size);
    const at = indexOf(bytes, header);
    for (const place of [at, indexOf(bytes, header, at + 1)]) bytes[place + 9] = 0;
    const opened = await openAll(await archive('a', a), file('b', bytes));
    expect(opened.runs.map(({ head }) => head.number)).toEqual([1, 2]);
    expect(opened.notes).toEqual([fault('header-damaged', { file: 'b' })]);
  });

  test('of before and after a changed password open with either', async () => {
    const [a, b] = (await three()) as [RunWriter, RunWriter];
    const other = 'another horse';
    const change = { set: 'password', password: other, costs: FLOOR } as const;
    const later = file('later', await archiveOf(await changeSlots(header, secrets, [change]), [b]));
    const locked = await openArchives([await archive('earlier', a), later]);
    for (const password of [PASSWORD, other]) {
      const opened = await locked.unlock({ kind: 'password', password });
      expect([opened.genuine, opened.runs.length, opened.notes]).toEqual([true, 2, []]);
    }
    await expect(locked.unlock({ kind: 'password', password: 'neither of them' })).rejects.toEqual(
      fault('wrong-password'),
    );
  });
});

describe('one run in two files', () => {
  test('damaged in different places: all of it is read, and each damage told', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), rows(0, 30), [PHOTO], 10);
    const files = [await archive('a', broken(writer, 1, 4)), await archive('b', broken(writer, 2, 5))];
    const { bodies: found, history } = await bodies(files);
    expect(found).toEqual(rows(0, 30).map(({ row }) => row.body));
    const hash = await hashOf(writer);
    expect(await (await history.medium(hash))?.read(0, 700)).toEqual(PHOTO);
    const told = history.notes.map(({ code, detail }) => `${code} ${detail.file} ${detail.segment}`).sort();
    expect(told).toEqual(['segment-mended a 4', 'segment-mended b 2', 'segment-mended b 5']);
  });

  test('in the same place: that segment is lost', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), rows(0, 30), [], 10);
    const { bodies: found, history } = await bodies([
      await archive('a', broken(writer, 2)),
      await archive('b', broken(writer, 2)),
    ]);
    expect(found.length).toBe(20);
    expect(codes(history.notes)).toEqual(['segment-damaged']);
  });

  test('cut in one: the whole one is read, and the other named', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), rows(0, 30), [], 10);
    const cut = { number: 1, run: writer.run, bytes: writer.bytes.slice(0, writer.places[2]?.offset) };
    const opened = await openAll(await archive('cut', cut), await archive('whole', writer));
    expect(opened.runs.map(({ end }) => end !== null)).toEqual([true]);
    expect(opened.notes).toEqual([fault('run-cut', { file: 'cut', run: 1, segments: 2, expected: 6 })]);
  });
});

describe('a file of another vault', () => {
  test('is named and left aside, never mixed', async () => {
    const other = await createVault(PASSWORD, { costs: FLOOR });
    const theirs = await wholeRun(await RunWriter.start(other.keys, 2), rows(0, 9, ANNA, 'theirs '));
    const strange = file('strange', await archiveOf(other.header, [theirs]));
    const [a, b] = [await archive('a', await one(1)), await archive('b', await one(2))];
    const locked = await openArchives([strange, a, b]);
    const short = toHex(other.keys.id.subarray(0, 6));
    expect(locked.vaultId).toEqual(keys.id);
    expect(locked.notes).toEqual([fault('file-left-aside', { file: 'strange', backup: short })]);
    const opened = await locked.open(secrets);
    expect(opened.runs.map(({ head }) => head.number)).toEqual([1, 2]);
    // Of as many files of each, the first says which vault it is.
    const first = await openArchives([strange, a]);
    expect(first.vaultId).toEqual(other.keys.id);
    const opening = await first.open(
      await unlockHeader(other.header, { kind: 'password', password: PASSWORD }),
    );
    expect(opening.runs.map(({ head }) => head.id)).toEqual([theirs.run.id]);
  });
});

describe('an archive in a folder', () => {
  const loose = (writers: readonly Run[], more: readonly ArchiveFile[] = []): ArchiveFile[] => [
    ...writers.map((writer) =>
      file(`Backup/${runName({ number: writer.number, id: writer.run.id })}`, writer.bytes),
    ),
    file('Backup/keepsake-copy.json', header),
    file('Backup/keepsake.json', header),
    file('Backup/README.txt', utf8(README)),
    ...more,
  ];

  test('opens like the file it was', async () => {
    const { bodies: found, history } = await bodies(loose(await three()));
    expect([found, history.notes]).toEqual([MERGED, []]);
  });

  test('a run alone, or without what opens it, is not enough; with a file of its vault it is', async () => {
    const [a, b] = (await three()) as [RunWriter, RunWriter];
    const [run] = loose([b]);
    await expect(openArchives([must(run, 'run')])).rejects.toEqual(fault('header-missing'));
    const opened = await openAll(await archive('a', a), must(run, 'run'));
    expect([opened.runs.length, opened.notes]).toEqual([2, []]);
  });

  test('a run of another vault is named', async () => {
    const other = await createVault(PASSWORD, { costs: FLOOR });
    const [theirs] = loose([await wholeRun(await RunWriter.start(other.keys, 7), rows(0, 3))]);
    const opened = await openAll(...loose([await one(8)]), must(theirs, 'run'));
    const named = { run: 7, file: must(theirs, 'run').name, byte: 0 };
    expect([opened.runs.length, opened.notes]).toEqual([1, [fault('other-vault', named)]]);
  });

  test('a changed README and a damaged header are told', async () => {
    const files = loose([await one()]).map(({ name, source }) =>
      name.endsWith('README.txt')
        ? file(name, utf8('other'))
        : name.endsWith('keepsake.json')
          ? file(
              name,
              header.map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
            )
          : { name, source },
    );
    const { notes } = await openArchives(files);
    expect(notes).toEqual([fault('readme-differs'), fault('header-one-damaged')]);
  });
});

/** The photo's id, as its run lists it. */
async function hashOf(writer: RunWriter): Promise<string> {
  const opened = await openAll(await archive('one', writer));
  return must((await opened.media())[0]?.entries[0]?.sha256, 'photo');
}
