/** @file The page's own database, as far as its plain columns go: which chats there are, and rows nobody can read. */

import { Random } from '../data/random.ts';
import type { World } from '../data/world.ts';

export const DATABASE = 'model-storage';
/** (201 + 1) × 10, as the page's storage library counts. */
const VERSION = 2020;
/** Messages that stand for all. */
const SAMPLE = 20;

export async function fillDatabase({ chats, params }: World): Promise<void> {
  const opening = indexedDB.open(DATABASE, VERSION);
  opening.onupgradeneeded = () => {
    for (const store of ['chat', 'contact', 'group-metadata', 'participant', 'reactions', 'message'])
      opening.result.createObjectStore(store, { keyPath: 'id' });
  };
  await new Promise<void>((resolve, reject) => {
    opening.onsuccess = () => resolve();
    opening.onerror = () => reject(opening.error);
  });
  const database = opening.result;
  database.onversionchange = () => database.close();
  const writing = database.transaction(['chat', 'message'], 'readwrite');
  for (const store of ['chat', 'message']) writing.objectStore(store).clear();
  for (const { id, endOfHistory, unread } of chats)
    writing.objectStore('chat').put({ id, endOfHistoryTransferType: endOfHistory, unreadCount: unread });
  const random = new Random(params.seed, 'opaque');
  for (let i = 0; i < SAMPLE; i++) {
    const msgRowOpaqueData = { _data: random.bytes(200).buffer, iv: random.bytes(16), _keyId: 1, _scheme: 1 };
    writing
      .objectStore('message')
      .put({ id: `false_${chats[0]?.id}_${random.hex(20)}`, rowId: i, msgRowOpaqueData });
  }
  await new Promise<void>((resolve, reject) => {
    writing.oncomplete = () => resolve();
    writing.onerror = () => reject(writing.error);
  });
}
