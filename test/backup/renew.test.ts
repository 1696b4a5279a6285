/** @file A new vault after a changed password: what is kept opens with the new one only, what was saved with the old one only. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { blobSource } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { resealHead } from '../../lib/archive/run.ts';
import { olderFiles, savedFiles } from '../../lib/backup/files.ts';
import { freshNote, type RunNote } from '../../lib/backup/note.ts';
import { type Heads, headsOf, renewVault } from '../../lib/backup/renew.ts';
import { composeFile, markSaved, runsNow } from '../../lib/backup/saved.ts';
import { adoptVault, newestRun, replaceHeader, storedVault } from '../../lib/backup/vaults.ts';
import { type Bytes, must, randomBytes, toHex } from '../../lib/base/bytes.ts';
import { crc32 } from '../../lib/base/crc32.ts';
import { createLog, logBlobs } from '../../lib/store/log.ts';
import { logHeads, putNote } from '../../lib/store/rows.ts';
import { type Database, openDatabase } from '../../lib/store/schema.ts';
import { newPhrase } from '../../lib/vault/phrase.ts';
import { changeSlots, unlockHeader } from '../../lib/vault/slots.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { ANNA, everything, FLOOR, fault, PASSWORD, RunWriter, wholeRun } from '../archive/fixture.ts';
import { header, keys, one, RECORDS, secrets } from '../archive/setting.ts';

const NEW = 'another horse altogether';
const { header: newHeader, keys: newKeys } = await createVault(NEW, { costs: FLOOR });
const made = {
  header: newHeader,
  publicKey: newKeys.publicKey,
  writerKey: newKeys.writerKey,
  account: ANNA,
};

let db: Database;
beforeEach(async () => {
  db = await openDatabase(crypto.randomUUID());
  await adoptVault(db, { header, publicKey: keys.publicKey, writerKey: keys.writerKey, account: ANNA });
  const first = await one(1);
  await keep(first);
  await keep(await wholeRun(await RunWriter.start(keys, 2, 7, first.previous), RECORDS));
});

/** As a backup leaves a run in the store: sealed, read back and saved. */
async function keep(writer: RunWriter): Promise<void> {
  const { number, previous } = writer;
  const name = toHex(keys.id);
  const note: RunNote = {
    ...freshNote(name, number, 1000 + number, null, 'all'),
    state: 'sealed',
    verified: { messages: 3, media: 1 },
    progress: { ...freshNote(name, number, 0, null, 'all').progress, messages: { done: 3, about: null } },
  };
  await createLog(db, toHex(writer.run.id), writer.bytes, {
    note,
    values: new Map<string, unknown>([
      [`number/${name}`, number],
      [`previous/${name}`, previous],
    ]),
  });
}

/** A file is composed now, and lies on the disk once it is `marked`. */
async function save(name: string): Promise<{ blob: Blob; marked(): Promise<void> }> {
  const { blob, runs, mark } = await composeFile(db);
  const saved = { name, size: blob.size, sha256: '', at: 1, mark };
  return { blob, marked: () => markSaved(db, runs, saved) };
}

const resealed = async (heads: Heads): Promise<Heads> =>
  new Map(
    await Promise.all(
      [...heads].map(async ([id, head]) => [id, await resealHead(head, secrets, newKeys)] as const),
    ),
  );

const way = (password: string) => ({ kind: 'password', password }) as const;
const archive = async () => openArchive(blobSource((await composeFile(db)).blob));
const dump = async () =>
  JSON.stringify([
    await db.getAll('values'),
    await db.getAllKeys('values'),
    await logHeads(db),
    await db.getAll('parts'),
  ]);

