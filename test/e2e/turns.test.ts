/** @file What happens to a simulated page while it is read, in a real Chromium: new documents, other accounts, a living account, stores. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Params } from '../whatsapp-web/params.ts';
import type { SimulatorHook } from '../whatsapp-web/site/hook.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { type Bare, openBare } from './bare.ts';

interface SimulatedWindow {
  readonly __simulator: SimulatorHook;
  require(id: string): Record<string, (asked: object) => Promise<unknown>>;
}

const SMALL = { seed: 4, chats: 24, messages: 400, mediaMiB: 0 };

let bare: Bare;

beforeAll(async () => {
  bare = await openBare();
});
afterAll(() => bare?.close());

const ready = (page: Page) => page.evaluate(() => (window as unknown as SimulatedWindow).__simulator.ready);
const trips = (page: Page) => page.evaluate(() => (window as unknown as SimulatedWindow).__simulator.check());
const live = (page: Page, count: number) =>
  page.evaluate((n) => (window as unknown as SimulatedWindow).__simulator.live(n), count);

const open = (params: Partial<Params>) => bare.open({ ...SMALL, ...params });

/** Asks for so many pages of one row; the document may go away meanwhile. */
const read = (page: Page, pages: number) =>
  page
    .evaluate(async (count) => {
      const { msgFindBefore } = (window as unknown as SimulatedWindow).require('WAWebDBMessageFindLocal');
      const remote = JSON.parse(localStorage.getItem('last-wid-md') ?? '""').replace(/:\d+@/, '@');
      for (let i = 0; i < count; i++) await msgFindBefore?.({ anchor: { remote }, count: 1 });
    }, pages)
    .catch(() => null);

const countStored = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        indexedDB.open('model-storage').onsuccess = ({ target }) => {
          const database = (target as IDBOpenDBRequest).result;
          const asking = database.transaction('message').objectStore('message').count();
          asking.onsuccess = () => {
            database.close();
            resolve(asking.result);
          };
        };
      }),
  );

it('an account lives on over a new document, and its database with it', async () => {
  const page = await open({ live: 12 });
  const before = await countStored(page);
  expect(await live(page, 9)).toBe(3);
  await page.reload();
  await ready(page);
  const truth = truthOf({ ...SMALL, live: 12 }, { happened: 9 });
  expect(await live(page, 0)).toBe(3);
  expect(before).toBeGreaterThan(SMALL.messages - 1);
  const arrived = (await countStored(page)) - before + truth.deleted.length;
  expect(arrived).toBe(4); // of the first nine events
  expect(await trips(page)).toEqual([]);
  await page.context().close();
});

it('a reload and another account come in the middle, each once', async () => {
  const page = await open({ at: ['2:reload', '4:switch'] });
  const own = () => page.evaluate(() => localStorage.getItem('last-wid-md'));
  const first = await own();
  const reloaded = page.waitForEvent('load');
  await read(page, 2);
  await reloaded;
  await ready(page);
  expect(await own()).toBe(first);
  const switched = page.waitForURL(/seed=5/);
  await read(page, 4);
  await switched;
  await ready(page);
  expect(await own()).not.toBe(first);
  await read(page, 5);
  expect(page.url()).toContain('seed=5');
  expect(await trips(page)).toEqual([]);
  await page.context().close();
});

it('files lie in the page’s own store where memory has them not', async () => {
  const page = await open({ faults: ['only-stored'] });
  const kept = await page.evaluate(
    async () => (await (await caches.open('lru-media-array-buffer-cache')).keys()).length,
  );
  expect(kept).toBeGreaterThan(3);
  expect(await trips(page)).toEqual([]);
  await page.context().close();
});
