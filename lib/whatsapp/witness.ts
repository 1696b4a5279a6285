/**
 * @file WhatsApp's own database as a second witness: how many chats and messages its plain columns count (facts E).
 *
 * Opened for one question, without a version, and closed at once: an open connection would stand in the way of the
 * page's own upgrades. A database that is not there is not made.
 */
import type { ChatWitness, ListWitness } from '../bridge/protocol.ts';
import { get, type Realm } from './modules.ts';
import { isNeverShown } from './rows.ts';

const DATABASE = 'model-storage';
/** Rows looked at together where the counts differ. */
const BATCH = 200;

/** Of a chat that was read to its beginning. @param given rows its pages gave. @param newest the highest `rowId` among them. */
export async function witnessOf(
  realm: Realm,
  chat: string,
  { given, newest }: { given: number; newest: number },
): Promise<ChatWitness> {
  const counted = await withStore(realm, 'message', async (store) => {
    if (!store.indexNames.contains('internalId')) return null;
    const index = store.index('internalId');
    const window = IDBKeyRange.bound(`${chat}_/`, `${chat}_g`, false, true);
    const stored = await done(index.count(window));
    if (stored === given) return { stored, unshown: 0, since: 0 };
    let [unshown, since] = [0, 0];
    let range = window;
    for (;;) {
      const rows = await done(index.getAll(range, BATCH));
      for (const row of rows) {
        const rowId = get(row, 'rowId');
        if (typeof rowId === 'number' && rowId > newest) since++;
        else if (isNeverShown(row)) unshown++;
      }
      const last = get(rows.at(-1), 'internalId');
      if (rows.length < BATCH || typeof last !== 'string') break;
      range = IDBKeyRange.bound(last, `${chat}_g`, true, true);
    }
    return { stored, unshown, since };
  });
  return counted ?? { stored: null, unshown: 0, since: 0 };
}

/** @param known the chats that the page's lists named. @param listed how many its list in memory holds. */
export async function witnessOfList(
  realm: Realm,
  known: ReadonlySet<string>,
  listed: number,
): Promise<ListWitness> {
  const keys = await withStore(realm, 'chat', (store) => done(store.getAllKeys()));
  if (!keys) return { stored: null, unlisted: 0, listed };
  return { stored: keys.length, unlisted: keys.filter((key) => !known.has(String(key))).length, listed };
}

/** Null where there is no such database or store, or it cannot be read. */
async function withStore<T>(
  realm: Realm,
  name: string,
  read: (store: IDBObjectStore) => Promise<T>,
): Promise<T | null> {
  const factory = get(realm, 'indexedDB') as IDBFactory | undefined;
  let database: IDBDatabase | undefined;
  try {
    if (!factory || !(await factory.databases()).some((one) => one.name === DATABASE)) return null;
    database = await opened(factory.open(DATABASE));
    if (!database.objectStoreNames.contains(name)) return null;
    return await read(database.transaction(name, 'readonly').objectStore(name));
  } catch {
    return null;
  } finally {
    database?.close();
  }
}

/** Deleted between two looks, it would now be made anew: that is undone. */
function opened(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = (event) => {
      event.preventDefault(); // not for the page's own handlers
      reject(request.error);
    };
    request.onblocked = () => reject(new Error('blocked'));
  });
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      reject(request.error);
    };
  });
