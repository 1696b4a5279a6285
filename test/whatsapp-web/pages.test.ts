/** @file Every trap of msgFindBefore, on the page's own modules (facts L1, L4). */
import { beforeAll, describe, expect, it } from 'vitest';
import { type NodeSite, siteInNode } from './node.ts';
import { ReadingTime } from './site/clock.ts';
import type { Page } from './site/history.ts';
import { type LiveRow, OPAQUE_KEYS } from './site/live.ts';
import type { Collection } from './site/model.ts';
import type { MsgKeyClass } from './site/msgkey.ts';
import { truthOf } from './truth.ts';

type Find = (question: { anchor: unknown; count?: unknown }) => Promise<Page>;

const PARAMS = { chats: 24, messages: 1500, mediaMiB: 1 };
const truth = truthOf(PARAMS);
let page: NodeSite;
let find: Find;
let Key: MsgKeyClass;

const at = (index: number): string => truth.chats[index]?.id ?? '';
const end = (index: number) => ({ remote: page.site.parts.wids.createWid(at(index)) });
const texts = ({ messages }: Page): string[] => messages.map(({ id }) => String(id));
const finder = (from: NodeSite): Find =>
  (from.globals.require('WAWebDBMessageFindLocal') as { msgFindBefore: Find }).msgFindBefore;

beforeAll(async () => {
  page = siteInNode(PARAMS);
  await page.site.ready;
  find = finder(page);
  Key = page.globals.require('WAWebMsgKey') as MsgKeyClass;
});

describe('anchors', () => {
  it('a live key: everything before it, itself not', async () => {
    const last = await find({ anchor: end(0), count: 5 });
    const before = await find({ anchor: last.messages[0]?.id, count: 5 });
    const both = await find({ anchor: end(0), count: 10 });
    expect([...texts(before), ...texts(last)]).toEqual(texts(both));
  });

  it.each([
    ['a text for the chat', () => ({ remote: at(0) })],
    ['a key that is none, with the chat', () => ({ ...structuredClone(end(0)), remote: at(0), id: 'A' })],
  ])('%s: from the end again', async (_, anchor) => {
    expect(texts(await find({ anchor: anchor(), count: 3 }))).toEqual(
      texts(await find({ anchor: end(0), count: 3 })),
    );
  });

  it('a cloned key, a text, nothing of use: an empty page that looks like the end', async () => {
    const [row] = (await find({ anchor: end(0), count: 3 })).messages;
    for (const anchor of [structuredClone(row?.id), String(row?.id), {}])
      expect(await find({ anchor, count: 3 })).toEqual({ messages: [], status: 200 });
  });

  it('null: a TypeError', async () => {
    await expect(find({ anchor: null, count: 3 })).rejects.toThrow(TypeError);
  });

  it('a key of no message: 404', async () => {
    const anchor = Key.fromString(`false_${at(0)}_NOSUCH`);
    expect(await find({ anchor, count: 3 })).toEqual({ messages: [], status: 404 });
  });
});

describe('counts', () => {
  it('none: twenty', async () => {
    const { messages } = await find({ anchor: end(3) });
    expect(messages.filter(({ viewMode }) => viewMode === 'VISIBLE').length).toBeLessThanOrEqual(20);
    expect(messages.length).toBeGreaterThan(10);
  });

  it('zero: nothing; null, negative, a text: the whole chat — and each a trip', async () => {
    const before = page.site.parts.tripwire.trips.length;
    expect((await find({ anchor: end(0), count: 0 })).messages).toEqual([]);
    const rows = truth.chats[0]?.rows;
    for (const count of [null, -1, '50'])
      expect((await find({ anchor: end(3), count })).messages.length).toBe(truth.chats[3]?.rows);
    expect(rows).toBeGreaterThan(50);
    expect(page.site.parts.tripwire.trips.length).toBe(before + 4);
  });

  it('null after an empty page from the same place is no trip', async () => {
    const before = page.site.parts.tripwire.trips.length;
    expect((await find({ anchor: end(6), count: 1 })).messages).toEqual([]);
    expect((await find({ anchor: end(6), count: null })).messages.length).toBe(truth.chats[6]?.rows);
    expect(page.site.parts.tripwire.trips.length).toBe(before);
  });

  it('children of an album come along uncounted, behind their parent', async () => {
    const { messages } = await find({ anchor: end(0), count: 1e6 });
    const album = messages.findIndex(({ type }) => type === 'album');
    const next = messages.findIndex((row, i) => i > album && row.viewMode === 'VISIBLE');
    const children = messages.slice(album + 1, next);
    expect(children.length).toBeGreaterThan(1);
    for (const { viewMode, parentMsgKey } of children) {
      expect(viewMode).toBe('MEDIA_ALBUM');
      expect(String(parentMsgKey)).toBe(String(messages[album]?.id));
    }
    const one = await find({ anchor: messages[next]?.id, count: 1 });
    expect(texts(one)).toEqual(texts({ messages: messages.slice(album, next), status: 200 }));
  });
});

describe('an empty page that is not the end', () => {
  it('in the middle of an announcement group, and at its newest', async () => {
    const empty: number[] = [];
    let anchor: unknown = end(6);
    let rows = 0;
    for (;;) {
      let answer = await find({ anchor, count: 10 });
      if (answer.messages.length === 0) {
        answer = await find({ anchor, count: 5000 });
        if (answer.messages.length === 0) break;
        empty.push(rows);
        answer = { ...answer, messages: answer.messages.slice(-1) };
      }
      rows += answer.messages.length;
      anchor = answer.messages[0]?.id;
    }
    expect(rows).toBe(truth.chats[6]?.rows);
    expect(empty[0]).toBe(0);
    expect(empty.length).toBeGreaterThan(1);
  });
});

