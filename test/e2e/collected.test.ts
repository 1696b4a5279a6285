/** @file Memory is collected all the time while a large file is composed and hashed: it is saved all the same. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, sizeOf, type World } from './world.ts';

const MiB = 1024 * 1024;
/** Parts of 4 MiB put behind the run's own: so many that hashing them takes a while. */
const PARTS = 40;

let world: World;
beforeAll(async () => {
  world = await openWorld({
    query: 'seed=6&chats=3&messages=100&mediaMiB=1',
    args: ['--js-flags=--expose-gc'],
  });
});
afterAll(() => world.close());

it('saves while everything that nobody holds is collected', async () => {
  await world.until('the page', ({ page }) => page === 'ready');
  await world.adopt('a password for collections');
  await world.command('start');
  await world.until('the file', ({ run, unsaved }) => run === null && !unsaved);
  // One process has all of the extension's pages: what this one collects is collected in the composing one too.
  const page = await world.extensionPage('popup.html');
  const size = await page.evaluate(enlarge, { parts: PARTS, size: 4 * MiB });
  expect(size).toBeGreaterThan(4 * MiB * PARTS);
  let over = false;
  let collections = 0;
  const collecting = (async () => {
    for (; !over; collections++) await page.evaluate(() => (globalThis as unknown as { gc(): void }).gc());
  })();
  await world.command('save').finally(() => {
    over = true;
  });
  await collecting;
  expect(collections).toBeGreaterThan(3);
  const sizes = await Promise.all((await world.savedFiles()).map(sizeOf));
  expect(Math.max(...sizes)).toBeGreaterThan(size);
});

/** Runs in an extension page. @returns the log's bytes: its own, and those of more parts. */
async function enlarge(more: { parts: number; size: number }): Promise<number> {
  const ended = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await ended(indexedDB.open('keepsake'));
  const [head] = await ended(db.transaction('logs').objectStore('logs').getAll());
  const bytes = new Blob([new Uint8Array(more.size)], { type: 'application/octet-stream' });
  for (let i = 0; i < more.parts; i++) {
    const tx = db.transaction(['parts', 'logs'], 'readwrite');
    void tx.objectStore('parts').put({ bytes, size: more.size }, [head.id, head.next]);
    head.next++;
    head.size += more.size;
    await ended(tx.objectStore('logs').put(head));
    await new Promise((resolve) => tx.addEventListener('complete', resolve));
  }
  db.close();
  return head.size;
}
