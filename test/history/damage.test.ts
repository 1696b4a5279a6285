import { describe, expect, test } from 'vitest';
import type { Contents } from '../../lib/archive/contents.ts';
import { must, randomBytes } from '../../lib/base/bytes.ts';
import { ANNA, fault, RunWriter, START, wholeRun } from '../archive/fixture.ts';
import { broken, historyOf, keys, rows } from '../archive/setting.ts';

describe('what is damaged', () => {
  test('is noted once, and the rest reads on', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), rows(0, 50), [], 10);
    const history = await historyOf([broken(writer, 2)]);
    expect(history.notes).toEqual([]);
    expect((await history.chats()).map(({ count }) => count)).toEqual([50]);
    const left = [...rows(0, 10), ...rows(20, 50)];
    expect(await history.messages(ANNA, 0, 100)).toEqual(left);
    expect((await history.chats()).map(({ count }) => count)).toEqual([40]);
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
