/**
 * @file In Node and in real Chromium: 20 GB as one blob of 64 MiB repeated: composed and opened to the chat list, without a byte of media read. Each
 * segment's number is in its seal, so that only the first of the repeated ones opens: the others are told when looked at.
 */
import { expect, test } from 'vitest';
import { composeArchive } from '../../lib/archive/container.ts';
import { encodeContents, type SegmentEntry } from '../../lib/archive/contents.ts';
import { blobSource, openArchive, type Source } from '../../lib/archive/open.ts';
import { trailer } from '../../lib/archive/run.ts';
import { END, INDEX, MEDIA, MediumSealer, sealSegment } from '../../lib/archive/segment.ts';
import { type Bytes, toHex } from '../../lib/base/bytes.ts';
import { crc32, joinCrc32 } from '../../lib/base/crc32.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { ANNA, fault, RunWriter, START } from '../archive/fixture.ts';
import { header, keys, RECORDS, secrets } from '../archive/setting.ts';

const isNode = 'process' in globalThis;
const MiB = 1024 * 1024;
/** Of a medium; sealed it is a little more than 64 MiB. */
const SIZE = 64 * MiB - 1;

interface Opening {
  readonly reads: number;
  readonly bytes: number;
}

interface Sealed {
  readonly blob: Blob;
  readonly length: number;
  readonly crc: number;
  readonly sha256: string;
}

/** A run of a few messages and `count` media, all of them the same sealed bytes, as an archive. */
async function archiveOf(count: number, size: number): Promise<{ archive: Source; hashes: string[] }> {
  const writer = await RunWriter.start(keys, 1);
  await writer.index('none', START);
  await writer.messages(RECORDS.slice(0, 2));
  await writer.messages(RECORDS.slice(2));
  await writer.index('messages');
  const before = writer.bytes;
  const medium = await sealed(writer, size);
  const hashes = Array.from({ length: count }, (_, i) => (i === 0 ? medium.sha256 : toHex(hashOf(i))));
  const segments = hashes.map((sha256, i): SegmentEntry => {
    const place = {
      number: writer.next + i,
      offset: writer.offset + i * medium.length,
      length: medium.length,
    };
    return { ...place, kind: MEDIA, sha256, size, type: 'video/mp4' };
  });
  const at = writer.offset + count * medium.length;
  const number = writer.next + count;
  const index = await sealSegment(writer.run, number, INDEX, encodeContents({ segments }));
  const indexes = [
    { number: 0, offset: 192, lists: 'none' as const },
    { number: 3, offset: writer.places[3]?.offset ?? 0, lists: 'messages' as const },
    { number, offset: at, lists: 'media' as const },
  ];
  const end = await sealSegment(writer.run, number + 1, END, encodeContents({ segments: [], indexes }));
  const rest = [index.bytes, end.bytes, trailer(number + 1, at + index.bytes.length)];
  let crc = crc32(before);
  for (let i = 0; i < count; i++) crc = joinCrc32(crc, medium.crc, medium.length);
  for (const bytes of rest) crc = crc32(bytes, crc);
  const blobs = [
    new Blob([before]),
    ...hashes.map(() => medium.blob),
    ...rest.map((bytes) => new Blob([bytes])),
  ];
  const total = blobs.reduce((sum, blob) => sum + blob.size, 0);
  const { parts, size: all } = composeArchive(header, [
    { number: 1, id: writer.run.id, size: total, crc32: crc, blobs },
  ]);
  const archive = isNode ? partsSource(parts) : blobSource(new Blob(parts));
  expect(archive.size).toBe(all);
  return { archive, hashes };
}

