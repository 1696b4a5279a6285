import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Bytes, concat, equal, randomBytes } from '../../lib/base/bytes.ts';
import { crc32 } from '../../lib/base/crc32.ts';
import { createLog, LEAST_PART, logBlobs, PART_SIZE, removeLog, writeLog } from '../../lib/store/log.ts';
import { logHead, logHeads, logRows, value } from '../../lib/store/rows.ts';
import { type Database, openDatabase } from '../../lib/store/schema.ts';

let db: Database;
let name: string;

beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  db = await openDatabase(name);
});
afterEach(() => {
  vi.restoreAllMocks();
  db.close();
  indexedDB.deleteDatabase(name);
});

const bytesOf = async (id: string): Promise<Bytes> =>
  new Uint8Array(await new Blob(await logBlobs(db, id)).arrayBuffer());

it('keeps bytes, rows and values of a commit together, over parts and tails of every size', async () => {
  const head = randomBytes(192);
  await createLog(db, 'a', head, { note: { n: 0 }, values: new Map([['v', 1]]) });
  const writer = await writeLog(db, 'a');
  let all = head;
  for (const size of [
    1,
    1000,
    PART_SIZE - 1,
    PART_SIZE,
    PART_SIZE + 1,
    3 * PART_SIZE,
    5,
    700_000,
    700_000,
    2_900_000,
    9,
  ]) {
    const bytes = randomBytes(size);
    for (let at = 0; at < size; at += 1_500_000) await writer.write(bytes.slice(at, at + 1_500_000));
    all = concat(all, bytes);
    await writer.commit({
      note: { n: size },
      rows: new Map([['row', bytes.slice(0, 1)]]),
      values: new Map([['v', size]]),
    });
    expect(await value(db, 'v')).toBe(size);
  }
  expect(equal(await bytesOf('a'), all)).toBe(true);
  expect(await logHead(db, 'a')).toMatchObject({ size: all.length, crc: crc32(all), note: { n: 9 } });
  for (const { size } of (await logBlobs(db, 'a')).slice(0, -1))
    expect(size).toBeGreaterThanOrEqual(LEAST_PART);
});

/** Sizes of a log's parts in order; small ones, which lie in the store as bytes, negative. */
const layout = async (id: string): Promise<number[]> =>
  (await db.getAll('parts', IDBKeyRange.bound([id, 0], [id, 9999]))).map(({ bytes, size }) =>
    bytes instanceof Blob ? size : -size,
  );

it('has whole parts up to its tail, whatever is left over of each commit, and after another writer took over', async () => {
  await createLog(db, 'a', randomBytes(192), {});
  let [writer, written] = [await writeLog(db, 'a'), 192];
  for (const [turn, size] of [
    5_900_000, 4_200_000, 100, 9_000_000, 3_000_000, 1_500_000, 4_194_303,
  ].entries()) {
    if (turn % 3 === 2) writer = await writeLog(db, 'a');
    for (let at = 0; at < size; at += 524_288) await writer.write(randomBytes(Math.min(524_288, size - at)));
    await writer.commit({});
    written += size;
    const parts = await layout('a');
    const small = parts.findIndex((part) => part < 0);
    const tail = small < 0 ? [] : parts.slice(small);
    for (const part of parts.slice(0, parts.length - tail.length)) {
      expect(part).toBeGreaterThanOrEqual(LEAST_PART);
      expect(part).toBeLessThan(PART_SIZE + 524_288);
    }
    expect(tail.every((part) => part < 0)).toBe(true);
    expect(-tail.reduce((sum, part) => sum + part, 0)).toBeLessThan(LEAST_PART);
    expect(parts.reduce((sum, part) => sum + Math.abs(part), 0)).toBe(written);
  }
});

it('makes a part of what a commit finds in the tail, once that is 1 MiB', async () => {
  const written: Bytes[] = [randomBytes(192)];
  await createLog(db, 'a', concat(...written), {});
  const writer = await writeLog(db, 'a');
  const layouts: number[][] = [];
  for (const size of [500_000, 500_000, 500_000, 2_000_000, 9]) {
    written.push(randomBytes(size));
    await writer.write(written.at(-1) as Bytes);
    await writer.commit({});
    layouts.push(await layout('a'));
  }
  expect(layouts).toEqual([
    [-192, -500_000],
    [-192, -500_000, -500_000],
    [1_500_192],
    [1_500_192, 2_000_000],
    [1_500_192, 2_000_000, -9],
  ]);
  expect(equal(await bytesOf('a'), concat(...written))).toBe(true);
});

it('keeps the tail that a part written ahead holds too, until that is committed', async () => {
  const [head, kept, more] = [randomBytes(192), randomBytes(900_000), randomBytes(3_500_000)];
  await createLog(db, 'a', head, {});
  const writer = await writeLog(db, 'a');
  await writer.write(kept);
  await writer.commit({});
  await writer.write(more);
  expect(await layout('a')).toEqual([-192, -900_000, PART_SIZE]);
  expect(equal(await bytesOf('a'), concat(head, kept))).toBe(true);
  await writer.rollback();
  expect(await layout('a')).toEqual([-192, -900_000]);
  await writer.write(more); // and the worker dies
  const next = await writeLog(db, 'a');
  expect(await layout('a')).toEqual([-192, -900_000]);
  await next.write(more);
  await next.commit({});
  expect(await layout('a')).toEqual([PART_SIZE, PART_SIZE - 4_400_192]);
  const all = concat(head, kept, more);
  expect(equal(await bytesOf('a'), all)).toBe(true);
  expect(await logHead(db, 'a')).toMatchObject({ size: all.length, crc: crc32(all) });
});

