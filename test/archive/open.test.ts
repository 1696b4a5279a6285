import { beforeAll, describe, expect, test } from 'vitest';
import { openArchive } from '../../lib/archive/open.ts';
import { trailer } from '../../lib/archive/run.ts';
import { INDEX, MESSAGES, sealSegment } from '../../lib/archive/segment.ts';
import {
  type Bytes,
  concat,
  equal,
  fromUtf8,
  must,
  randomBytes,
  toBase64url,
  utf8,
} from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { encodeHeader, parseHeader } from '../../lib/vault/header.ts';
import { createVault, unlockWithPassword, type VaultKeys, type VaultSecrets } from '../../lib/vault/vault.ts';
import {
  ANNA,
  archiveOf,
  BEN,
  everything,
  FLOOR,
  fault,
  PASSWORD,
  RunWriter,
  record,
  START,
  sourceOf,
  wholeRun,
} from './fixture.ts';

let header: Bytes;
let keys: VaultKeys;
let secrets: VaultSecrets;
beforeAll(async () => {
  ({ header, keys } = await createVault(PASSWORD, FLOOR));
  secrets = await unlockWithPassword(header, PASSWORD);
});

const RECORDS = [record(ANNA, 100, 'one'), record(ANNA, 200, 'two'), record(BEN, 150, 'three')];
const PHOTO = Uint8Array.from({ length: 700 }, (_, i) => i);

const open = async (bytes: Bytes) => (await openArchive(sourceOf(bytes))).open(secrets);
const codes = (notes: readonly { code: string }[]) => notes.map(({ code }) => code);
const one = async (number = 1) => wholeRun(await RunWriter.start(keys, number), RECORDS, [PHOTO]);

/** The archive of a run whose bytes were changed. */
const withRun = async (writer: RunWriter, bytes: Bytes) =>
  archiveOf(header, [{ number: writer.number, run: writer.run, bytes }]);

describe('a whole archive', () => {
  test('tells its vault while locked, opens with its password, and has all', async () => {
    const writer = await one();
    const locked = await openArchive(sourceOf(await archiveOf(header, [writer])));
    expect(locked.vaultId).toEqual(keys.id);
    expect(locked.shortName).toMatch(/^[0-9a-f]{12}$/);
    expect(locked.notes).toEqual([]);
    await expect(locked.unlock('wrong horse')).rejects.toEqual(fault('wrong-password'));
    const opened = await locked.unlock(PASSWORD);
    expect(opened).toMatchObject({ genuine: true, continues: false, notes: [], keys, header });
    const [run] = opened.runs;
    expect(run?.end?.contents.report?.messages.kept).toBe(3);
    expect(run?.entries.map(({ kind }) => kind)).toEqual([1, 1, 2]);
    expect(run?.indexes.map(({ number }) => number)).toEqual([0, 3, 5, 6]);
    expect(run?.segments).toBe(7);
    const seen = await everything(opened, [run?.entries[2]?.sha256 ?? '']);
    expect([seen.messages.length, seen.media.length, seen.notes]).toEqual([3, 1, 0]);
  });

  test('secrets of another vault do not open it', async () => {
    const other = await createVault(PASSWORD, FLOOR);
    const locked = await openArchive(sourceOf(await archiveOf(header, [])));
    const theirs = await unlockWithPassword(other.header, PASSWORD);
    await expect(locked.open(theirs)).rejects.toEqual(fault('other-vault'));
  });

  test('of 5,000 messages opens in less than a second', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => record(i % 2 ? ANNA : BEN, i * 60, `message ${i}`));
    const writer = await wholeRun(await RunWriter.start(keys, 1), many, [], 500);
    const locked = await openArchive(sourceOf(await archiveOf(header, [writer])));
    const begin = performance.now();
    const history = await archiveHistory(await locked.open(secrets));
    const [chat] = await history.chats();
    expect(chat?.count).toBe(2500);
    expect((await history.messages(chat?.id ?? '', 2450, 50)).length).toBe(50);
    expect(performance.now() - begin).toBeLessThan(1000);
  });
});

