/** @file Things that happen in an account while it is read: the same each time, on the page, in its database and in the truth. */
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { keyText } from './data/value.ts';
import { type NodeSite, siteInNode } from './node.ts';
import { DATABASE, fillDatabase, internalId, keepUp } from './site/database.ts';
import type { PageHistory } from './site/history.ts';
import { truthOf } from './truth.ts';

const PARAMS = { seed: 4, chats: 24, messages: 900, mediaMiB: 0, live: 30 };

async function started(params: Parameters<typeof siteInNode>[0] = PARAMS): Promise<NodeSite> {
  const page = siteInNode(params);
  await page.site.ready;
  return page;
}

/** Ids of all rows of a chat, page after page of 50. */
async function readWhole({ site }: NodeSite, chat: string): Promise<string[]> {
  const history: PageHistory = site.parts.history;
  const ids: string[] = [];
  let anchor: unknown = { remote: site.parts.wids.createWid(chat) };
  for (;;) {
    let { messages } = await history.msgFindBefore({ anchor, count: 50 });
    if (messages.length === 0) ({ messages } = await history.msgFindBefore({ anchor, count: 100_000 }));
    const [first] = messages;
    if (!first) return ids;
    ids.unshift(...messages.map(({ id }) => String(id)));
    anchor = first.id;
  }
}

it('all of it happens, and the pages then give what the truth holds', async () => {
  const page = await started();
  const { site } = page;
  const before = truthOf(PARAMS, { happened: 0 });
  expect(site.live(7)).toBe(PARAMS.live - 7);
  expect(site.live(1000)).toBe(0);
  const truth = truthOf(PARAMS);
  expect(truth.gone.length).toBe(1);
  expect(truth.deleted.length).toBeGreaterThan(1);
  expect(truth.chats.length).toBe(before.chats.length - 1);
  const texts = JSON.stringify(truth.chats.flatMap(({ id }) => truth.messages(id)));
  expect(texts).toContain('edited while it was read');
  expect(texts).toContain('🎉');
  for (const { id, rows } of truth.chats)
    expect([id, (await readWhole(page, id)).length]).toEqual([id, rows]);
  expect(await readWhole(page, truth.gone[0] ?? '')).toEqual([]);
  expect(site.parts.store.Chat.length).toBe(truth.chats.filter(({ kind }) => kind !== 'newsletter').length);
});

it('happens with every second page that is read, and moves chats up', async () => {
  const page = await started();
  const { history, world, store, wids } = page.site.parts;
  const anchor = { remote: wids.createWid(world.chats[0]?.id) };
  const order = store.Chat.getModelsArray().map((chat) => String(chat.get('id')));
  const unread = store.unreadCounts();
  for (let i = 0; i < 24; i++) await history.msgFindBefore({ anchor, count: 1 });
  expect(world.coming).toBe(PARAMS.live - 12);
  expect(store.Chat.getModelsArray().map((chat) => String(chat.get('id')))).not.toEqual(order);
  expect(store.unreadCounts()).not.toEqual(unread);
});

it('goes on in a new document where the last one stood', async () => {
  const page = await started();
  page.site.live(11);
  const again = truthOf(PARAMS, { happened: 11 });
  const { world } = page.site.parts;
  for (const { id, rows } of again.chats) {
    const chat = world.chat(id);
    const count = chat ? world.rows(chat).filter(({ withheld }) => !withheld).length : 0;
    expect([id, count]).toEqual([id, rows]);
  }
});

it('keeps the page’s database in step, row by row', async () => {
  const page = await started();
  const { world } = page.site.parts;
  await fillDatabase(world);
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open(DATABASE);
    opening.onsuccess = () => resolve(opening.result);
  });
  const count = (chat: string) =>
    new Promise<number>((resolve) => {
      const index = database.transaction('message').objectStore('message').index('internalId');
      const asking = index.count(IDBKeyRange.bound(`${chat}_/`, `${chat}_g`));
      asking.onsuccess = () => resolve(asking.result);
    });
  const expectSame = async () => {
    for (const chat of world.chats)
      expect([chat.id, await count(chat.id)]).toEqual([chat.id, [...world.walk(chat)].length]);
  };
  await expectSame();
  for (let left = world.coming; left > 0; left--) {
    const happening = world.happen();
    if (happening) await keepUp(world, happening);
  }
  await expectSame();
  database.close();
});

it('writes places so that texts order as numbers do', () => {
  expect([0, 15, 16, 256, 1_000_000_000].map((place) => internalId('a', place))).toEqual([
    'a_00_m',
    'a_0f_m',
    'a_110_m',
    'a_2100_m',
    'a_73b9aca00_m',
  ]);
});

it('older messages come when the phone is asked for them, and are asked for apart', async () => {
  const params = { ...PARAMS, live: 0, older: 1 };
  const page = await started(params);
  const { world, tripwire, older, onDemand, wids } = page.site.parts;
  const held = world.chats.find((chat) => world.first(chat) > 0);
  const id = held?.id ?? '';
  const short = await readWhole(page, id);
  expect(short.length).toBe(truthOf(params).chats.find((chat) => chat.id === id)?.rows);
  const { sendPeerDataOperationRequest } = page.globals.require('WAWebSendNonMessageDataRequest') as {
    sendPeerDataOperationRequest(kind: number, request: object): Promise<void>;
  };
  const answered = new Promise((resolve) =>
    onDemand.on('history_sync_on_demand_events:success_history_sync_od', resolve),
  );
  await sendPeerDataOperationRequest(3, { chatId: wids.createWid(id) });
  expect(await answered).toBe(id);
  expect(older).toEqual([id]);
  const whole = await readWhole(page, id);
  expect(whole.slice(-short.length)).toEqual(short);
  expect(whole.length).toBe(truthOf(params, { older: true }).chats.find((chat) => chat.id === id)?.rows);
  expect(tripwire.trips).toEqual([]);
  await sendPeerDataOperationRequest(4, { chatId: wids.createWid(id) });
  expect(tripwire.trips.length).toBe(1);
});

it.each([
  ['lock', 'locked'],
  ['logout', 'link-device'],
])('at=3:%s comes with the third page', async (turn, screen) => {
  const page = await started({ ...PARAMS, live: 0, at: [`3:${turn}`] });
  const { history, world, wids } = page.site.parts;
  const anchor = { remote: wids.createWid(world.chats[0]?.id) };
  for (let i = 0; i < 2; i++) await history.msgFindBefore({ anchor, count: 1 });
  expect(page.screens.at(-1)).toBe('chats');
  await history.msgFindBefore({ anchor, count: 1 }).catch(() => null);
  expect(page.screens.at(-1)).toBe(screen);
});

it('a key of a million messages is found without making the others, and nothing grows', async () => {
  const page = await started({ chats: 40, messages: 1_000_000, mediaMiB: 1 });
  const { world, history, maker } = page.site.parts;
  expect(world.chats.reduce((sum, { slots }) => sum + slots, 0)).toBe(1_000_000);
  const [, big] = world.chats;
  if (!big) throw new Error('no chat');
  for (const place of [0, 100_000, big.slots - 1]) {
    const row = world.place(big, place).at(-1);
    if (!row) throw new Error('no row');
    expect(world.locate(keyText(row.key))?.row).toBe(row);
    const { messages } = await history.msgFindBefore({ anchor: maker.key(row.key), count: 5 });
    expect(messages.length > 0).toBe(place > 0);
  }
  expect(truthOf(page.site.parts.world.params).chats.length).toBe(40);
});
