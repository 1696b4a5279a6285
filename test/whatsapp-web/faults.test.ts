/** @file Pages that lie, pages of tomorrow, pages of yesterday: what each of these parameters does. */
import { describe, expect, it } from 'vitest';
import { type NodeSite, siteInNode } from './node.ts';
import { type Build, type FaultName, type Params, paramsOf } from './params.ts';
import { fileUrl } from './site/files.ts';
import { GIANT } from './site/lies.ts';
import type { Collection } from './site/model.ts';
import type { MsgKey } from './site/msgkey.ts';
import type { Table } from './site/table.ts';

const SMALL = { seed: 6, chats: 8, messages: 300, mediaMiB: 0 };

async function started(params: Partial<Params>): Promise<NodeSite> {
  const page = siteInNode({ ...SMALL, ...params });
  await page.site.ready;
  return page;
}

async function pageOf(page: NodeSite, anchor?: unknown, count = 20): Promise<Record<string, unknown>[]> {
  const { history, wids, world } = page.site.parts;
  const from = anchor ?? { remote: wids.createWid(world.chats[0]?.id) };
  return (await history.msgFindBefore({ anchor: from, count })).messages;
}

describe('a page that lies', () => {
  const lying = (fault: FaultName) => started({ faults: [fault] });

  it('hostile-rows: true rows among what is none', async () => {
    const rows = await pageOf(await lying('hostile-rows'));
    expect(rows.some((row) => typeof row !== 'object' || row === null)).toBe(true);
    expect(rows.length).toBeGreaterThan(20);
  });

  it('giant-row: one text of 48 MiB', async () => {
    const rows = await pageOf(await lying('giant-row'));
    expect(rows.filter(({ body }) => typeof body === 'string' && body.length === GIANT).length).toBe(1);
  });

  it('wrong-ids: a row of another chat, two without a key, one twice', async () => {
    const rows = await pageOf(await lying('wrong-ids'));
    expect(rows.map(({ id }) => String(id))).toContain('false_15550001111@c.us_3AFFFFFFFFFFFFFFFFFF');
    expect(rows.some(({ id }) => id === null)).toBe(true);
  });

  it('stuck: the first page for ever; endless: always one more', async () => {
    for (const fault of ['stuck', 'endless'] as const) {
      const page = await lying(fault);
      let rows = await pageOf(page, undefined, 1000);
      for (let i = 0; i < 30; i++) {
        rows = await pageOf(page, rows[0]?.id, 1000);
        expect(rows.length).toBeGreaterThan(0);
      }
    }
  });

  it('id-class: keys are no keys', async () => {
    const [row] = await pageOf(await lying('id-class'));
    expect(String(row?.id)).toBe('[object Object]');
  });

  it('hostile-chats: the list holds what is no chat', async () => {
    const { globals } = await lying('hostile-chats');
    const { Chat } = globals.require('WAWebCollections') as { Chat: Collection };
    expect(Chat.getModelsArray().some((chat) => typeof chat.get !== 'function')).toBe(true);
  });

  it('throw-all: helpers throw what is no error', async () => {
    const { globals } = await lying('throw-all');
    const { getTable } = globals.require('WAWebPollsVotesSchema') as { getTable(): Table };
    expect(() => getTable()).toThrow();
    expect((await pageOf(await lying('throw-all'))).length).toBe(20);
  });

  it('only-stored: the store of files holds what memory does not', async () => {
    const page = await lying('only-stored');
    const facts = [...page.site.parts.world.chats];
    expect(facts.length).toBe(SMALL.chats);
    expect(page.site.parts.cache.size).toBe(0);
    const filehash = String(page.site.parts.facts.get('picture0')?.filehash);
    expect(await page.globals.caches.match(fileUrl(filehash))).toBeInstanceOf(Response);
    expect(await page.globals.caches.match('https://elsewhere.example/')).toBeUndefined();
  });
});

