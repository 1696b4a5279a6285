/** @file The chats do not wait for the indexes of media; and what is wrong with these, or said of them falsely, is told all the same. */
import { describe, expect, test } from 'vitest';
import { checkArchive } from '../../lib/archive/check.ts';
import type { IndexPlace, SegmentEntry } from '../../lib/archive/contents.ts';
import { frame } from '../../lib/archive/frame.ts';
import { openArchive, openArchives } from '../../lib/archive/open.ts';
import { encodeRecords } from '../../lib/archive/records.ts';
import { MEDIA, MESSAGES, sealSegment } from '../../lib/archive/segment.ts';
import type { Source } from '../../lib/archive/source.ts';
import { verifyArchive } from '../../lib/archive/verify.ts';
import { type Bytes, concat, must, toHex } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { PREFIX } from '../../lib/seal/cobblestone.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { ANNA, archiveOf, fault, RunWriter, START, sourceOf, wholeRun } from './fixture.ts';
import { broken, codes, header, keys, open, PHOTO, type Run, rows, secrets } from './setting.ts';

/** Entries between two indexes, as a backup has it. */
const PER_INDEX = 400;
const HASH = toHex(await sha256(PHOTO));

/** Index 0, messages 1 to 3, their index 4, the photo 5, its index 6, the end 7. */
const photographed = async (number = 1, before: RunWriter | null = null) =>
  wholeRun(await RunWriter.start(keys, number, 5, before?.previous ?? null), rows(0, 30), [PHOTO], 10);

/** A photo, and so many media more whose bytes are no medium's: nothing reads them. */
async function archiveWithMedia(count: number): Promise<Bytes> {
  const writer = await RunWriter.start(keys, 1);
  await writer.index('none', START);
  await writer.messages(rows(0, 30));
  await writer.index('messages');
  await writer.medium(PHOTO);
  await writer.index('media');
  const sealed = concat(frame(PREFIX + 16, MEDIA), new Uint8Array(PREFIX + 16));
  for (let made = 0; made < count; made += PER_INDEX) {
    const segments = Array.from({ length: Math.min(PER_INDEX, count - made) }, (_, i): SegmentEntry => {
      const hash = toHex(Uint8Array.from({ length: 32 }, (_, at) => (made + i) >> (8 * (at % 3))));
      return { ...writer.segment(sealed), kind: MEDIA, sha256: hash, size: 1, type: 'image/jpeg' };
    });
    await writer.index('media', { segments });
  }
  return archiveOf(header, [await writer.end()]);
}

function counting(source: Source) {
  const counted = { reads: 0, bytes: 0 };
  const read: Source['read'] = async (offset, length) => {
    const found = await source.read(offset, length);
    counted.reads++;
    counted.bytes += found.length;
    return found;
  };
  return { counted, source: { ...source, read } };
}

async function toChats(bytes: Bytes) {
  const { counted, source } = counting(sourceOf(bytes));
  const opened = await (await openArchive(source)).open(secrets);
  const history = await archiveHistory(opened);
  const chats = await history.chats();
  expect(chats.map(({ id, count }) => [id, count])).toEqual([[ANNA, 30]]);
  return { opened, history, counted, needed: { ...counted } };
}

test('what is read for the chats is the same without media and with 20,000', async () => {
  const few = await toChats(await archiveWithMedia(0));
  const many = await toChats(await archiveWithMedia(20_000));
  expect(many.needed.reads).toBe(few.needed.reads);
  // The end names 50 indexes more.
  expect(many.needed.bytes - few.needed.bytes).toBeLessThan(50 * 30);
  // Messages are read without them too; the first medium waits for all.
  await many.history.messages(ANNA, 0, 30);
  expect(many.counted.reads).toBe(many.needed.reads + 1);
  expect(await (await many.history.medium(HASH))?.read(0, 700)).toEqual(PHOTO);
  const [media] = await many.opened.media();
  expect([media?.entries.length, media?.indexes.length]).toEqual([20_001, 54]);
  const { reads } = many.counted;
  expect(reads).toBeGreaterThan(many.needed.reads + 100);
  expect(await many.history.missing('ee'.repeat(32))).toBeNull();
  expect([many.counted.reads, many.history.notes]).toEqual([reads, []]);
});