describe('a new vault', () => {
  it('opens what is kept with the new password only, and earlier files with the old one only', async () => {
    const { blob: before, marked } = await save('before');
    await marked();
    const old = await newestRun(db, must(await storedVault(db), 'vault'));
    expect(await runsNow(db)).toMatchObject({ unsaved: false });
    await renewVault(db, { ...made, heads: await resealed(await headsOf(db)) });

    expect(await runsNow(db)).toMatchObject({ unsaved: true, saved: null });
    const vault = must(await storedVault(db), 'vault');
    expect(vault).toMatchObject({ keys: newKeys, header: newHeader, account: '+31 … 01' });
    expect(await newestRun(db, vault)).toEqual(old);
    expect(await db.getAllKeys('values')).toEqual([
      'files',
      `number/${vault.name}`,
      `previous/${vault.name}`,
      'vault',
    ]);
    for (const { id, crc, size } of await logHeads(db)) {
      const bytes = new Uint8Array(await new Blob(await logBlobs(db, id)).arrayBuffer());
      expect([bytes.length, crc32(bytes)]).toEqual([size, crc]);
    }

    const locked = await archive();
    await expect(locked.unlock(way(PASSWORD))).rejects.toEqual(fault('wrong-password'));
    await expect(locked.open(secrets)).rejects.toEqual(fault('other-vault'));
    const opened = await locked.unlock(way(NEW));
    expect(opened).toMatchObject({ genuine: true, notes: [], keys: newKeys });
    const earlier = await openArchive(blobSource(before));
    await expect(earlier.unlock(way(NEW))).rejects.toEqual(fault('wrong-password'));
    const read = await earlier.unlock(way(PASSWORD));
    const hash = must((await read.media())[0]?.entries[0]?.sha256, 'a medium');
    const seen = await everything(opened, [hash]);
    expect(seen).toEqual(await everything(read, [hash]));
    expect([seen.messages.length, seen.media]).toEqual([3, [hash]]);
    const told = ({ runs }: typeof read) =>
      runs.map(({ head: { id, number, start, previous, run } }) => ({ id, number, start, previous, run }));
    expect(told(opened)).toEqual(told(read));
  });

  it('is gone on with: the next run follows the last', async () => {
    await renewVault(db, { ...made, heads: await resealed(await headsOf(db)) });
    const vault = must(await storedVault(db), 'vault');
    const { number, previous } = await newestRun(db, vault);
    const next = await wholeRun(await RunWriter.start(newKeys, number + 1, 9, previous), RECORDS);
    const name = toHex(newKeys.id);
    const note = {
      ...freshNote(name, 3, 9, null, 'all'),
      state: 'sealed',
      verified: { messages: 3, media: 0 },
    };
    await createLog(db, toHex(next.run.id), next.bytes, { note });
    const opened = await (await archive()).unlock(way(NEW));
    expect(opened.runs.map(({ head }) => head.number)).toEqual([1, 2, 3]);
    expect(opened.notes).toEqual([]);
  });

  it('is in no file whose saving began before it', async () => {
    const { marked } = await save('late');
    await renewVault(db, { ...made, heads: await resealed(await headsOf(db)) });
    await marked();
    expect(await runsNow(db)).toMatchObject({ unsaved: true, saved: null });
    expect(await db.count('logs')).toBe(2);
    const vault = must(await storedVault(db), 'vault');
    expect((await olderFiles(db, vault, 'password')).map(({ name }) => name)).toEqual(['late']);
    await (await save('new')).marked();
    expect(await runsNow(db)).toMatchObject({ unsaved: false, saved: { name: 'new' } });
    expect((await olderFiles(db, vault, 'password')).map(({ name }) => name)).toEqual(['late']);
  });

  const change = (heads: Heads, head: Bytes | undefined): Heads => {
    const changed = new Map(heads);
    const [id = ''] = heads.keys();
    if (head) changed.set(id, head);
    else changed.delete(id);
    return changed;
  };

  it.each<[string, string, (heads: Heads, fresh: Heads) => Parameters<typeof renewVault>[1]]>([
    [
      'a beginning is missing',
      'run-start-damaged',
      (_, fresh) => ({ ...made, heads: change(fresh, undefined) }),
    ],
    ['none was sealed anew', 'run-start-damaged', (heads) => ({ ...made, heads })],
    [
      'one is another run’s',
      'run-start-damaged',
      (_, fresh) => ({ ...made, heads: change(fresh, [...fresh.values()][1]) }),
    ],
    [
      'one is of another run with that number',
      'run-start-damaged',
      (_, fresh) => {
        const stranger = [...fresh.values()][0]?.slice();
        stranger?.set(randomBytes(16), 24);
        return { ...made, heads: change(fresh, stranger) };
      },
    ],
    [
      'one is too long',
      'run-start-damaged',
      (_, fresh) => ({
        ...made,
        heads: change(fresh, new Uint8Array([...([...fresh.values()][0] ?? []), 0])),
      }),
    ],
    [
      'one is no beginning',
      'run-start-damaged',
      (_, fresh) => ({ ...made, heads: change(fresh, randomBytes(192)) }),
    ],
    ['it is the vault of now', 'already-set-up', (heads) => ({ ...made, ...keys, header, heads })],
    [
      'the keys are another’s',
      'header-altered',
      (_, heads) => ({ ...made, writerKey: randomBytes(32), heads }),
    ],
    ['it is for another account', 'account-changed', (_, heads) => ({ ...made, account: '1@c.us', heads })],
  ])('is refused, and nothing changes, where %s', async (_, code, wrong) => {
    const heads = await headsOf(db);
    const question = wrong(heads, await resealed(heads));
    const before = await dump();
    await expect(renewVault(db, question)).rejects.toEqual(fault(code));
    expect(await dump()).toBe(before);
  });

  it('is refused while a run is open', async () => {
    const heads = await resealed(await headsOf(db));
    const [id = ''] = heads.keys();
    await putNote(db, id, (note) => ({ ...(note as RunNote), state: 'open' }));
    await expect(renewVault(db, { ...made, heads })).rejects.toEqual(fault('already-running'));
    expect(await storedVault(db)).toMatchObject({ keys });
  });

  it('is none where there is no vault', async () => {
    const empty = await openDatabase(crypto.randomUUID());
    await expect(headsOf(empty)).rejects.toEqual(fault('no-vault'));
    await expect(renewVault(empty, { ...made, heads: new Map() })).rejects.toEqual(fault('no-vault'));
  });
});

