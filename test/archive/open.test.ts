import { describe, expect, test } from 'vitest';
import { openArchive } from '../../lib/archive/open.ts';
import { type Bytes, concat, fromUtf8, must, randomBytes, toBase64url, utf8 } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { encodeHeader, parseHeader } from '../../lib/vault/header.ts';
import { unlockHeader } from '../../lib/vault/slots.ts';
import { createVault } from '../../lib/vault/vault.ts';
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
import { codes, header, indexOf, keys, one, open, PHOTO, RECORDS, secrets, withRun } from './setting.ts';

describe('a whole archive', () => {
  test('tells its vault while locked, opens with its password, and has all', async () => {
    const writer = await one();
    const locked = await openArchive(sourceOf(await archiveOf(header, [writer])));
    expect(locked.vaultId).toEqual(keys.id);
    expect(locked.shortName).toMatch(/^[0-9a-f]{12}$/);
    expect(locked.notes).toEqual([]);
    await expect(locked.unlock({ kind: 'password', password: 'wrong horse' })).rejects.toEqual(
      fault('wrong-password'),
    );
    const opened = await locked.unlock({ kind: 'password', password: PASSWORD });
    expect(opened).toMatchObject({ genuine: true, continues: false, notes: [], keys, header });
    const [run] = opened.runs;
    expect(run?.end?.contents.report?.messages.kept).toBe(3);
    const [media] = await opened.media();
    expect(run?.entries.map(({ kind }) => kind)).toEqual([1, 1]);
    expect(media?.entries.map(({ kind }) => kind)).toEqual([2]);
    expect(run?.indexes.map(({ number }) => number)).toEqual([0, 3, 6]);
    expect(media?.indexes.map(({ number }) => number)).toEqual([0, 3, 5, 6]);
    expect(run?.segments).toBe(7);
    const seen = await everything(opened, [media?.entries[0]?.sha256 ?? '']);
    expect([seen.messages.length, seen.media.length, seen.notes]).toEqual([3, 1, 0]);
  });

  test('secrets of another vault do not open it', async () => {
    const other = await createVault(PASSWORD, { costs: FLOOR });
    const locked = await openArchive(sourceOf(await archiveOf(header, [])));
    const theirs = await unlockHeader(other.header, { kind: 'password', password: PASSWORD });
    await expect(locked.open(theirs)).rejects.toEqual(fault('other-vault'));
  });

  test('of 5,000 messages shows the newest of a chat without reading the others', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => record(i % 2 ? ANNA : BEN, i * 60, `message ${i}`));
    const writer = await wholeRun(await RunWriter.start(keys, 1), many, [], 500);
    const source = sourceOf(await archiveOf(header, [writer]));
    let bytes = 0;
    const read = async (offset: number, length: number) => {
      const got = await source.read(offset, length);
      bytes += got.length;
      return got;
    };
    const locked = await openArchive({ ...source, read });
    const history = await archiveHistory(await locked.open(secrets));
    const [chat] = await history.chats();
    expect(chat?.count).toBe(2500);
    bytes = 0;
    expect((await history.messages(chat?.id ?? '', 2450, 50)).length).toBe(50);
    expect(bytes).toBeGreaterThan(0);
    // The messages lie in ten segments, and these in one of them.
    expect(bytes).toBeLessThan(source.size / 5);
  });
});