describe('headers', () => {
  /** The archive with other bytes for the header, the copy, or both, of the same length. */
  async function withHeaders(first: Bytes, copy: Bytes): Promise<Bytes> {
    const bytes = await archiveOf(header, [await one()]);
    const at = indexOf(bytes, header, 0);
    bytes.set(first, at);
    bytes.set(copy, indexOf(bytes, header, at + 1));
    return bytes;
  }
  const damaged = () => header.map((byte, i) => (i === 100 ? byte ^ 1 : byte));

  test('one damaged: the other is taken, and it is said', async () => {
    for (const bytes of [await withHeaders(damaged(), header), await withHeaders(header, damaged())]) {
      const opened = await (await openArchive(sourceOf(bytes))).unlock(PASSWORD);
      expect(opened.notes).toEqual([fault('header-damaged')]);
      expect((await everything(opened, [])).messages.length).toBe(3);
    }
  });

  test('both damaged', async () => {
    const bytes = await withHeaders(damaged(), damaged());
    await expect(openArchive(sourceOf(bytes))).rejects.toEqual(fault('header-damaged'));
  });

  test('both right but different: both are tried', async () => {
    const slots = (await parseHeader(header)).slots;
    const salted = slots.map((slot) => ({
      ...slot,
      kdf: { ...(slot.kdf as object), salt: toBase64url(randomBytes(16)) },
    }));
    const other = await encodeHeader(keys.id, salted, keys.writerKey);
    expect(other.length).toBe(header.length);
    for (const [first, copy] of [
      [other, header],
      [header, other],
    ] as const) {
      const locked = await openArchive(sourceOf(await withHeaders(first, copy)));
      expect(locked.notes).toEqual([fault('headers-differ')]);
      const opened = await locked.unlock(PASSWORD);
      expect([opened.genuine, opened.header]).toEqual([true, header]);
      await expect(locked.unlock('wrong horse')).rejects.toEqual(fault('wrong-password'));
    }
  });

  test('altered: runs are read, but nothing is to be adopted', async () => {
    const text = fromUtf8(header);
    const body = utf8(
      text.slice(0, -105).replace('"lanes":1', '"lanes":1 ').replace('"version":1', '"version":1'),
    );
    const forged = concat(body, utf8(`,"sum":"${toBase64url(await sha256(body))}"${text.slice(-53)}`));
    const opened = await (await openArchive(sourceOf(await archiveOf(forged, [await one()])))).unlock(
      PASSWORD,
    );
    expect(opened.genuine).toBe(false);
    expect(opened.notes).toEqual([fault('header-altered')]);
    expect((await everything(opened, [])).messages.length).toBe(3);
  });

  test('of a newer version', async () => {
    const body = utf8(fromUtf8(header).slice(0, -105).replace('"version":1', '"version":2'));
    const tail = `,"sum":"${toBase64url(await sha256(body))}"${fromUtf8(header).slice(-53)}`;
    const bytes = await archiveOf(concat(body, utf8(tail)), []);
    await expect(openArchive(sourceOf(bytes))).rejects.toEqual(fault('newer-version', { version: 2 }));
  });
});