describe('an index of media that is damaged', () => {
  test('is told when media are asked for, which are found without it; and by every check', async () => {
    const bytes = await archiveOf(header, [broken(await photographed(), 6)]);
    const told = [fault('segment-damaged', { run: 1, segment: 6 })];
    const { history } = await toChats(bytes);
    expect(history.notes).toEqual([]);
    expect(await (await history.medium(HASH))?.read(0, 700)).toEqual(PHOTO);
    expect(history.notes).toEqual(told);
    expect((await checkArchive(await open(bytes))).findings).toEqual(told);
    await expect(verifyArchive(await open(bytes))).rejects.toEqual(
      fault('verify-failed', { what: 'segment-damaged', segment: 6 }),
    );
  });

  test('in one of two files: is read from the other, and told', async () => {
    const writer = await photographed();
    const names = { hurt: broken(writer, 6), whole: writer };
    const files = await Promise.all(
      Object.entries(names).map(async ([name, run]) => ({
        name,
        source: sourceOf(await archiveOf(header, [run])),
      })),
    );
    for (const order of [files, files.toReversed()]) {
      const opened = await (await openArchives(order)).open(secrets);
      expect(opened.notes).toEqual([]);
      const [media] = await opened.media();
      expect([media?.entries.length, media?.unlisted]).toEqual([1, []]);
      expect(opened.notes).toEqual([fault('segment-mended', { file: 'hurt', segment: 6 })]);
    }
  });

  test.each([
    ['an index of messages', [4, 6]],
    ['the end', [6, 7]],
  ])('with %s: both are told at once', async (_, segments) => {
    const opened = await open(await archiveOf(header, [broken(await photographed(), ...segments)]));
    expect(opened.runs.map(({ waits }) => waits)).toEqual([false]);
    const damaged = opened.notes.flatMap(({ detail }) => detail.segment ?? []);
    expect(damaged.toSorted()).toEqual(segments);
    const { length } = opened.notes;
    expect((await opened.media()).map(({ unlisted }) => unlisted.length)).toEqual([1]);
    expect(opened.notes.length).toBe(length);
  });

  test.each([4, 6])(
    'or of messages, segment %i of a run that the next one names: nothing was cut',
    async (n) => {
      const first = await photographed(1);
      const second = await photographed(2, first);
      const opened = await open(await archiveOf(header, [broken(first, n), second]));
      await opened.media();
      expect(codes(opened.notes)).toEqual(['segment-damaged']);
    },
  );
});

test('a file that could not be read for a moment is read when the next medium is asked for', async () => {
  let gone = false;
  const source = sourceOf(await archiveOf(header, [broken(await photographed(), 6)]));
  const read: Source['read'] = async (offset, length) => {
    if (gone) throw new Fault('unexpected', { what: 'gone' });
    return source.read(offset, length);
  };
  const opened = await (await openArchive({ ...source, read })).open(secrets);
  const history = await archiveHistory(opened);
  gone = true;
  await expect(history.medium(HASH)).rejects.toEqual(fault('unexpected'));
  expect(history.notes).toEqual([]);
  gone = false;
  expect((await history.medium(HASH))?.size).toBe(700);
  expect(history.notes).toEqual([fault('segment-damaged', { segment: 6 })]);
});

describe('an end that calls an index of messages one of media', () => {
  const NOTHING = { found: 0, kept: 0 };

  /** @param lies of what the end's report says too. */
  async function lying(lies: boolean): Promise<Run> {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    for (const at of [0, 10, 20]) await writer.messages(rows(at, at + 10));
    await writer.index('messages');
    const indexes = [0, 4].map((number): IndexPlace => {
      const { offset } = must(writer.places[number], 'place');
      return { number, offset, lists: number === 0 ? 'none' : 'media' };
    });
    const report = {
      chats: 1,
      completeness: {},
      messages: lies ? NOTHING : { found: 30, kept: 30 },
      skipped: {},
      media: { ...NOTHING, bytes: 0 },
      missing: {},
      unknownTypes: {},
      oldest: null,
      stopped: false,
    };
    return writer.end({ indexes, report });
  }

  test('is not believed where its figures say otherwise: nothing waits', async () => {
    const { opened } = await toChats(await archiveOf(header, [await lying(false)]));
    expect(opened.runs.map(({ waits }) => waits)).toEqual([false]);
    const { findings } = await checkArchive(opened);
    expect(findings).toEqual([fault('contents-differ', { what: 'index lists', segment: 4 })]);
  });

  test('and whose figures lie too: is told with the media, and by every check', async () => {
    const bytes = await archiveOf(header, [await lying(true)]);
    const opened = await open(bytes);
    const history = await archiveHistory(opened);
    expect([await history.chats(), opened.notes]).toEqual([[], []]);
    expect(await history.medium(HASH)).toBeNull();
    expect(history.notes).toEqual([fault('contents-differ', { what: 'index lists', run: 1, segment: 4 })]);
    const { findings } = await checkArchive(await open(bytes));
    expect(findings).toContainEqual(fault('contents-differ', { what: 'index lists', segment: 4 }));
  });
});

test('messages that no index lists, among media: told with the media, and by every check', async () => {
  const writer = await RunWriter.start(keys, 1);
  await writer.index('none', START);
  await writer.messages(rows(0, 30));
  await writer.index('messages');
  writer.segment((await sealSegment(writer.run, 3, MESSAGES, encodeRecords(rows(30, 40)))).bytes);
  await writer.medium(PHOTO);
  await writer.index('media');
  const bytes = await archiveOf(header, [await writer.end()]);
  const { opened } = await toChats(bytes);
  expect(opened.notes).toEqual([]);
  await opened.media();
  const told = fault('contents-differ', { what: 'segments listed', segment: 3 });
  expect(opened.notes).toEqual([told]);
  expect((await checkArchive(await open(bytes))).findings).toContainEqual(told);
});

test('messages that no index lists, behind all media: are there at once', async () => {
  const writer = await RunWriter.start(keys, 1);
  await writer.index('none', START);
  await writer.messages(rows(0, 20));
  await writer.index('messages');
  await writer.medium(PHOTO);
  await writer.index('media');
  writer.segment((await sealSegment(writer.run, 5, MESSAGES, encodeRecords(rows(20, 30)))).bytes);
  const history = await archiveHistory(await open(await archiveOf(header, [await writer.end()])));
  expect(await history.messages(ANNA, 0, 100)).toEqual(rows(0, 30));
});