describe('headers', () => {
  /** The archive with other bytes for the header, the copy, or both, of the same length. */
  async function withHeaders(first: Bytes, copy: Bytes): Promise<Bytes> {
    const bytes = await archiveOf(header, [await one()]);
    const at = indexOf(bytes, header);
    bytes.set(first, at);
    bytes.set(copy, indexOf(bytes, header, at + 1));
    return bytes;
  }
  const damaged = () => header.map((byte, i) => (i === 100 ? byte ^ 1 : byte));

  test('one damaged: the other is taken, and it is said', async () => {
    for (const bytes of [await withHeaders(damaged(), header), await withHeaders(header, damaged())]) {
      const opened = await (await openArchive(sourceOf(bytes))).unlock({
        kind: 'password',
        password: PASSWORD,
      });
      expect(opened.notes).toEqual([fault('header-one-damaged')]);
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
      const opened = await locked.unlock({ kind: 'password', password: PASSWORD });
      expect([opened.genuine, opened.header]).toEqual([true, header]);
      await expect(locked.unlock({ kind: 'password', password: 'wrong horse' })).rejects.toEqual(
        fault('wrong-password'),
      );
    }
  });

  test('one altered, its sum made right: the genuine one is taken, and it is said that they differ', async () => {
    const text = fromUtf8(header);
    const mac = text.slice(-45, -2);
    const forged = utf8(text.replace(mac, mac.startsWith('A') ? `Q${mac.slice(1)}` : `A${mac.slice(1)}`));
    const opened = await (await openArchive(sourceOf(await withHeaders(forged, header)))).unlock({
      kind: 'password',
      password: PASSWORD,
    });
    expect([opened.genuine, opened.header, codes(opened.notes)]).toEqual([true, header, ['headers-differ']]);
  });

  test('altered: runs are read, but nothing is to be adopted', async () => {
    const text = fromUtf8(header);
    const body = utf8(text.slice(0, -105).replace('"lanes":1', '"lanes":1 '));
    const forged = concat(body, utf8(`,"sum":"${toBase64url(await sha256(body))}"${text.slice(-53)}`));
    const opened = await (await openArchive(sourceOf(await archiveOf(forged, [await one()])))).unlock({
      kind: 'password',
      password: PASSWORD,
    });
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
    expect(gap.notes).toEqual([fault('run-missing', { before: 3, after: 'anew' })]);
    // One that did not read everything to its end stands for nothing.
    const begun = await RunWriter.start(keys, 3, 6, second.previous);
    const short = await open(await archiveOf(header, [first, begun]));
    expect(short.notes.map(({ detail }) => detail.after)).toEqual([undefined, undefined]);
    expect(codes(short.notes)).toEqual(['run-unfinished', 'run-missing']);
  });

  test('two browsers’ runs of one number both stand, by start', async () => {
    const first = await one(1);
    const a = await wholeRun(await RunWriter.start(keys, 2, 900, first.previous), RECORDS);
    const b = await wholeRun(await RunWriter.start(keys, 2, 800, first.previous), RECORDS);
    const opened = await open(await archiveOf(header, [first, a, b]));
    expect(opened.runs.map(({ head }) => head.start)).toEqual([1_700_000_000_001, 800, 900]);
    expect(opened.notes).toEqual([fault('number-twice', { run: 2, count: 2 })]);
  });

  test('another vault’s run, and one whose beginning is damaged', async () => {
    const other = await createVault(PASSWORD, { costs: FLOOR });
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
      expect(opened.notes).toEqual([fault('directory-damaged', { reason: 'a name twice' })]);
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
    expect(opened.notes).toEqual([fault('run-unfinished', { run: 1, reason: 'unknown' })]);
    const [run] = opened.runs;
    const [media] = await opened.media();
    expect([run?.end, run?.segments, run?.entries.length, media?.unlisted.length]).toEqual([null, 5, 2, 1]);
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
    expect(whole.notes).toEqual([fault('run-unfinished', { run: 1, reason: 'stopped' })]);
    const bytes = writer.bytes.slice(0, writer.places[2]?.offset);
    const cut = await open(await archiveOf(header, [{ number: 1, run: writer.run, bytes }, next]));
    expect(cut.notes).toEqual([
      fault('run-cut', { run: 1, at: 1_700_000_000_001, segments: 2, expected: 3 }),
    ]);
  });

  test('damage is not called a cut: at the last segment, at a length that leads nowhere', async () => {
    const writer = await one();
    const next = await wholeRun(await RunWriter.start(keys, 2, 5, writer.previous), RECORDS);
    const end = must(writer.places[6], 'place').offset;
    for (const [at, said] of [
      [end + 9 + 30, ['segment-damaged', 'run-unfinished']],
      [end + 9 + 60, ['segment-damaged', 'run-unfinished']],
      [end, ['segment-damaged', 'run-unfinished']],
    ] as const) {
      const bytes = writer.bytes;
      bytes[at] = (bytes[at] ?? 0) ^ 0x40;
      // The trailer leads past the frame: without it, the walk must.
      bytes[bytes.length - 1] = 0;
      const opened = await open(await archiveOf(header, [{ number: 1, run: writer.run, bytes }, next]));
      expect(new Set(codes(opened.notes))).toEqual(new Set(said));
    }
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
