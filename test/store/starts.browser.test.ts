import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bytes, concat, equal, randomBytes } from '../../lib/base/bytes.ts';
import { crc32 } from '../../lib/base/crc32.ts';
import { createLog, logBlobs, PART_SIZE, writeLog } from '../../lib/store/log.ts';
import { logHead, value } from '../../lib/store/rows.ts';
import { type Database, openDatabase } from '../../lib/store/schema.ts';
import { logStart, rewriteStarts } from '../../lib/store/starts.ts';

let db: Database;
let name: string;

beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  db = await openDatabase(name);
});
afterEach(() => {
  db.close();
  indexedDB.deleteDatabase(name);
});

const bytesOf = async (id: string): Promise<Bytes> =>
  new Uint8Array(await new Blob(await logBlobs(db, id)).arrayBuffer());

/** A log whose parts have these sizes: commits, joined to Blobs once they make a whole part. */
async function logOf(id: string, ...sizes: number[]): Promise<Bytes> {
  const [first = 0, ...more] = sizes;
  const all = [randomBytes(first)];
  await createLog(db, id, all[0] as Bytes, { note: { of: id } });
  const writer = await writeLog(db, id);
  for (const size of more) {
    const bytes = randomBytes(size);
    all.push(bytes);
    await writer.write(bytes);
    await writer.commit({});
  }
  return concat(...all);
}

it('changes first bytes in a Blob, in small parts and over several of them; the CRC-32 fits, the rest stays', async () => {
  const logs = new Map([
    ['blob', await logOf('blob', 500, PART_SIZE - 400, 9)],
    ['small', await logOf('small', 500, 100)],
    ['several', await logOf('several', 1, 100, 50, 41, 1000)],
    ['exact', await logOf('exact', 192)],
    ['untouched', await logOf('untouched', 300)],
  ]);
  const firstOf = async (id: string) =>
    (await db.getAll('parts', IDBKeyRange.bound([id, 0], [id, 99])))[0]?.bytes instanceof Blob;
  expect(await Promise.all([...logs.keys()].map(firstOf))).toEqual([true, false, false, false, false]);
  const ids = [...logs.keys()].filter((id) => id !== 'untouched');
  const fresh = new Map(ids.map((id) => [id, randomBytes(192)]));
  const starts = ids.map((id) => ({ id, bytes: fresh.get(id) as Bytes, note: { new: id } }));
  await rewriteStarts(
    db,
    starts,
    new Map<string, unknown>([
      ['a', 1],
      ['b', null],
    ]),
  );
  db.close();
  db = await openDatabase(name);
  for (const [id, old] of logs) {
    const now = concat(fresh.get(id) ?? old.slice(0, 192), old.slice(192));
    expect(equal(await bytesOf(id), now)).toBe(true);
    expect(await logHead(db, id)).toMatchObject({
      size: old.length,
      crc: crc32(now),
      note: fresh.has(id) ? { new: id } : { of: id },
    });
    expect(await logStart(db, id, 192)).toEqual(now.slice(0, 192));
  }
  expect([await value(db, 'a'), await value(db, 'b')]).toEqual([1, undefined]);
  // and it is written on as before
  const writer = await writeLog(db, 'blob');
  const more = randomBytes(10);
  await writer.write(more);
  await writer.commit({});
  const whole = await bytesOf('blob');
  expect((await logHead(db, 'blob'))?.crc).toBe(crc32(whole));
});

it('changes nothing where one of them cannot be changed', async () => {
  const [long, short] = [await logOf('long', 300), await logOf('short', 191)];
  const start = (id: string) => ({ id, bytes: randomBytes(192), note: null });
  for (const other of ['short', 'none'])
    await expect(rewriteStarts(db, [start('long'), start(other)], new Map([['v', 1]]))).rejects.toMatchObject(
      { code: 'store-failed' },
    );
  expect([await bytesOf('long'), await bytesOf('short')]).toEqual([long, short]);
  expect((await logHead(db, 'long'))?.crc).toBe(crc32(long));
  expect(await value(db, 'v')).toBe(undefined);
});

it('changes nothing where a log was written to meanwhile', async () => {
  await logOf('a', 300);
  await logOf('b', 300);
  const writer = await writeLog(db, 'b');
  await writer.write(randomBytes(5));
  const plan = rewriteStarts(
    db,
    ['a', 'b'].map((id) => ({ id, bytes: randomBytes(192), note: null })),
    new Map([['v', 1]]),
  );
  // Committed while the plan is being made: both answers are right ones, half of one is not.
  const [outcome] = await Promise.allSettled([plan, writer.commit({})]);
  const crc = async (id: string) => crc32(await bytesOf(id));
  for (const id of ['a', 'b']) expect((await logHead(db, id))?.crc).toBe(await crc(id));
  expect(await value(db, 'v')).toBe(outcome.status === 'fulfilled' ? 1 : undefined);
});
