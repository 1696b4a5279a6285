import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Contents } from '../../lib/archive/contents.ts';
import { openArchive } from '../../lib/archive/open.ts';
import type { Source } from '../../lib/archive/source.ts';
import { type Bytes, must, randomBytes } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import type { ContactRecord } from '../../lib/model/chat.ts';
import { byTime, type MessageRecord } from '../../lib/model/record.ts';
import { createVault, unlockWithPassword, type VaultKeys, type VaultSecrets } from '../../lib/vault/vault.ts';
import {
  ANNA,
  archiveOf,
  BEN,
  FLOOR,
  fault,
  PASSWORD,
  RunWriter,
  record,
  START,
  sourceOf,
  summary,
  wholeRun,
} from '../archive/fixture.ts';

let header: Bytes;
let keys: VaultKeys;
let secrets: VaultSecrets;
beforeAll(async () => {
  ({ header, keys } = await createVault(PASSWORD, FLOOR));
  secrets = await unlockWithPassword(header, PASSWORD);
});

type Run = { readonly number: number; readonly run: RunWriter['run']; readonly bytes: Bytes };
const historyOf = async (runs: readonly Run[], wrap: (source: Source) => Source = (source) => source) => {
  const source = wrap(sourceOf(await archiveOf(header, runs)));
  return archiveHistory(await (await openArchive(source)).open(secrets));
};
const rows = (from: number, to: number, chat = ANNA, body = 'b'): MessageRecord[] =>
  Array.from({ length: to - from }, (_, i) => record(chat, from + i, `${body}${from + i}`));
const times = (records: readonly MessageRecord[]) => records.map(({ t }) => t);

describe('one run', () => {
  test('chats, the latest first, counts and names from the indexes alone', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), [...rows(0, 250), ...rows(500, 510, BEN)]);
    let read = 0;
    const history = await historyOf([writer], (source) => ({
      size: source.size,
      read: (offset, length) => {
        read += length;
        return source.read(offset, length);
      },
    }));
    read = 0;
    const chats = await history.chats();
    expect(read).toBe(0);
    expect(chats.map(({ id, count, first, last }) => [id, count, first, last])).toEqual([
      [BEN, 10, 500, 509],
      [ANNA, 250, 0, 249],
    ]);
    expect(chats[0]?.name).toBe(`Chat ${BEN} of run 1`);
    expect(chats[0]).not.toHaveProperty('heads');
    expect(history.account).toEqual(START.account);
    expect(history.runs).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        number: 1,
        start: 1_700_000_000_001,
        finished: true,
        report: expect.objectContaining({ chats: 2 }),
      },
    ]);
    expect(history.notes).toEqual([]);
  });

  test('any range of messages is the same range of all of them', async () => {
    const all = rows(0, 250);
    const writer = await wholeRun(await RunWriter.start(keys, 1), all, [], 40);
    const history = await historyOf([writer]);
    const property = fc.asyncProperty(fc.nat(260), fc.nat(120), async (from, count) => {
      expect(await history.messages(ANNA, from, count)).toEqual(all.slice(from, from + count));
    });
    await fc.assert(property, { numRuns: 60 });
    expect(await history.messages('nobody@c.us', 0, 10)).toEqual([]);
    await expect(history.messages(ANNA, 0, 10, AbortSignal.abort())).rejects.toEqual(fault('cancelled'));
  });

  test('sealed newest page first, as a backup does, it reads oldest first', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    for (const from of [80, 60, 40, 20, 0]) await writer.messages(rows(from, from + 20));
    await writer.index('messages');
    await writer.end();
    const history = await historyOf([writer]);
    expect(times(await history.messages(ANNA, 0, 1000))).toEqual(times(rows(0, 100)));
    expect(times(await history.messages(ANNA, 95, 10))).toEqual([95, 96, 97, 98, 99]);
  });

  test('what it reads of a long chat is only what is looked at', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), rows(0, 4000), [], 100);
    let reads = 0;
    const history = await historyOf([writer], (source) => ({
      size: source.size,
      read: (offset, length) => {
        reads++;
        return source.read(offset, length);
      },
    }));
    reads = 0;
    expect(times(await history.messages(ANNA, 3950, 50))[0]).toBe(3950);
    expect(reads).toBe(1);
    await history.messages(ANNA, 3900, 50);
    expect(reads).toBe(1);
  });

  test('later words of one run replace earlier ones', async () => {
    const contact = (name: string): ContactRecord => ({
      id: BEN,
      name,
      pushname: null,
      verifiedName: null,
      shortName: null,
      phone: null,
      row: {},
    });
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(rows(0, 5));
    await writer.index('messages', { contacts: [contact('Benjamin')] });
    await writer.messages(rows(5, 9));
    await writer.index('messages', {
      contacts: [contact('Ben')],
      chats: [summary(ANNA, rows(0, 9), 'Anna')],
    });
    await writer.end();
    const history = await historyOf([writer]);
    expect((await history.contacts()).get(BEN)?.name).toBe('Ben');
    expect(await history.chats()).toMatchObject([{ id: ANNA, name: 'Anna', count: 9 }]);
  });
});