describe('runs', () => {
  test('stand by number; each names the one before', async () => {
    const first = await one(1);
    const second = await wholeRun(await RunWriter.start(keys, 2, 5, first.previous), RECORDS);
    const third = await wholeRun(await RunWriter.start(keys, 3, 6, second.previous), []);
    const all = await open(await archiveOf(header, [third, first, second]));
    expect(all.runs.map(({ head }) => head.number)).toEqual([1, 2, 3]);
    expect([all.notes, all.continues]).toEqual([[], false]);
    const later = await open(await archiveOf(header, [second, third]));
    expect([later.notes, later.continues]).toEqual([[], true]);
    const gap = await open(await archiveOf(header, [first, third]));
    expect(gap.notes).toEqual([fault('run-missing', { before: 3 })]);
  });

  test('two browsers’ runs of one number both stand, by start', async () => {
    const first = await one(1);
    const a = await wholeRun(await RunWriter.start(keys, 2, 900, first.previous), RECORDS);
    const b = await wholeRun(await RunWriter.start(keys, 2, 800, first.previous), RECORDS);
    const opened = await open(await archiveOf(header, [first, a, b]));
    expect(opened.runs.map(({ head }) => head.start)).toEqual([1_700_000_000_001, 800, 900]);
    expect(opened.notes).toEqual([]);
  });

  test('another vault’s run, and one whose beginning is damaged', async () => {
    const other = await createVault(PASSWORD, FLOOR);
    const strange = await wholeRun(await RunWriter.start(other.keys, 7), RECORDS);
    const whole = await one(2);
    const broken = await one(3);
    const bytes = broken.bytes;
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    const opened = await open(
      await archiveOf(header, [strange, whole, { number: 3, run: broken.run, bytes }]),
    );
    expect(opened.runs.length).toBe(1);
    expect(opened.notes).toEqual([fault('other-vault', { run: 7 }), fault('run-start-damaged', { run: 3 })]);
  });

  test('of a newer version', async () => {
    const writer = await one();
    const bytes = concat(utf8('keepsrn2'), writer.bytes.slice(8));
    expect((await open(await withRun(writer, bytes))).notes).toEqual([
      fault('newer-version', { version: 2 }),
    ]);
  });

  test('twice in the file: the one with more good segments is taken', async () => {
    const writer = await one();
    const cut = { ...writer, number: 1, run: writer.run, bytes: writer.bytes.slice(0, 900) };
    for (const runs of [
      [cut, writer],
      [writer, cut],
    ]) {
      const opened = await open(await archiveOf(header, runs));
      expect(opened.runs.map(({ end }) => end !== null)).toEqual([true]);
      expect(opened.notes).toEqual([]);
    }
  });

  test('without an end: opens segment by segment, media too', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(RECORDS.slice(0, 2));
    await writer.index('messages');
    await writer.messages(RECORDS.slice(2));
    const hash = await writer.medium(PHOTO);
    const opened = await open(await withRun(writer, writer.bytes));
    expect(opened.notes).toEqual([fault('run-unfinished', { run: 1 })]);
    const [run] = opened.runs;
    expect([run?.end, run?.segments, run?.entries.length, run?.unlisted.length]).toEqual([null, 5, 2, 1]);
    const seen = await everything(opened, [hash]);
    expect([seen.messages.length, seen.media]).toEqual([3, [hash]]);
  });

  test('without an end, named by the next: not finished, or cut', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none', START);
    await writer.messages(RECORDS.slice(0, 2));
    await writer.messages(RECORDS.slice(2));
    const next = await wholeRun(await RunWriter.start(keys, 2, 5, writer.previous), RECORDS);
    const whole = await open(await archiveOf(header, [writer, next]));
    expect(whole.notes).toEqual([fault('run-unfinished', { run: 1 })]);
    const bytes = writer.bytes.slice(0, writer.places[2]?.offset);
    const cut = await open(await archiveOf(header, [{ number: 1, run: writer.run, bytes }, next]));
    expect(cut.notes).toEqual([
      fault('run-unfinished', { run: 1 }),
      fault('run-cut', { run: 1, segments: 2, expected: 3 }),
    ]);
  });

  test('a finished run that was cut behind its end, or continued by someone: other segments', async () => {
    const writer = await one();
    const { previous } = writer;
    for (const claim of [
      { ...previous, segments: 8 },
      { ...previous, commitment: randomBytes(32) },
    ]) {
      const next = await wholeRun(await RunWriter.start(keys, 2, 5, claim), RECORDS);
      const opened = await open(await archiveOf(header, [writer, next]));
      expect(codes(opened.notes)).toEqual(['run-cut']);
    }
  });

  test('begun and no more: nothing in it, named with zeros', async () => {
    const writer = await RunWriter.start(keys, 1);
    const next = await wholeRun(await RunWriter.start(keys, 2, 5, writer.previous), RECORDS);
    const opened = await open(await archiveOf(header, [writer, next]));
    expect(opened.notes).toEqual([fault('run-unfinished', { run: 1 })]);
  });
});

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
    const bytes = writer.bytes;
    const at = must(writer.places[1], 'place').offset + 80;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const { count, notes } = await seen(bytes, writer);
    expect([count, notes]).toEqual([1, [fault('segment-damaged', { run: 1, segment: 1 })]]);
  });

  test('a damaged index: its segments are found by walking', async () => {
    const writer = await one();
    const bytes = writer.bytes;
    const at = must(writer.places[3], 'place').offset + 80;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const { count, notes } = await seen(bytes, writer);
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
    const bytes = writer.bytes;
    const at = must(writer.places[6], 'place').offset + 80;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const { count, notes } = await seen(bytes, writer);
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

function indexOf(bytes: Bytes, part: Bytes, from: number): number {
  for (let at = from; at + part.length <= bytes.length; at++)
    if (bytes[at] === part[0] && equal(bytes.subarray(at, at + part.length), part)) return at;
  throw new Error('not found');
}
