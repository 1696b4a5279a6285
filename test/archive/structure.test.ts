/** @file What can be seen of a file without a secret: that it looks whole, or where it does not. */
import { describe, expect, test } from 'vitest';
import { runName } from '../../lib/archive/container.ts';
import { END, frame, MEDIA } from '../../lib/archive/frame.ts';
import { startRun, trailer } from '../../lib/archive/run.ts';
import type { Source } from '../../lib/archive/source.ts';
import { checkStructure, type StructureOptions } from '../../lib/archive/structure.ts';
import { type Bytes, concat, must, utf8 } from '../../lib/base/bytes.ts';
import { sealedLength } from '../../lib/seal/cobblestone.ts';
import { archiveOf, fault, RunWriter, START, sourceOf } from './fixture.ts';
import { header, indexOf, keys, one, type Run, rows } from './setting.ts';

const look = (bytes: Bytes, options: StructureOptions = {}) =>
  checkStructure([{ name: 'a.keepsake', source: sourceOf(bytes) }], options);
const runWith = (writer: RunWriter, bytes: Bytes): Run => ({ number: writer.number, run: writer.run, bytes });
/** One run, changed at these bytes of it. */
async function changed(writer: RunWriter, ...places: number[]) {
  const bytes = writer.bytes.map((byte, i) => (places.includes(i) ? byte ^ 0x40 : byte));
  const archive = await archiveOf(header, [runWith(writer, bytes)]);
  return { archive, start: indexOf(archive, writer.bytes.slice(40, 192)) - 40 };
}

describe('a whole file', () => {
  test('looks whole, frames alone and with its sums', async () => {
    const bytes = await archiveOf(header, [await one(1), await one(2)]);
    const whole = { runs: 2, segments: 14, findings: [] };
    expect(await look(bytes)).toEqual(whole);
    const progress: number[] = [];
    expect(await look(bytes, { sums: true, onProgress: (done, of) => progress.push(done / of) })).toEqual(
      whole,
    );
    expect(progress.at(-1)).toBe(1);
    await expect(look(bytes, { signal: AbortSignal.abort() })).rejects.toEqual(fault('cancelled'));
  });

  test('of 20 GB is stepped over, not read', async () => {
    const { head } = await startRun(keys, 1, 5, null);
    const size = sealedLength(20e9);
    const before = concat(head, frame(size, MEDIA));
    const end = before.length + size;
    const after = concat(frame(sealedLength(64), END), new Uint8Array(sealedLength(64)), trailer(1, end));
    let read = 0;
    const source: Source = {
      size: end + after.length,
      async read(offset, length) {
        read += length;
        const [near, far] = [before.slice(offset, offset + length), after.slice(Math.max(0, offset - end))];
        return offset >= end ? far.slice(0, length) : concat(near, new Uint8Array(length - near.length));
      },
    };
    const found = await checkStructure([{ name: 'runs/1.run', source }]);
    expect(found).toEqual({ runs: 1, segments: 2, findings: [] });
    expect(read).toBeLessThan(20_000);
  });
});

describe('what does not look whole', () => {
  test('how a run begins', async () => {
    const { archive, start } = await changed(await one(), 3);
    expect((await look(archive)).findings).toEqual([fault('run-start-damaged', { byte: start })]);
  });

  test('a newer run', async () => {
    const writer = await one();
    const bytes = writer.bytes;
    bytes[7] = 0x33;
    expect((await look(await archiveOf(header, [runWith(writer, bytes)]))).findings).toEqual([
      fault('newer-version', { what: 'run', version: 3 }),
    ]);
  });

  test('a frame that leads nowhere', async () => {
    const writer = await one();
    const { offset } = must(writer.places[2], 'place');
    const { archive, start } = await changed(writer, offset + 2);
    expect(await look(archive)).toMatchObject({
      segments: 2,
      findings: [fault('segment-damaged', { run: 1, segment: 2, byte: start + offset })],
    });
  });

  test('a trailer', async () => {
    const writer = await one();
    const { archive } = await changed(writer, writer.bytes.length - 1);
    expect((await look(archive)).findings).toEqual([fault('segment-damaged', { run: 1, what: 'trailer' })]);
  });

  test('a run without an end, and one cut in the middle of a segment', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(rows(0, 5));
    const { bytes } = writer;
    expect((await look(await archiveOf(header, [runWith(writer, bytes)]))).findings).toEqual([
      fault('run-unfinished', { run: 1, reason: 'unknown' }),
    ]);
    expect((await look(await archiveOf(header, [runWith(writer, bytes.slice(0, -5))]))).findings).toEqual([
      fault('segment-damaged', { run: 1, segment: 1 }),
    ]);
  });

  test('headers, and a file that ends too early', async () => {
    const bytes = await archiveOf(header, [await one()]);
    const at = indexOf(bytes, header) + 100;
    const flipped = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    expect((await look(flipped)).findings).toEqual([fault('header-one-damaged')]);
    expect((await look(bytes.slice(0, -9))).findings).toEqual([fault('archive-cut')]);
    expect((await look(bytes.slice(0, 2600))).findings).toContainEqual(fault('archive-cut'));
  });

  test('no archive at all', async () => {
    expect(await look(utf8('no'))).toEqual({ runs: 0, segments: 0, findings: [fault('not-an-archive')] });
  });

  test('bytes that only their sum, or only a secret, can tell', async () => {
    const writer = await one();
    const { offset } = must(writer.places[1], 'place');
    const { archive, start } = await changed(writer, offset + 80);
    expect((await look(archive)).findings).toEqual([]);
    const flipped = archive.map((byte, i) => (i === start + offset + 90 ? byte ^ 1 : byte));
    expect((await look(flipped)).findings).toEqual([]);
    const name = runName({ number: 1, id: writer.run.id });
    expect((await look(flipped, { sums: true })).findings).toEqual([
      fault('checksum-differs', { entry: name, byte: start }),
    ]);
    // Its sum made to fit, as whoever changed it could: from outside it looks whole.
    expect((await look(archive, { sums: true })).findings).toEqual([]);
  });
});
