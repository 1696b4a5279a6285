/** @file Everything checked at once: all that is wrong is told, each thing once, and nothing of what is written. */
import { describe, expect, test } from 'vitest';
import { type ArchiveCheck, checkArchive } from '../../lib/archive/check.ts';
import { openArchives } from '../../lib/archive/open.ts';
import { encodeRecords } from '../../lib/archive/records.ts';
import { INDEX, MESSAGES, sealSegment } from '../../lib/archive/segment.ts';
import { concat, must, utf8 } from '../../lib/base/bytes.ts';
import { ANNA, archiveOf, BEN, fault, RunWriter, record, START, sourceOf, wholeRun } from './fixture.ts';
import { broken, header, indexOf, keys, open, PHOTO, type Run, rows, secrets } from './setting.ts';

const check = async (...runs: Run[]): Promise<ArchiveCheck> =>
  checkArchive(await open(await archiveOf(header, runs)));
const said = ({ findings }: ArchiveCheck) =>
  findings.map(({ code, detail }) => `${code} ${detail.segment ?? detail.what ?? ''}`.trim());

const many = async (number = 1, previous: RunWriter | null = null) =>
  wholeRun(
    await RunWriter.start(keys, number, 1_700_000_000_000 + number, previous?.previous ?? null),
    [...rows(0, 30), ...rows(0, 5, BEN)],
    [PHOTO, PHOTO.slice(9)],
    10,
  );

describe('as it was written', () => {
  test('every run is opened and counted, and nothing is found', async () => {
    const [first, second] = [await many(1), await many(2)];
    const progress: [number, number][] = [];
    const opened = await open(await archiveOf(header, [first, second]));
    const found = await checkArchive(opened, { onProgress: (done, of) => progress.push([done, of]) });
    const size = first.bytes.length + second.bytes.length;
    expect(found).toMatchObject({ segments: 20, messages: 70, media: 4, bytes: size, findings: [] });
    expect(found.runs.map(({ number, messages, media }) => [number, messages, media])).toEqual([
      [1, 35, 2],
      [2, 35, 2],
    ]);
    expect([...found.unknown]).toEqual([]);
    expect(progress.at(-1)).toEqual([size, size]);
    expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).toSorted((a, b) => a - b));
  });

  test('it stops when it is told to', async () => {
    const opened = await open(await archiveOf(header, [await many()]));
    await expect(checkArchive(opened, { signal: AbortSignal.abort() })).rejects.toEqual(fault('cancelled'));
  });

  test('a run that was stopped, and two browsers’ runs of one number, are no fault', async () => {
    const stopped = await RunWriter.start(keys, 1);
    await stopped.index('none', START);
    await stopped.messages(rows(0, 3));
    const [a, b] = [await many(2, stopped), await many(2, stopped)];
    expect((await check(stopped, a, b)).findings).toEqual([]);
  });

  test('what this program has no name for is counted by its path, and no fault', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', { ...START, flavour: 'sweet' } as typeof START);
    const odd = rows(0, 3).map((item) => ({ ...item, type: 'hologram', mood: { secret: 'words' } }));
    await writer.messages(odd);
    await writer.index('messages', {
      chats: writer.chats().map((chat) => ({ ...chat, theme: 'dark' })),
    } as object);
    const found = await check(await writer.end());
    expect(found.findings).toEqual([]);
    expect([...found.unknown]).toEqual([
      ['index.flavour', 1],
      ['message.mood', 3],
      ['message.type hologram', 3],
      ['index.chats[].theme', 1],
    ]);
  });
});

describe('damage', () => {
  test('in many places: each once, with its run, day, segment and byte, and no figure is blamed for it', async () => {
    const [first, second] = [await many(1), await many(2)];
    const bytes = await archiveOf(header, [broken(first, 2, 6), broken(second, 4)]);
    const found = await checkArchive(await open(bytes));
    const start = (writer: RunWriter) => indexOf(bytes, writer.bytes.slice(0, 192));
    const at = (writer: RunWriter, segment: number) =>
      start(writer) + must(writer.places[segment], 'place').offset;
    expect(found.findings).toEqual([
      fault('segment-damaged', { run: 1, at: 1_700_000_000_001, segment: 2, byte: at(first, 2) }),
      fault('segment-damaged', { run: 1, at: 1_700_000_000_001, segment: 6, byte: at(first, 6) }),
      fault('segment-damaged', { run: 2, at: 1_700_000_000_002, segment: 4, byte: at(second, 4) }),
    ]);
    expect([found.messages, found.media]).toEqual([25 + 30, 1 + 2]);
  });

  test.each([
    ['an index', [5], ['segment-damaged 5']],
    ['the first index', [0], ['segment-damaged 0']],
    ['an index and what it lists', [5, 1], ['segment-damaged 1', 'segment-damaged 5']],
    ['all messages', [1, 2, 3, 4], [1, 2, 3, 4].map((n) => `segment-damaged ${n}`)],
  ])('of %s', async (_, segments, expected) => {
    expect(said(await check(broken(await many(), ...segments)))).toEqual(expected);
  });

  test('of the end: the run has none', async () => {
    const writer = await many();
    expect(said(await check(broken(writer, 9)))).toEqual(['run-unfinished', 'segment-damaged 9']);
  });

  test('of a frame’s length: what an index places is read on from', async () => {
    const writer = await many();
    const { bytes } = writer;
    bytes[must(writer.places[2], 'place').offset + 3] = 1;
    const found = await check({ number: 1, run: writer.run, bytes });
    expect(said(found)).toEqual(['segment-damaged 2']);
    expect(found.media).toBe(2);
  });

  test('of an index and a frame’s length: what lies between is told as one', async () => {
    const writer = await many();
    const { bytes } = broken(writer, 5);
    bytes[must(writer.places[1], 'place').offset + 3] = 1;
    const found = await check({ number: 1, run: writer.run, bytes });
    expect(found.findings).toEqual([fault('segment-damaged', { segment: 1, to: 5 })]);
    expect(found.media).toBe(2);
  });

  test('of the trailer', async () => {
    const writer = await many();
    const bytes = writer.bytes.map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte));
    expect(said(await check({ number: 1, run: writer.run, bytes }))).toEqual(['contents-differ 9']);
  });

  test('missing and cut runs are found with it', async () => {
    const first = await many(1);
    const second = await many(2, first);
    const third = await many(3, second);
    const cut = { number: 1, run: first.run, bytes: first.bytes.slice(0, first.places[3]?.offset) };
    expect(said(await check(cut, second))).toEqual(['run-cut']);
    expect(said(await check(first, broken(third, 1)))).toEqual(['run-missing', 'segment-damaged 1']);
  });
});

