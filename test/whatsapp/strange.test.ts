/** @file What strangers may put beside a message or into its key costs that thing, and never the rest of the chat. */
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../lib/base/bytes.ts';
import { addOnsOf } from '../../lib/model/addons.ts';
import type { JsonObject, Plain } from '../../lib/model/json.ts';
import { parseFoundMessages } from '../../lib/model/parse.ts';
import { Found } from '../../lib/whatsapp/addon-sources.ts';
import { joined } from '../../lib/whatsapp/addons.ts';
import { messageReader } from '../../lib/whatsapp/messages.ts';
import type { Modules } from '../../lib/whatsapp/modules.ts';
import { rowsIn } from './rows.ts';

const never = new AbortController().signal;

describe('what lies beside messages', () => {
  const answer = {
    rows: new ArrayBuffer(0),
    unreadable: {},
    given: { rows: 0, newest: 0 },
    skipped: {},
    older: null,
    there: { state: 'ready', account: null },
  };
  const json = (value: unknown) => utf8(JSON.stringify(value)).buffer;
  const sender = '1@c.us';
  const deep = Array.from({ length: 60 }).reduce<Plain>((inner) => ({ inner }), null) as {
    [key: string]: Plain;
  };

  it('is read one by one: what is strange is left out and counted', () => {
    const addOns = {
      m: {
        reactions: [
          { sender, text: '👍', at: 1, more: 1 },
          { sender: '2@c.us', text: 'x'.repeat(1001), at: 1 },
        ],
        votes: [
          { sender, options: Array.from({ length: 1001 }, () => 1), at: 1 },
          { sender, options: [1], at: 2 },
        ],
        comments: [deep],
        parents: [{ id: 'x'.repeat(1001), as: 'MEDIA_ALBUM' }],
      },
      n: { reactions: [{ sender: '', text: '👍', at: 1 }], votes: [] },
    };
    const found = parseFoundMessages({ ...answer, addOns: json(addOns), unreadable: { votes: 2, pins: 1 } });
    expect(found.unreadable).toEqual({ reactions: 2, votes: 3, pins: 1, comments: 1, parents: 1 });
    expect(addOnsOf(found.addOns, 'm')).toEqual({
      reactions: [{ sender, text: '👍', at: 1 }],
      votes: [{ sender, options: [1], at: 2 }],
    });
    expect([addOnsOf(found.addOns, 'n'), addOnsOf(found.addOns, 'o')]).toEqual([{}, {}]);
  });

  it('is strange each time: only what was not read this time makes a page hollow', () => {
    const reactions = [{ sender, text: 'x'.repeat(1001), at: 1 }];
    const of = (unreadable: object) =>
      parseFoundMessages({ ...answer, addOns: json({ m: { reactions } }), unreadable }).hollow;
    expect([of({}), of({ reactions: 1 })]).toEqual([false, true]);
  });

  it('may be without end for one message', () => {
    const row = (i: number) => ({ found: new Found(), unreadable: { pins: i } });
    const pages = [row(1), row(2)];
    for (const { found } of pages)
      for (let at = 0; at < 200_000; at++) found.add('m', 'reactions', { sender, text: '👍', at });
    const { addOns, unreadable } = joined(pages);
    const read = parseFoundMessages({ ...answer, addOns, unreadable });
    expect(read.addOns.get('m')?.reactions).toHaveLength(400_000);
    expect(read.unreadable).toEqual({ pins: 3 });
  });

  it('comes in lists, or the answer is none', () => {
    for (const m of ['x', ['x'], { reactions: {} }, { reactions: 'x' }, { words: [] }])
      expect(() => parseFoundMessages({ ...answer, addOns: json({ m }) })).toThrow('bad-answer');
    for (const none of ['x', ['x'], null])
      expect(() => parseFoundMessages({ ...answer, addOns: json(none) })).toThrow('bad-answer');
  });
});

describe('a key too long to be handed out', () => {
  /** A page that gives at most `most` rows before an anchor, by the rows' own keys. */
  function reader(keys: readonly string[], most: number) {
    const rows = keys.map((id, i) => ({ id: { id, remote: 'c' }, rowId: i + 1, t: i, type: 'chat' }));
    const before = ({ anchor, count }: { anchor: { id?: string }; count: number }) => {
      const end = anchor.id === undefined ? rows.length : rows.findIndex(({ id }) => id.id === anchor.id);
      return { messages: rows.slice(Math.max(0, end - Math.min(count, most)), end), status: 200 };
    };
    const messageKey = { from: (key: object) => key };
    const served: Record<string, unknown> = { messagesBefore: before, messageKey };
    return messageReader({
      pick: (name: string) => served[name] ?? null,
      served: () => null,
      count: () => 0,
    } as unknown as Modules);
  }

  async function everything(keys: readonly string[], most: number, count: number): Promise<JsonObject[]> {
    const pages: JsonObject[][] = [];
    for (let older: readonly string[] | null = null; ; ) {
      // A fresh document each time: no live key is left.
      const found = parseFoundMessages(await reader(keys, most).read({}, older, count, false, never));
      pages.unshift(rowsIn(found.rows));
      if (found.older === null) return pages.flat();
      older = found.older;
    }
  }

  const long = (name: string) => name.padEnd(5_000, '.');
  it.each([
    ['the oldest of a page', ['a', 'b', long('c'), 'd', 'e']],
    ['the oldest of the chat', [long('a'), 'b', 'c', 'd']],
    ['a spare one', ['a', 'b', 'c', long('d'), 'e', long('f')]],
    ['all of them', [long('a'), long('b'), long('c'), long('d')]],
  ])('is %s, and nothing is lost or doubled', async (_, keys) => {
    for (const [most, count] of [
      [3, 3],
      [2, 2],
      [1, 1],
      [9, 9],
    ] as const)
      expect((await everything(keys, most, count)).map(({ rowId }) => rowId)).toEqual(
        keys.map((_, i) => i + 1),
      );
  });
});

it('many rows that are left out before the last one wanted are read in few pages', async () => {
  const ephemeralDuration = 86_400;
  const rows = Array.from({ length: 3_000 }, (_, i) => ({
    id: { id: String(i), remote: 'c' },
    rowId: i + 1,
    t: i,
    type: 'chat',
    ...(i > 2_500 || i === 0 ? {} : { ephemeralDuration }),
  }));
  let pages = 0;
  const before = ({ anchor, count }: { anchor: { id?: string }; count: number }) => {
    pages++;
    const end = anchor.id === undefined ? rows.length : Number(anchor.id);
    return { messages: rows.slice(Math.max(0, end - count), end), status: 200 };
  };
  const served: Record<string, unknown> = {
    messagesBefore: before,
    messageKey: { from: (key: object) => key },
  };
  const reader = messageReader({
    pick: (name: string) => served[name] ?? null,
    served: () => null,
    count: () => 0,
  } as unknown as Modules);
  const found = parseFoundMessages(await reader.read({}, null, 500, false, never));
  expect(rowsIn(found.rows)).toHaveLength(500);
  expect(found).toMatchObject({ skipped: { disappearing: 2_500 }, given: { rows: 3_000 } });
  expect(pages).toBeLessThan(30);
});