/** In place of a Blob, which Node cannot slice beyond 4 GiB. */
function partsSource(parts: readonly BlobPart[]): Source {
  const blobs = parts.map((part) => (part instanceof Blob ? part : new Blob([part])));
  const size = blobs.reduce((sum, blob) => sum + blob.size, 0);
  return {
    size,
    async read(offset, length) {
      const found: Blob[] = [];
      let at = 0;
      for (const blob of blobs) {
        const [from, to] = [Math.max(0, offset - at), Math.min(blob.size, offset + length - at)];
        if (from < to) found.push(blob.slice(from, to));
        at += blob.size;
      }
      return new Uint8Array(await new Blob(found).arrayBuffer());
    },
  };
}

async function sealed(writer: RunWriter, size: number): Promise<Sealed> {
  const sealer = await MediumSealer.start(writer.run, writer.next, size);
  const parts: Blob[] = [];
  let crc = 0;
  const take = (pieces: Bytes[]): void => {
    for (const bytes of pieces) crc = crc32(bytes, crc);
    parts.push(new Blob(pieces));
  };
  const slice = new Uint8Array(Math.min(size, MiB)).fill(7);
  for (let at = 0; at < size; at += slice.length)
    take(await sealer.push(slice.subarray(0, Math.min(slice.length, size - at))));
  take(await sealer.end());
  const blob = new Blob(parts);
  return { blob, length: blob.size, crc, sha256: sealer.sha256() };
}

const hashOf = (i: number): Bytes => {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, i);
  return bytes;
};

/** Opens to the chat list. */
async function opened(source: Source) {
  const counted = { reads: 0, bytes: 0 };
  const locked = await openArchive({
    ...source,
    async read(offset, length) {
      const found = await source.read(offset, length);
      counted.reads++;
      counted.bytes += found.length;
      return found;
    },
  });
  const open = await locked.open(secrets);
  const history = await archiveHistory(open);
  const chats = await history.chats();
  expect(chats.map(({ id, count }) => [id, count])).toContainEqual([ANNA, 2]);
  const opening: Opening = { ...counted };
  return { history, opening };
}

test('20 GB: composed and opened to the chat list', async () => {
  const memory = isNode ? await import('../bench/memory.ts') : null;
  await memory?.resetPeak(process.pid);
  const before = isNode ? process.memoryUsage().rss : 0;
  const { archive, hashes } = await archiveOf(320, SIZE);
  expect(archive.size).toBeGreaterThan(20e9);
  const { history, opening } = await opened(archive);
  expect(history.notes).toEqual([]);
  expect(opening.bytes).toBeLessThan(200_000);
  // The first of them is true, and read where it is asked for; the last lies beyond 20 GB, and is not what it says.
  const [first = '', last = ''] = [hashes[0], hashes.at(-1)];
  const medium = await history.medium(first);
  expect(medium?.size).toBe(SIZE);
  expect(await medium?.read(SIZE - 3, 3)).toEqual(Uint8Array.of(7, 7, 7));
  expect(await history.medium(last)).toBeNull();
  expect(history.notes).toEqual([fault('segment-damaged', { run: 1, segment: 323 })]);
  if (!memory) return;
  const grown = (await memory.peak(process.pid)) - before;
  console.log(
    `${(archive.size / 1e9).toFixed(1)} GB opened with ${opening.reads} reads of ${Math.round(opening.bytes / 1024)} KiB; ${Math.round(grown / MiB)} MiB of memory`,
  );
  expect(grown).toBeLessThan(300 * MiB);
});

test('what it takes to see the chats does not grow with media', async () => {
  const opening = async (count: number, size: number) =>
    (await opened((await archiveOf(count, size)).archive)).opening;
  const small = await opening(3, 1000);
  const large = await opening(3, 4 * MiB);
  const many = await opening(1500, 1000);
  expect(large.reads).toBe(small.reads);
  expect(large.bytes - small.bytes).toBeLessThan(1000);
  expect(many.reads).toBe(small.reads);
  console.log(
    `reads for the chats: ${small.reads}; bytes with 3 media ${small.bytes}, of 4 MiB each ${large.bytes}, with 1,500 media ${many.bytes}`,
  );
});