describe('one run in two files', () => {
  const both = async (writer: RunWriter, a: readonly number[], b: readonly number[]) => {
    const file = async (name: string, damaged: readonly number[]) => ({
      name,
      source: sourceOf(await archiveOf(header, [broken(writer, ...damaged)])),
    });
    return checkArchive(await (await openArchives([await file('a', a), await file('b', b)])).open(secrets));
  };

  test('each file is checked; what is whole in the other is not lost', async () => {
    const found = await both(await many(), [1, 2], [2, 3]);
    const told = found.findings.map(({ code, detail }) => `${detail.file} ${code} ${detail.segment}`).sort();
    expect(told).toEqual([
      'a segment-damaged 2',
      'a segment-mended 1',
      'b segment-damaged 2',
      'b segment-mended 3',
    ]);
    expect(found.runs.map(({ file, messages }) => [file, messages]).sort()).toEqual([
      ['a', 15],
      ['b', 15],
    ]);
  });
});

describe('what a run says of itself, and is not so', () => {
  /** A run whose second index, of its messages, was made up. */
  async function liar(change: (entry: object) => object, chats?: number): Promise<RunWriter> {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(rows(0, 3));
    const [place] = writer.places.slice(-1);
    const entry = { ...must(place, 'place'), number: 1, kind: 1, chat: ANNA, count: 3, first: 0, last: 2000 };
    const summaries = writer.chats().map((chat) => ({ ...chat, count: chats ?? chat.count }));
    await writer.index('messages', { segments: [change(entry)] as never, chats: summaries });
    return writer.end();
  }

  test('nothing is found where all is so', async () => {
    expect(said(await check(await liar((entry) => entry)))).toEqual([]);
  });

  test('each lie is told, not only the first', async () => {
    const found = await check(await liar((entry) => ({ ...entry, count: 4, last: 9 }), 5));
    expect(found.findings).toEqual([
      fault('contents-differ', { what: 'count', segment: 1, found: 3, expected: 4, run: 1 }),
      fault('contents-differ', { what: 'last', segment: 1, found: 2000, expected: 9 }),
      fault('contents-differ', { what: 'messages of a chat', found: 3, expected: 5 }),
    ]);
  });

  test('a medium of another hash', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.medium(PHOTO);
    const place = must(writer.places[0], 'place');
    const entry = { ...place, number: 0, kind: 2 as const, sha256: '00'.repeat(32), size: 700, type: '' };
    await writer.index('media', { segments: [entry] });
    expect(said(await check(await writer.end()))).toEqual(['contents-differ 0']);
  });

  test('records and indexes of another form are told by their paths', async () => {
    const writer = await RunWriter.start(keys, 1);
    const wrong = [...rows(0, 2), { ...record(ANNA, 5, 'x'), t: 'noon', reactions: [{ sender: 5 }] }];
    const content = encodeRecords(wrong as never);
    writer.segment((await sealSegment(writer.run, 0, MESSAGES, content)).bytes);
    const index = utf8(JSON.stringify({ segments: [], chats: [{ id: 'x' }], timeZone: 9 }));
    writer.segment((await sealSegment(writer.run, 1, INDEX, index)).bytes);
    writer.segment((await sealSegment(writer.run, 2, INDEX, utf8('no JSON'))).bytes);
    const found = await check(await writer.end());
    const paths = found.findings.map(({ code, detail }) => `${code} ${detail.what} ${detail.count}`);
    expect(paths).toEqual(
      expect.arrayContaining([
        'schema-differs message.t 1',
        'schema-differs message.reactions[].sender 1',
        'schema-differs index.chats[].kind 1',
        'schema-differs index.timeZone 1',
        'schema-differs index 1',
      ]),
    );
    expect(found.findings.every(({ code }) => code === 'schema-differs')).toBe(true);
  });

  test('says nothing of the content', async () => {
    const found = await check(await liar((entry) => ({ ...entry, chat: BEN })));
    expect(found.findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(found.findings.map((note) => note.toNote()))).not.toMatch(/@c\.us|"b0"/);
  });
});

test('bytes behind the end', async () => {
  const writer = await many();
  const bytes = concat(writer.bytes, Uint8Array.of(1));
  expect(said(await check({ number: 1, run: writer.run, bytes }))).toEqual(['contents-differ 9']);
});