describe('several runs', () => {
  test('that go on after one another are one history', async () => {
    const first = await wholeRun(await RunWriter.start(keys, 1), rows(0, 50));
    const second = await wholeRun(await RunWriter.start(keys, 2, 5, first.previous), [
      ...rows(50, 80),
      ...rows(9, 12, BEN),
    ]);
    const history = await historyOf([first, second]);
    expect((await history.chats()).map(({ id, count, name }) => [id, count, name])).toEqual([
      [ANNA, 80, `Chat ${ANNA} of run 2`],
      [BEN, 3, `Chat ${BEN} of run 2`],
    ]);
    expect(times(await history.messages(ANNA, 45, 10))).toEqual(times(rows(45, 55)));
    expect(history.notes).toEqual([]);
  });

  test('that hold the same messages: each once, the later word wins', async () => {
    const first = await wholeRun(await RunWriter.start(keys, 1), rows(0, 50, ANNA, 'old '), [], 20);
    const edited = rows(40, 60, ANNA, 'new ');
    const second = await wholeRun(await RunWriter.start(keys, 2, 5, first.previous), edited, [], 20);
    const history = await historyOf([second, first]);
    expect((await history.chats())[0]).toMatchObject({ count: 60, first: 0, last: 59 });
    const all = await history.messages(ANNA, 0, 100);
    expect(all).toEqual([...rows(0, 40, ANNA, 'old '), ...edited]);
    expect(await history.messages(ANNA, 55, 100)).toEqual(edited.slice(15));
  });

  test('any runs, in any segments: as if all were read and merged', async () => {
    const segment = fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 12 }));
    const plan = fc.array(fc.array(segment, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 });
    const property = fc.asyncProperty(plan, async (runs) => {
      const writers: RunWriter[] = [];
      const merged = new Map<string, MessageRecord>();
      for (const [i, segments] of runs.entries()) {
        const writer = await RunWriter.start(keys, i + 1, i, writers.at(-1)?.previous ?? null);
        await writer.index('none', START);
        // A run seals no message twice: where a plan would, the segment begins after the one before.
        let after = 0;
        for (const [gap, length] of segments) {
          const records = rows(after + (gap % 7), after + (gap % 7) + length, ANNA, `run ${i} `);
          after += (gap % 7) + length;
          await writer.messages(records);
          for (const item of records) merged.set(item.id, item);
        }
        await writer.index('messages');
        writers.push(await writer.end());
      }
      const expected = [...merged.values()].sort(byTime);
      const history = await historyOf(writers);
      expect(await history.messages(ANNA, 0, 1000)).toEqual(expected);
      expect((await history.chats())[0]?.count).toBe(expected.length);
      expect(await history.messages(ANNA, 3, 5)).toEqual(expected.slice(3, 8));
    });
    await fc.assert(property, { numRuns: 25 });
  }, 60_000);

  test('an overlap in one run is counted once it is read', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages([record(ANNA, 1, 'a'), record(ANNA, 5, 'c')]);
    await writer.messages([record(ANNA, 3, 'b'), record(ANNA, 5, 'c, edited')]);
    await writer.index('messages');
    await writer.end();
    const history = await historyOf([writer]);
    expect((await history.messages(ANNA, 0, 9)).map(({ row }) => row.body)).toEqual(['a', 'b', 'c, edited']);
  });
});