describe('rows', () => {
  let rows: LiveRow[];
  beforeAll(async () => {
    rows = (await find({ anchor: end(0), count: 1e6 })).messages;
  });

  it('ascend by place and not by time', async () => {
    const ids = rows.map(({ rowId }) => Number(rowId));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    const all = await Promise.all(truth.chats.map((_, i) => find({ anchor: end(i), count: 1e6 })));
    const late = all.some(({ messages }) =>
      messages.some((row, i) => Number(row.t) < Number(messages[i - 1]?.t ?? 0) - 86_000),
    );
    expect(late).toBe(true);
  });

  it('carry what WhatsApp’s storage leaves on them', () => {
    expect(OPAQUE_KEYS.length).toBe(43);
    for (const row of rows) {
      for (const key of OPAQUE_KEYS) expect(Object.hasOwn(row, key)).toBe(true);
      expect(row.msgRowOpaqueData).toBeInstanceOf(ArrayBuffer);
      expect(Array.isArray(row.pollOptions)).toBe(true);
      expect(row.pollVotesSnapshot).toHaveProperty('pollVotes');
      expect(row.isMdHistoryMsg).toBe(Number(row.rowId) < 1e9);
      expect(row.id).toBeInstanceOf(Key);
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    }
    expect(rows.some(({ isMdHistoryMsg }) => isMdHistoryMsg)).toBe(true);
    expect(rows.some(({ isMdHistoryMsg }) => !isMdHistoryMsg)).toBe(true);
  });

  it('are new objects each time', async () => {
    const again = (await find({ anchor: end(0), count: 1e6 })).messages;
    expect(again[3]).not.toBe(rows[3]);
    expect(String(again[3]?.id)).toBe(String(rows[3]?.id));
  });

  it('have types of changes among them, and never those that no page shows', () => {
    const types = new Set(rows.map(({ type }) => type));
    expect(
      [...types].some((type) =>
        [
          'poll_update',
          'message_edit_encrypted',
          'poll_add_option_encrypted',
          'poll_edit_encrypted',
        ].includes(String(type)),
      ),
    ).toBe(true);
    for (const never of [
      'reaction',
      'reaction_enc',
      'pin_message',
      'comment',
      'event_response',
      'keep_in_chat',
      'debug',
    ])
      expect(types).not.toContain(never);
  });
});

describe('faults', () => {
  const started = async (faults: Parameters<typeof siteInNode>[0]): Promise<NodeSite> => {
    const made = siteInNode(faults);
    await made.site.ready;
    return made;
  };

  it('throw: one answer fails, the next comes', async () => {
    const broken = await started({ ...PARAMS, faults: ['throw'], page: 2 });
    const anchor = { remote: at(0) };
    await finder(broken)({ anchor, count: 5 });
    await expect(finder(broken)({ anchor, count: 5 })).rejects.toThrow('backing store');
    expect((await finder(broken)({ anchor, count: 5 })).messages.length).toBeGreaterThan(0);
  });

  it('slow: one answer takes its time, the others do not', async () => {
    const slow = siteInNode({ ...PARAMS, step: 0, faults: ['slow'], slow: 400, page: 2 }, true);
    await slow.site.ready;
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      await finder(slow)({ anchor: { remote: at(0) }, count: 1 });
      times.push(performance.now() - start);
    }
    expect(times.map((time) => time > 390)).toEqual([false, true, false]);
  });

  it('throw-chat: one chat never answers', async () => {
    const broken = await started({ ...PARAMS, faults: ['throw-chat'] });
    const failing = truthOf({ ...PARAMS, faults: ['throw-chat'] }).chats.filter(
      ({ completeness }) => completeness === 'failed',
    );
    expect(failing.length).toBe(1);
    await expect(finder(broken)({ anchor: { remote: failing[0]?.id }, count: 5 })).rejects.toThrow(
      'Internal error',
    );
    expect((await finder(broken)({ anchor: { remote: at(0) }, count: 5 })).messages.length).toBeGreaterThan(
      0,
    );
  });

  it('empty-store: no chat in memory, all in the database', async () => {
    const { globals } = await started({ ...PARAMS, faults: ['empty-store'] });
    const { Chat } = globals.require('WAWebCollections') as { Chat: Collection };
    const { getAllChatsDeserialized } = globals.require('WAWebApiChat') as {
      getAllChatsDeserialized(): Promise<unknown[]>;
    };
    expect(Chat.length).toBe(0);
    expect((await getAllChatsDeserialized()).length).toBe(PARAMS.chats - 1);
  });

  it('unsupported: no way to read pages', async () => {
    const { globals } = await started({ ...PARAMS, state: 'unsupported' });
    expect(globals.require('WAWebDBMessageFindLocal')).toEqual({});
    expect(() => globals.require('WAWebChatLoadMessages')).toThrow('unknown module');
  });

  it('after a log-out nothing can be read', async () => {
    const gone = await started(PARAMS);
    gone.site.logout();
    await expect(finder(gone)({ anchor: { remote: at(0) }, count: 5 })).rejects.toThrow('closing');
    expect(gone.site.parts.session.Socket.get('state')).toBe('UNPAIRED');
    expect(gone.screens.at(-1)).toBe('link-device');
  });
});

it('takes 4 ms for 50 rows on average, however late timers are', async () => {
  for (const late of [0, 1, 50]) {
    let now = 0;
    const time = new ReadingTime({
      now: () => now,
      wait: async (milliseconds) => {
        now += milliseconds + late;
      },
    });
    for (let i = 0; i < 1000; i++) await time.spend(50);
    expect(now).toBeGreaterThan(3900);
    expect(now).toBeLessThan(4100);
  }
});
