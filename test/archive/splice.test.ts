import { describe, expect, test } from 'vitest';
import { trailer } from '../../lib/archive/run.ts';
import { INDEX, MESSAGES, sealSegment } from '../../lib/archive/segment.ts';
import { type Bytes, concat, must, utf8 } from '../../lib/base/bytes.ts';
import { ANNA, everything, fault, RunWriter, START } from './fixture.ts';
import { broken, codes, keys, one, open, RECORDS, withRun } from './setting.ts';

describe('segments', () => {
  /** Reads all; every message seen is one that was written. */
  async function seen(bytes: Bytes, writer: RunWriter) {
    const opened = await open(await withRun(writer, bytes));
    const read = await everything(opened, []);
    const written = RECORDS.map((item) => JSON.stringify(item));
    for (const message of read.messages) expect(written).toContain(message);
    return { count: read.messages.length, notes: opened.notes };
  }
  const piece = (writer: RunWriter, number: number) => {
    const { offset, length } = must(writer.places[number], 'place');
    return writer.bytes.slice(offset, offset + length);
  };

  test('damaged: noted with its number, the rest still reads', async () => {
    const writer = await one();
    const { count, notes } = await seen(broken(writer, 1).bytes, writer);
    expect([count, notes]).toEqual([1, [fault('segment-damaged', { run: 1, segment: 1 })]]);
  });

  test('a damaged index: its segments are found by walking', async () => {
    const writer = await one();
    const { count, notes } = await seen(broken(writer, 3).bytes, writer);
    expect([count, notes]).toEqual([3, [fault('segment-damaged', { run: 1, segment: 3 })]]);
  });

  test('a damaged index and a length that leads nowhere: the next that is known goes on', async () => {
    const writer = await one();
    const bytes = writer.bytes;
    bytes[must(writer.places[3], 'place').offset + 80] = 0;
    bytes[must(writer.places[1], 'place').offset + 3] = 1;
    const { count, notes } = await seen(bytes, writer);
    expect(count).toBe(0);
    expect(notes).toContainEqual(fault('segment-damaged', { run: 1, segment: 3 }));
    expect(notes).toContainEqual(fault('segment-damaged', { run: 1, segment: 1, to: 2 }));
  });

  test('a damaged end: not finished, and everything is there', async () => {
    const writer = await one();
    const { count, notes } = await seen(broken(writer, 6).bytes, writer);
    expect(count).toBe(3);
    expect(notes).toEqual([fault('segment-damaged', { segment: 6 }), fault('run-unfinished')]);
  });

  test('a damaged trailer costs nothing', async () => {
    for (const at of [1, 9, 17, 24]) {
      const writer = await one();
      const bytes = writer.bytes;
      bytes[bytes.length - at] = (bytes[bytes.length - at] ?? 0) ^ 1;
      expect(await seen(bytes, writer)).toEqual({ count: 3, notes: [] });
    }
  });

  test('swapped', async () => {
    const writer = await one();
    const [a, b] = [piece(writer, 1), piece(writer, 2)];
    const bytes = writer.bytes;
    bytes.set(concat(b, a), must(writer.places[1], 'place').offset);
    const { count, notes } = await seen(bytes, writer);
    expect(count).toBe(0);
    expect(codes(notes)).toEqual(['segment-damaged', 'segment-damaged']);
  });

  test('repeated, in a run without an end', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(RECORDS.slice(0, 2));
    const { count, notes } = await seen(concat(writer.bytes, piece(writer, 1)), writer);
    expect(count).toBe(2);
    expect(notes).toEqual([fault('segment-damaged', { segment: 2 }), fault('run-unfinished')]);
  });

  test('brought from another run of the same vault, under the same number', async () => {
    const [writer, other] = [await one(1), await one(2)];
    const bytes = writer.bytes;
    const [mine, theirs] = [piece(writer, 1), piece(other, 1)];
    expect(mine.length).toBe(theirs.length);
    bytes.set(theirs, must(writer.places[1], 'place').offset);
    const { count, notes } = await seen(bytes, writer);
    expect([count, notes]).toEqual([1, [fault('segment-damaged', { run: 1, segment: 1 })]]);
  });

  test('a whole run under another run’s beginning', async () => {
    const [writer, other] = [await one(1), await one(2)];
    const bytes = concat(writer.bytes.slice(0, 192), other.bytes.slice(192));
    const { count, notes } = await seen(bytes, writer);
    expect(count).toBe(0);
    expect(codes(notes)).toContain('segment-damaged');
  });

  test('relabelled: an index as messages and the other way round', async () => {
    for (const [number, kind] of [
      [1, INDEX],
      [3, MESSAGES],
    ] as const) {
      const writer = await RunWriter.start(keys, 1);
      await writer.index('none', START);
      await writer.messages(RECORDS.slice(0, 2));
      await writer.messages(RECORDS.slice(2));
      await writer.index('messages');
      const bytes = writer.bytes;
      bytes[must(writer.places[number], 'place').offset + 8] = kind;
      // An index that opens says more of a segment than the segment's frame does.
      expect((await seen(bytes, writer)).count).toBe(3);
    }
  });

  test('an index that lists what lies outside the file', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(RECORDS.slice(0, 2));
    const entry = {
      number: 9,
      kind: 1,
      offset: 10 ** 12,
      length: 500,
      chat: ANNA,
      count: 5,
      first: 0,
      last: 9,
    } as const;
    await writer.index('none', { segments: [entry] });
    await writer.end();
    const { count, notes } = await seen(writer.bytes, writer);
    expect([count, notes]).toEqual([2, [fault('segment-damaged', { run: 1, segment: 9 })]]);
  });

  test('a trailer that claims a number of 2^52: nothing hangs', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    const { bytes } = await sealSegment(writer.run, 2 ** 52, 4, utf8('{"segments":[]}'));
    const whole = concat(writer.bytes, bytes, trailer(2 ** 52, writer.offset));
    const { notes } = await seen(whole, writer);
    expect(notes).toEqual([fault('segment-damaged', { segment: 1, to: 2 ** 52 - 1 })]);
  });
});
