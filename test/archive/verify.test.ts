import { describe, expect, test } from 'vitest';
import type { Contents } from '../../lib/archive/contents.ts';
import { encodeRecords } from '../../lib/archive/records.ts';
import { MESSAGES, sealSegment } from '../../lib/archive/segment.ts';
import { verifyArchive, verifyRun } from '../../lib/archive/verify.ts';
import { concat, must, randomBytes } from '../../lib/base/bytes.ts';
import { ANNA, archiveOf, BEN, fault, RunWriter, record, START, sourceOf, wholeRun } from './fixture.ts';
import { header, keys, open } from './setting.ts';

const RECORDS = [record(ANNA, 1, 'a'), record(ANNA, 2, 'b'), record(ANNA, 3, 'c'), record(BEN, 1, 'd')];
const MEDIA = [randomBytes(0), randomBytes(1), randomBytes(40_000), randomBytes(2_200_000)];
const verify = (writer: RunWriter, options = {}) => verifyRun(sourceOf(writer.bytes), writer.run, options);
const failed = (what: string, detail: object = {}) => fault('verify-failed', { what, ...detail });

describe('a run as it was written', () => {
  test('every figure comes out', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), RECORDS, MEDIA, 2);
    const found = await verify(writer);
    expect(found).toMatchObject({ segments: 11, messages: 4, media: 4, mediaBytes: 2_240_001, indexes: 3 });
    expect(found.report?.messages.kept).toBe(4);
    expect([...found.chats]).toEqual([
      [ANNA, 3],
      [BEN, 1],
    ]);
  });

  test('can be gone on with from any segment, and be stopped', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), RECORDS, MEDIA, 2);
    const done: { number: number; offset: number }[] = [];
    await verify(writer, { onSegment: (step: { number: number; offset: number }) => done.push(step) });
    expect(done.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { number, offset } of done.slice(0, -1)) {
      const rest = await verify(writer, { from: number + 1, offset });
      expect(rest.segments).toBe(10 - number);
    }
    await expect(verify(writer, { signal: AbortSignal.abort() })).rejects.toEqual(fault('cancelled'));
  });

  test('of a whole archive, a run without an end as far as it goes', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(RECORDS.slice(0, 3));
    await expect(verify(writer)).rejects.toEqual(failed('end', { segment: 2 }));
    const second = await wholeRun(await RunWriter.start(keys, 2, 9, writer.previous), RECORDS);
    const bytes = await archiveOf(header, [writer, second]);
    expect((await verifyArchive(await open(bytes))).map(({ messages }) => messages)).toEqual([3, 4]);
    await expect(verifyArchive(await open(bytes.slice(0, -1)))).rejects.toEqual(failed('archive-cut'));
  });
});

describe('any difference', () => {
  test('each byte of a small run that is changed', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), RECORDS, [randomBytes(9)]);
    const whole = writer.bytes;
    for (let at = 192; at < whole.length; at++) {
      const bytes = whole.slice();
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      await expect(verifyRun(sourceOf(bytes), writer.run)).rejects.toEqual(fault('verify-failed'));
    }
  }, 60_000);

  test('cut, or longer', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), RECORDS);
    const { bytes } = writer;
    for (const other of [bytes.slice(0, -1), concat(bytes, Uint8Array.of(0)), bytes.slice(0, -24)])
      await expect(verifyRun(sourceOf(other), writer.run)).rejects.toEqual(failed('trailer'));
  });

  /** A run whose index of messages was changed before it was sealed. */
  async function withIndex(change: (contents: Contents) => Contents): Promise<RunWriter> {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(RECORDS.slice(0, 3));
    const [place] = writer.places.slice(-1);
    const entry = {
      ...must(place, 'place'),
      number: 1,
      kind: 1 as const,
      chat: ANNA,
      count: 3,
      first: 1000,
      last: 3000,
    };
    const contents = change({ segments: [entry], chats: writer.chats() });
    await writer.index('none', contents);
    return writer.end({ indexes: [] });
  }

  test.each<[string, object, object]>([
    ['number', { number: 2 }, { what: 'segment listed', segment: 2 }],
    ['offset', { offset: 193 }, { what: 'offset', expected: 193 }],
    ['length', { length: 10 }, { what: 'length', expected: 10 }],
    ['count', { count: 4 }, { what: 'count', found: 3, expected: 4 }],
    ['first', { first: 0 }, { what: 'first', found: 1000, expected: 0 }],
    ['last', { last: 9 }, { what: 'last' }],
    ['chat', { chat: BEN }, { what: 'chat' }],
  ])('an index that is wrong about %s', async (_, change, detail) => {
    const writer = await withIndex((contents) => ({
      ...contents,
      segments: contents.segments.map((entry) => ({ ...entry, ...change })),
    }));
    await expect(verify(writer)).rejects.toEqual(fault('verify-failed', detail));
  });

  test('the same, right: only the end is wrong about its indexes', async () => {
    const writer = await withIndex((contents) => contents);
    await expect(verify(writer)).rejects.toEqual(failed('indexes', { found: 2, expected: 0 }));
  });

  test('a medium whose hash is another', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.medium(randomBytes(50));
    const [place] = writer.places.slice(-1);
    const entry = {
      ...must(place, 'place'),
      number: 1,
      kind: 2 as const,
      sha256: '00'.repeat(32),
      size: 50,
      type: '',
    };
    await writer.index('none', { segments: [entry] });
    await writer.end();
    await expect(verify(writer)).rejects.toEqual(failed('sha256', { segment: 1 }));
  });

  test('a segment that no index lists', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(RECORDS.slice(0, 3));
    await writer.end();
    await expect(verify(writer)).rejects.toEqual(failed('segments listed', { segment: 1 }));
  });

  test.each<[string, (writer: RunWriter) => readonly unknown[]]>([
    ['one chat', () => [RECORDS[0], RECORDS[3]]],
    ['order', () => [RECORDS[1], RECORDS[0]]],
    ['records', () => []],
  ])('records that are not: %s', async (what, records) => {
    const writer = await RunWriter.start(keys, 1);
    const content = encodeRecords(records(writer) as typeof RECORDS);
    writer.segment((await sealSegment(writer.run, 0, MESSAGES, content)).bytes);
    await expect(verify(writer)).rejects.toEqual(failed(what));
  });

  test.each<[string, Partial<Contents>, string]>([
    ['messages of a chat', { chats: [] }, 'messages of a chat'],
    ['messages', {}, 'messages'],
  ])('figures: %s', async (name, _, what) => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(RECORDS.slice(0, 3));
    const chats = writer
      .chats()
      .map((chat) => (name === what && what !== 'messages' ? { ...chat, count: 2 } : chat));
    await writer.index('messages', { chats });
    if (what === 'messages') writer.kept.set(BEN, RECORDS.slice(3));
    await writer.end();
    await expect(verify(writer)).rejects.toEqual(
      failed(what, what === 'messages' ? { found: 3, expected: 4 } : { found: 3, expected: 2 }),
    );
  });

  test('says nothing of the content', async () => {
    const writer = await withIndex((contents) => ({
      ...contents,
      segments: contents.segments.map((entry) => ({ ...entry, chat: BEN })),
    }));
    const thrown = await verify(writer).catch((fault: unknown) => fault);
    expect(JSON.stringify(thrown)).not.toContain(BEN);
  });
});