describe('what is damaged', () => {
  const broken = (writer: RunWriter, ...numbers: number[]): Run => {
    const { bytes } = writer;
    for (const number of numbers) {
      const at = must(writer.places[number], 'place').offset + 80;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
    }
    return { number: writer.number, run: writer.run, bytes };
  };

  test('is noted once, and the rest reads on', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), rows(0, 50), [], 10);
    const history = await historyOf([broken(writer, 2)]);
    expect(history.notes).toEqual([]);
    const left = [...rows(0, 10), ...rows(20, 50)];
    expect(await history.messages(ANNA, 0, 100)).toEqual(left);
    expect(await history.messages(ANNA, 5, 10)).toEqual(left.slice(5, 15));
    expect(history.notes).toEqual([fault('segment-damaged', { run: 1, segment: 2 })]);
  });

  test('an index: messages are found, under a chat without a name', async () => {
    const writer = await wholeRun(
      await RunWriter.start(keys, 1),
      [...rows(0, 30), ...rows(0, 3, '1-2@g.us')],
      [],
      10,
    );
    const history = await historyOf([broken(writer, 5)]);
    expect((await history.chats()).map(({ id, kind, name, count }) => [id, kind, name, count])).toEqual([
      [ANNA, 'person', null, 30],
      ['1-2@g.us', 'group', null, 3],
    ]);
    expect(await history.messages(ANNA, 0, 100)).toEqual(rows(0, 30));
  });

  test('in one of two runs that hold the same: the other is read', async () => {
    const first = await wholeRun(await RunWriter.start(keys, 1), rows(0, 20), [], 10);
    const second = await wholeRun(await RunWriter.start(keys, 2, 5, first.previous), rows(0, 20), [], 10);
    const history = await historyOf([broken(first, 1), broken(second, 2)]);
    expect(await history.messages(ANNA, 0, 100)).toEqual(rows(0, 20));
    expect(history.notes.length).toBe(2);
  });
});

describe('media', () => {
  const film = randomBytes(100_000);

  test('are read at random, whole, and not at all', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    const hash = await writer.medium(film, 'video/mp4');
    await writer.index('media');
    await writer.end();
    const history = await historyOf([writer]);
    const medium = must(await history.medium(hash), 'medium');
    expect(medium).toMatchObject({ sha256: hash, size: 100_000, type: 'video/mp4' });
    expect(await medium.read(0, 100_000)).toEqual(film);
    expect(await medium.read(70_000, 100)).toEqual(film.slice(70_000, 70_100));
    expect(await medium.read(99_990, 100)).toEqual(film.slice(99_990));
    await expect(medium.read(0, 1, AbortSignal.abort())).rejects.toEqual(fault('cancelled'));
    expect(await history.medium('00'.repeat(32))).toBe(null);
  });

  test('damaged in one run are taken from another; damaged in all are noted', async () => {
    const writers: RunWriter[] = [];
    let hash = '';
    for (const number of [1, 2]) {
      const writer = await RunWriter.start(keys, number, number, writers.at(-1)?.previous ?? null);
      await writer.index('none', START);
      hash = await writer.medium(film);
      await writer.index('media');
      writers.push(await writer.end());
    }
    const [first, second] = writers.map((writer) => ({
      number: writer.number,
      run: writer.run,
      bytes: writer.bytes,
    }));
    if (!first || !second) throw new Error('runs');
    const at = must(writers[1]?.places[1], 'place').offset + 20;
    second.bytes[at] = (second.bytes[at] ?? 0) ^ 1;
    const history = await historyOf([first, second]);
    expect(await (await history.medium(hash))?.read(0, 100_000)).toEqual(film);
    expect(history.notes).toEqual([fault('segment-damaged', { run: 2, segment: 1 })]);
    first.bytes[at] = (first.bytes[at] ?? 0) ^ 1;
    const none = await historyOf([first, second]);
    expect(await none.medium(hash)).toBe(null);
    expect(none.notes.length).toBe(2);
  });

  test('missing ones say why, unless they are here after all', async () => {
    const writer = await RunWriter.start(keys, 1);
    const hash = await writer.medium(film);
    const missing = [hash, 'ee'.repeat(32)].map((sha256) => ({
      sha256,
      reason: 'expired' as const,
      message: 'm',
      size: 5,
      type: 'image',
    }));
    await writer.index('media', { missing } satisfies Partial<Contents>);
    await writer.end();
    const history = await historyOf([writer]);
    expect(await history.missing('ee'.repeat(32))).toEqual(missing[1]);
    expect(await history.missing(hash)).toBe(null);
    expect(await history.missing('00'.repeat(32))).toBe(null);
  });
});