describe('a header with other slots', () => {
  it('takes the old one’s place; runs stay as they are, and the next file has it', async () => {
    const runs = JSON.stringify(await logHeads(db));
    const phrase = newPhrase();
    const changed = await changeSlots(header, secrets, [
      { set: 'password', password: NEW, costs: FLOOR },
      { set: 'phrase', phrase },
    ]);
    await replaceHeader(db, header, changed);
    expect(JSON.stringify(await logHeads(db))).toBe(runs);
    const locked = await archive();
    await expect(locked.unlock(way(PASSWORD))).rejects.toEqual(fault('wrong-password'));
    for (const right of [way(NEW), { kind: 'phrase', phrase } as const])
      expect(await locked.unlock(right)).toMatchObject({ genuine: true, notes: [], keys });
    // What a changed password does not do: the old header opens the new runs.
    expect((await storedVault(db))?.header).toEqual(changed);
    expect(await locked.open(await unlockHeader(header, way(PASSWORD)))).toMatchObject({ notes: [] });
  });

  it('leaves files behind: those that open with the old password are named, those with it are not', async () => {
    const phrase = { set: 'phrase', phrase: newPhrase() } as const;
    const names = async (kind: 'password' | 'phrase') =>
      (await olderFiles(db, must(await storedVault(db), 'vault'), kind)).map(({ name }) => name);
    await (await save('first')).marked();
    const more = await changeSlots(header, secrets, [phrase]);
    await replaceHeader(db, header, more);
    expect([await names('password'), await names('phrase')]).toEqual([[], []]);
    await (await save('second')).marked();
    const changed = await changeSlots(more, secrets, [
      { set: 'password', password: NEW, costs: FLOOR },
      { remove: 'phrase' },
    ]);
    await replaceHeader(db, more, changed);
    expect([await names('password'), await names('phrase')]).toEqual([['second', 'first'], ['second']]);
    await (await save('third')).marked();
    expect(await names('password')).toEqual(['second', 'first']);
    expect(await savedFiles(db)).toHaveLength(3);
  });

  it('is refused where it is another vault’s or altered, or there is no vault', async () => {
    await expect(replaceHeader(db, header, newHeader)).rejects.toEqual(fault('header-altered'));
    const flipped = header.map((byte, i) => (i === 100 ? byte ^ 1 : byte));
    await expect(replaceHeader(db, header, flipped)).rejects.toEqual(fault('header-damaged'));
    expect((await storedVault(db))?.header).toEqual(header);
    const empty = await openDatabase(crypto.randomUUID());
    await expect(replaceHeader(empty, header, header)).rejects.toEqual(fault('no-vault'));
  });

  it('of two made of one header the first stays, and the other is told to look again', async () => {
    const phrase = newPhrase();
    const both = await Promise.all([
      changeSlots(header, secrets, [{ set: 'password', password: NEW, costs: FLOOR }]),
      changeSlots(header, secrets, [{ set: 'phrase', phrase }]),
    ]);
    const done = await Promise.allSettled(both.map((after) => replaceHeader(db, header, after)));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const first = done.findIndex(({ status }) => status === 'fulfilled');
    expect(done[1 - first]).toMatchObject({ reason: { code: 'keys-changed' } });
    expect((await storedVault(db))?.header).toEqual(both[first]);
    await renewVault(db, { ...made, heads: await resealed(await headsOf(db)) });
    await expect(replaceHeader(db, must(both[first], 'header'), header)).rejects.toEqual(
      fault('header-altered'),
    );
  });

  it('stays where a file with an older one is gone on with', async () => {
    const changed = await changeSlots(header, secrets, [{ set: 'password', password: NEW, costs: FLOOR }]);
    await replaceHeader(db, header, changed);
    const older = { header, publicKey: keys.publicKey, writerKey: keys.writerKey, account: ANNA };
    await adoptVault(db, older, async () => new Map([['beside', 1]]));
    expect((await storedVault(db))?.header).toEqual(changed);
    expect(await db.get('values', 'beside')).toBe(1);
    await expect((await archive()).unlock(way(PASSWORD))).rejects.toEqual(fault('wrong-password'));
  });
});