describe('a page of tomorrow', () => {
  it.each([
    ['a module', { remove: ['WAWebMsgKey'] }, 'WAWebMsgKey'],
    ['a module by another name', { rename: ['WAWebMsgKey:WAWebMsgKeyNew'] }, 'WAWebMsgKey'],
  ])('lacks %s', async (_, changes, id) => {
    const { globals } = await started(changes);
    expect(() => globals.require(id)).toThrow('unknown module');
    if ('rename' in changes) expect(typeof globals.require('WAWebMsgKeyNew')).toBe('function');
  });

  it('lacks a member, a member deeper down, a method of a collection, a static of a class', async () => {
    const { globals } = await started({
      remove: [
        'WAWebDBMessageFindLocal.msgFindBefore',
        'WAWebDownloadManager.downloadManager.downloadAndMaybeDecrypt',
        'WAWebCollections.Chat.getModelsArray',
        'WAWebMsgKey.from',
      ],
      rename: ['WAWebCollections.Contact:People'],
    });
    expect(globals.require('WAWebDBMessageFindLocal')).not.toHaveProperty('msgFindBefore');
    expect(globals.require('WAWebDBMessageFindLocal')).toHaveProperty('msgFindByDirection');
    expect(globals.require('WAWebDownloadManager')).toEqual({ downloadManager: {} });
    const collections = globals.require('WAWebCollections') as Record<string, Collection>;
    expect(collections.Chat?.getModelsArray).toBeUndefined();
    expect(collections.Contact).toBeUndefined();
    expect(collections.People?.length).toBeGreaterThan(3);
    expect((globals.require('WAWebMsgKey') as { from?: unknown }).from).toBeUndefined();
  });

  it('lacks fields of rows, of models, of tables', async () => {
    const page = await started({
      remove: ['row.t', 'Chat.archive', 'table-message-info.read'],
      rename: ['row.body:text'],
    });
    const rows = await pageOf(page);
    expect(rows.every((row) => !('t' in row) && !('body' in row) && 'text' in row)).toBe(true);
    const [chat] = page.site.parts.store.Chat.getModelsArray();
    expect(Reflect.get(chat ?? {}, 'archive')).toBeUndefined();
    expect(Reflect.has(chat ?? {}, 'archive')).toBe(false);
    const { getMessageInfoTable } = page.globals.require('WAWebSchemaMessageInfo') as {
      getMessageInfoTable(): Table;
    };
    expect((await getMessageInfoTable().all())[0]).not.toHaveProperty('read');
  });
});

it('refuses parameters that mean nothing', () => {
  for (const query of ['build=1999', 'rename=onlyone', 'at=logout', 'at=3:dance'])
    expect(() => paramsOf(query)).toThrow(RangeError);
});

describe('editions of the page', () => {
  const shapesOf = async (build: Build) => {
    const page = await started({ build });
    const [row] = build === '2025-05' ? [] : await pageOf(page);
    const key = row?.id as object | undefined;
    const load = (id: string) => page.globals.require(id) as Record<string, unknown>;
    return {
      version: load('WAWebBuildConstants').VERSION_STR,
      text: key && Object.keys(key).at(-1),
      groups: Object.keys(load('WAWebCollections')).filter(
        (name) => name.endsWith('GroupMetadata') || name.includes('GroupMetadataCollection'),
      ),
      reading: Object.keys(load('WAWebDBMessageFindLocal')),
    };
  };
  const today = ['msgFindBefore', 'msgFindAfter', 'msgFindByDirection'];

  it.each<[Build, string | undefined, string, string[]]>([
    ['2025-05', undefined, 'GroupMetadata', ['msgFindQuery', 'queryMessageType']],
    ['2026-05', '_serialized', 'WAWebGroupMetadataCollection', today],
    ['2026-07', '$1', 'WAWebGroupMetadataCollection', today],
    ['today', '$1', 'WAWebGroupMetadataCollection', today],
  ])('%s', async (build, text, groups, reading) => {
    expect(await shapesOf(build)).toMatchObject({ text, groups: [groups], reading });
  });

  it('2025-05 reads by another function, and loads by place of the argument', async () => {
    const page = await started({ build: '2025-05' });
    const { store, MsgKey } = page.site.parts;
    const chat = store.Chat.head();
    const load = <T>(id: string): T => page.globals.require(id) as T;
    const { msgFindQuery } = load<{
      msgFindQuery(direction: string, from: object): Promise<{ id: MsgKey }[]>;
    }>('WAWebDBMessageFindLocal');
    const rows = await msgFindQuery('before', { remote: chat?.get('id'), count: 5 });
    expect(rows.length).toBe(5);
    const key = Object.assign(MsgKey.fromString(String(rows[0]?.id)), { count: 3 });
    expect((await msgFindQuery('before', key)).length).toBe(3);
    expect(rows[0]?.id._serialized).toBe(String(rows[0]?.id));
    const { loadEarlierMsgs } = load<{ loadEarlierMsgs(chat: unknown): Promise<unknown[]> }>(
      'WAWebChatLoadMessages',
    );
    expect((await loadEarlierMsgs(chat)).length).toBeGreaterThan(0);
    await expect(loadEarlierMsgs({ chat })).rejects.toThrow('waitForChatLoading');
  });

  it('since spring 2026 the argument is one object; loading goes on from what is loaded, and trips', async () => {
    const page = await started({});
    const { store, tripwire } = page.site.parts;
    const chat = store.Chat.head();
    const { loadEarlierMsgs } = page.globals.require('WAWebChatLoadMessages') as {
      loadEarlierMsgs(asked: unknown): Promise<{ get(key: string): unknown }[] | undefined>;
    };
    await expect(loadEarlierMsgs(chat)).rejects.toThrow('waitForChatLoading');
    const ids: string[] = [];
    for (let loaded = await loadEarlierMsgs({ chat }); loaded; loaded = await loadEarlierMsgs({ chat }))
      ids.push(...loaded.map((message) => String(message.get('id'))));
    expect(new Set(ids).size).toBe(ids.length);
    expect(chat?.get('msgs')).toHaveLength(ids.length);
    expect(tripwire.trips).toContain('WAWebChatLoadMessages.loadEarlierMsgs()');
  });
});