it('goes on in small parts where a whole one does not fit on the disk any more', async () => {
  const [head, kept, more] = [randomBytes(192), randomBytes(900_000), randomBytes(3_500_000)];
  await createLog(db, 'a', head, {});
  const writer = await writeLog(db, 'a');
  await writer.write(kept);
  await writer.commit({});
  const full = vi.spyOn(db, 'put').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
  await writer.write(more);
  await writer.commit({});
  expect(await layout('a')).toEqual([-192, -900_000, -3_500_000]);
  await expect(writer.write(randomBytes(PART_SIZE))).rejects.toMatchObject({ code: 'disk-full' });
  await writer.rollback();
  full.mockRestore();
  await writer.write(Uint8Array.of(1));
  await writer.commit({});
  expect(await layout('a')).toEqual([4_400_193]);
  expect(equal(await bytesOf('a'), concat(head, kept, more, Uint8Array.of(1)))).toBe(true);
});

it.each(['once', 'twice'])('a commit whose part does not fit goes on in a small one; %s', async (often) => {
  const [head, kept, more] = [randomBytes(192), randomBytes(900_000), randomBytes(200_000)];
  await createLog(db, 'a', head, {});
  const writer = await writeLog(db, 'a');
  await writer.write(kept);
  await writer.commit({});
  await writer.write(more);
  const put = IDBObjectStore.prototype.put;
  let left = often === 'once' ? 1 : 2;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    const request = put.apply(this, given);
    if (this.name === 'parts' && left-- > 0)
      request.addEventListener('success', () => this.transaction.abort());
    return request;
  });
  const committed = writer.commit({ values: new Map([['v', 1]]) });
  if (often === 'once') {
    await committed;
    expect(await layout('a')).toEqual([-192, -900_000, -200_000]);
  } else {
    await expect(committed).rejects.toMatchObject({ code: 'store-failed' });
    await writer.rollback();
    expect(await layout('a')).toEqual([-192, -900_000]);
    await writer.write(more);
    await writer.commit({ values: new Map([['v', 1]]) });
    expect(await layout('a')).toEqual([1_100_192]);
  }
  expect(await value(db, 'v')).toBe(1);
  const all = concat(head, kept, more);
  expect(equal(await bytesOf('a'), all)).toBe(true);
  expect(await logHead(db, 'a')).toMatchObject({ size: all.length, crc: crc32(all) });
});

it('a write for which there is no memory says so, and is taken back', async () => {
  await createLog(db, 'a', randomBytes(192), {});
  const writer = await writeLog(db, 'a');
  const none = Object.assign(randomBytes(10), {
    subarray() {
      throw new RangeError('Array buffer allocation failed');
    },
  });
  await expect(writer.write(none)).rejects.toMatchObject({ code: 'store-failed' });
  await writer.rollback();
  expect(writer.size).toBe(192);
});

it('forgets what was not committed: by rollback, and when the writer is gone', async () => {
  const head = randomBytes(192);
  await createLog(db, 'a', head, {});
  const writer = await writeLog(db, 'a');
  await writer.write(randomBytes(2 * PART_SIZE));
  await writer.rollback();
  expect(writer.size).toBe(192);
  const kept = randomBytes(100);
  await writer.write(kept);
  await writer.commit({});
  await writer.write(randomBytes(2 * PART_SIZE + 5)); // and the worker dies
  const next = await writeLog(db, 'a');
  expect(next.size).toBe(292);
  const more = randomBytes(PART_SIZE);
  await next.write(more);
  await next.commit({});
  expect(equal(await bytesOf('a'), concat(head, kept, more))).toBe(true);
  expect(await db.count('parts')).toBeLessThanOrEqual(3);
});

it('removes rows by null, finds them by prefix, and removes a log without touching another', async () => {
  for (const id of ['a', 'ab'])
    await createLog(db, id, randomBytes(10), { rows: new Map([['x/1', Uint8Array.of(1)]]) });
  const writer = await writeLog(db, 'a');
  await writer.commit({
    rows: new Map([
      ['x/1', null],
      ['x/2', Uint8Array.of(2)],
      ['y', Uint8Array.of(3)],
    ]),
  });
  expect([...(await logRows(db, 'a', 'x/')).keys()]).toEqual(['x/2']);
  await removeLog(db, 'a');
  expect((await logHeads(db)).map(({ id }) => id)).toEqual(['ab']);
  expect([...(await logRows(db, 'ab')).keys()]).toEqual(['x/1']);
  expect(await db.count('parts')).toBe(1);
});

it('says so when parts are missing, or there is no such log', async () => {
  await createLog(db, 'a', randomBytes(10), {});
  await db.clear('parts');
  await expect(logBlobs(db, 'a')).rejects.toMatchObject({ code: 'store-failed' });
  await expect(writeLog(db, 'b')).rejects.toMatchObject({ code: 'store-failed' });
});
