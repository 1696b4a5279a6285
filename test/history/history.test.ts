import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContactRecord } from '../../lib/model/chat.ts';
import { byTime, type MessageRecord } from '../../lib/model/record.ts';
import { ANNA, BEN, fault, RunWriter, record, START, summary, wholeRun } from '../archive/fixture.ts';
import { historyOf, keys, rows } from '../archive/setting.ts';

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
