/** @file WhatsApp's own database as a witness: counts chats and messages, explains what no page shows, makes no database. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { witnessOf, witnessOfList } from '../../lib/whatsapp/witness.ts';

const CHAT = '393331234567@c.us';
const NAME = 'model-storage';
let realm: { indexedDB: IDBFactory };

const finished = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function store(rows: readonly object[], chats: readonly string[] = []): Promise<void> {
  const opening = realm.indexedDB.open(NAME, 2020);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('chat', { keyPath: 'id' });
    const messages = opening.result.createObjectStore('message', { keyPath: 'id' });
    messages.createIndex('internalId', 'internalId', { unique: true });
  };
  const database = await finished(opening);
  const writing = database.transaction(['chat', 'message'], 'readwrite');
  for (const id of chats) await finished(writing.objectStore('chat').put({ id }));
  for (const row of rows) await finished(writing.objectStore('message').put(row));
  database.close();
}

const row = (n: number, more: object = {}, chat = CHAT) => ({
  id: `false_${chat}_${n}`,
  internalId: `${chat}_3${String(n).padStart(4, '0')}_m`,
  rowId: n,
  type: 'chat',
  ...more,
});
const rows = (count: number) => Array.from({ length: count }, (_, n) => row(n));

beforeEach(() => {
  realm = { indexedDB: new IDBFactory() };
});

describe('the witness', () => {
  it('counts the messages of one chat and of no other', async () => {
    await store([...rows(5), row(1, {}, '393331234568@c.us'), row(2, {}, '120363012345678901@g.us')]);
    expect(await witnessOf(realm, CHAT, { given: 5, newest: 4 })).toEqual({
      stored: 5,
      unshown: 0,
      since: 0,
    });
  });

  it('tells apart what no page shows, what came since, and what is missing', async () => {
    const more = [
      row(700, { type: 'reaction' }),
      row(701, { type: 'gp2', subtype: 'add' }),
      row(702, { type: 'gp2', subtype: 'subject' }),
      row(703, { type: 'unknown', futureproofType: 'poll_update' }),
      row(704, { type: 'poll_update' }),
      row(5000, { type: 'chat' }),
    ];
    await store([...rows(500), ...more]);
    const found = await witnessOf(realm, CHAT, { given: 480, newest: 704 });
    expect(found).toEqual({ stored: 506, unshown: 3, since: 1 });
  });

  it('compares the list of chats', async () => {
    await store([], ['a@c.us', 'b@c.us', 'c@g.us']);
    expect(await witnessOfList(realm, new Set(['a@c.us', 'b@c.us', 'n@newsletter']), 0)).toEqual({
      stored: 3,
      unlisted: 1,
      listed: 0,
    });
  });

  it('makes no database where there is none, and leaves none open', async () => {
    const none = { stored: null, unshown: 0, since: 0 };
    expect(await witnessOf(realm, CHAT, { given: 5, newest: 4 })).toEqual(none);
    expect(await realm.indexedDB.databases()).toEqual([]);
    await store(rows(1));
    await witnessOf(realm, CHAT, { given: 0, newest: 0 });
    await finished(realm.indexedDB.deleteDatabase(NAME)); // would wait for ever for an open connection
  });

  it('undoes a database that was deleted between two looks', async () => {
    const databases = async () => [{ name: NAME, version: 2020 }];
    const factory = realm.indexedDB;
    const lying = { databases, open: (name: string) => factory.open(name) };
    const found = await witnessOf({ indexedDB: lying }, CHAT, { given: 5, newest: 4 });
    expect(found.stored).toBeNull();
    expect((await factory.databases()).map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ['no database of the page', {}],
    ['a database that throws', { indexedDB: { databases: () => Promise.reject(new Error('no')) } }],
  ])('says nothing with %s', async (_, other) => {
    expect(await witnessOfList(other, new Set(), 3)).toEqual({ stored: null, unlisted: 0, listed: 3 });
  });
});
