/** @file The page's own database with its plain columns: chats, and every message without its content (facts E, appendix 4). */
import type { ChatPlan } from '../data/chats.ts';
import type { Happening } from '../data/live.ts';
import { Random } from '../data/random.ts';
import type { StoredRow } from '../data/row.ts';
import { keyText } from '../data/value.ts';
import type { World } from '../data/world.ts';
import { dataKey } from '../params.ts';

export const DATABASE = 'model-storage';
/** (201 + 1) × 10, as the page's storage library counts. */
const VERSION = 2020;
/** Without the index by which messages are counted. */
const UNCOUNTED = 2010;
/** Rows put in before the page may go on with something else. */
const BATCH = 4_000;

const BY_ID = [
  'chat',
  'contact',
  'group-metadata',
  'profile-pic-thumb',
  'label',
  'newsletter-metadata',
  'blocklist',
  'favorite',
];
const BY_KEY: Readonly<Record<string, string | string[]>> = {
  participant: 'groupId',
  'user-prefs': 'key',
  reactions: ['parentMsgKey', 'senderUserJid'],
  'poll-votes': ['parentMsgKey', 'sender'],
  'event-responses': ['parentMsgKey', 'sender'],
  'pinned-messages': 'parentMsgKey',
  'message-info': ['msgKey', 'receiverUserJid'],
  'message-association': ['msgKey', 'associationType'],
  'label-association': ['labelId', 'associationId', 'type'],
  'addons-unified': 'msgKey',
  comments: 'msgKey',
};

/** All rows as they are now. Where the same account lies there already, nothing is put in twice. */
export async function fillDatabase(world: World): Promise<void> {
  const counted = isCounted(world);
  const database = await open(counted);
  const mark = `${dataKey(world.params)}/${world.coming}/${world.params.older}`;
  const found = await answer(database.transaction('user-prefs').objectStore('user-prefs').get('simulated'));
  if ((found as { value?: unknown } | undefined)?.value === mark) return;
  const clearing = database.transaction(['chat', 'message'], 'readwrite');
  for (const store of ['chat', 'message']) clearing.objectStore(store).clear();
  for (const chat of world.chats) if (!world.isGone(chat)) clearing.objectStore('chat').put(chatRow(chat));
  await done(clearing);
  let batch: object[] = [];
  for (const chat of counted ? world.chats : [])
    for (const row of world.walk(chat)) {
      batch.push(messageRow(row, batch.length));
      if (batch.length < BATCH) continue;
      await putAll(database, batch);
      batch = [];
    }
  await putAll(database, batch);
  const marking = database.transaction('user-prefs', 'readwrite');
  marking.objectStore('user-prefs').put({ key: 'simulated', value: mark });
  await done(marking);
}

/** What happened in the account happens in its rows. */
export async function keepUp(world: World, { kind, chat, key }: Happening): Promise<void> {
  if (!isCounted(world)) return;
  const database = await open(true);
  const changing = database.transaction(['chat', 'message'], 'readwrite');
  const messages = changing.objectStore('message');
  const row = key ? world.locate(keyText(key))?.row : undefined;
  if (kind === 'chat-gone') {
    changing.objectStore('chat').delete(chat.id);
    const keys = messages.index('internalId').openKeyCursor(within(chat.id));
    keys.onsuccess = () => {
      if (!keys.result) return;
      messages.delete(keys.result.primaryKey);
      keys.result.continue();
    };
  } else if (row) messages.put(messageRow(row, 0));
  else if (key) messages.delete(keyText(key));
  await done(changing);
}

/** Putting in every message takes time, which large accounts are spared. */
const isCounted = ({ params }: World): boolean => params.messages <= params.witness;

let opened: Promise<IDBDatabase> | null = null;

function open(counted: boolean): Promise<IDBDatabase> {
  opened ??= openAnew(counted);
  return opened;
}

/** A database of the other form, from another account, makes way. */
function openAnew(counted: boolean): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, counted ? VERSION : UNCOUNTED);
  opening.onupgradeneeded = () => {
    const { result } = opening;
    for (const store of [...result.objectStoreNames]) result.deleteObjectStore(store);
    for (const store of BY_ID) result.createObjectStore(store, { keyPath: 'id' });
    for (const [store, keyPath] of Object.entries(BY_KEY)) result.createObjectStore(store, { keyPath });
    const messages = result.createObjectStore('message', { keyPath: 'id' });
    if (counted) messages.createIndex('internalId', 'internalId', { unique: true });
  };
  return new Promise((resolve, reject) => {
    opening.onsuccess = () => {
      opening.result.onversionchange = () => {
        opening.result.close();
        opened = null;
      };
      resolve(opening.result);
    };
    opening.onerror = () => {
      if (opening.error?.name !== 'VersionError') return reject(opening.error);
      const removing = indexedDB.deleteDatabase(DATABASE);
      removing.onsuccess = () => resolve(openAnew(counted));
      removing.onerror = () => reject(removing.error);
    };
  });
}

const chatRow = ({ id, endOfHistory, unread, archived, locked, left, ephemeral }: ChatPlan) => ({
  id,
  endOfHistoryTransferType: endOfHistory,
  unreadCount: unread,
  archive: archived,
  isLocked: locked,
  isReadOnly: left,
  ephemeralDuration: ephemeral,
});

/** The content lies in here, encrypted with a key that no other program has. */
const OPAQUE = {
  _data: new Random('opaque').bytes(96).buffer,
  iv: new Random('iv').bytes(16),
  _keyId: 1,
  _scheme: 1,
};

/** Only what says neither who nor what: names and texts would be found on the disk. Of each batch one has its content. */
const messageRow = ({ key, place, rowId, type, subtype, t, fields }: StoredRow, part: number) => ({
  id: keyText(key),
  internalId: internalId(key.remote, place),
  rowId,
  type,
  ...(subtype === undefined ? {} : { subtype }),
  t,
  ...(typeof fields.ephemeralDuration === 'number' ? { ephemeralDuration: fields.ephemeralDuration } : {}),
  ...(typeof fields.futureproofType === 'string' ? { futureproofType: fields.futureproofType } : {}),
  ...(part === 0 ? { msgRowOpaqueData: OPAQUE } : {}),
});

/** `<chat>_<place>_m`, the place written so that texts order as numbers do. */
export function internalId(chat: string, place: number): string {
  const digits = place.toString(16);
  return `${chat}_${(digits.length - 1).toString(16)}${digits}_m`;
}

const within = (chat: string): IDBKeyRange => IDBKeyRange.bound(`${chat}_/`, `${chat}_g`);

async function putAll(database: IDBDatabase, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const putting = database.transaction('message', 'readwrite', { durability: 'relaxed' });
  const messages = putting.objectStore('message');
  for (const row of rows) messages.put(row);
  await done(putting);
}

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const done = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
