/** @file The tables beside the messages: their API, their shapes, and that each lies under the message it belongs to (facts B7). */
import { beforeAll, describe, expect, it } from 'vitest';
import { receiptsOf } from './data/addons.ts';
import { labellings } from './data/labels.ts';
import { keyText } from './data/value.ts';
import { type NodeSite, siteInNode } from './node.ts';
import type { MsgKey } from './site/msgkey.ts';
import type { Table, TableRow } from './site/table.ts';

let page: NodeSite;
beforeAll(async () => {
  page = siteInNode({ seed: 2, chats: 30, messages: 2000, mediaMiB: 0 });
  await page.site.ready;
});

const table = (name: string): Table =>
  (page.globals.require('WAWebModelStorageUtils') as { getStorage(): { table(name: string): Table } })
    .getStorage()
    .table(name);

const rowsOf = (type: string) => {
  const { world } = page.site.parts;
  return world.chats.flatMap((chat) => world.rows(chat)).filter((row) => row.type === type);
};

describe('the table interface', () => {
  it('finds by key, by several keys, by range, and by primary key', async () => {
    const votes = table('poll-votes');
    const all = await votes.all();
    expect(all.length).toBeGreaterThan(10);
    const [first] = all;
    const parent = String(first?.parentMsgKey);
    const mine = all.filter(({ parentMsgKey }) => parentMsgKey === parent);
    expect(await votes.equals(['parentMsgKey'], parent)).toEqual(mine);
    expect(await votes.anyOf(['parentMsgKey'], [parent, 'false_1@c.us_none'])).toEqual(mine);
    expect(
      (
        await votes.anyOf(
          ['parentMsgKey'],
          all.map((one) => one.parentMsgKey),
        )
      ).length,
    ).toBe(all.length);
    expect((await votes.anyOf(['parentMsgKey'], [parent], { limit: 1 })).length).toBe(1);
    expect(await votes.get([parent, first?.sender])).toEqual(first);
    expect(
      await votes.bulkGet([
        ['none', 'none'],
        [parent, first?.sender],
      ]),
    ).toEqual([undefined, first]);
    expect(await votes.between(['parentMsgKey'], parent, parent)).toEqual(mine);
    expect((await votes.between(['parentMsgKey'], parent, parent, { upperInclusive: false })).length).toBe(0);
    expect(await votes.anyOf(['parentMsgKey'], [])).toEqual([]);
  });

  it('takes no key that is no text', async () => {
    const key = page.site.parts.maker.key(
      rowsOf('poll_creation')[0]?.key ?? { fromMe: false, remote: '', id: '' },
    );
    await expect(table('poll-votes').anyOf(['parentMsgKey'], [key])).rejects.toThrow('not a valid key');
  });
});

describe('each table', () => {
  it.each([
    ['poll-votes', ['parentMsgKey', 'sender', 'msgKey', 'selectedOptionLocalIds', 'senderTimestampMs']],
    ['event-responses', ['parentMsgKey', 'sender', 'msgKey', 'eventResponse', 'senderTimestampMs']],
    ['pinned-messages', ['parentMsgKey', 'chatId', 'msgKey', 'pinType', 'pinExpiryDuration', 'sender']],
    ['comments', ['parentMsgKey', 'msgKey', 'sender', 't']],
    ['message-info', ['msgKey', 'receiverUserJid', 'delivery', 'read', 'played']],
    ['message-association', ['msgKey', 'associationType', 'parentMsgKey', 'msgKeyInternalId']],
    ['addons-unified', ['msgKey', 'targetMsgKey', 'rowType', 'addonProps']],
    ['label', ['id', 'name', 'colorIndex', 'isActive']],
    ['label-association', ['labelId', 'associationId', 'type']],
    ['profile-pic-thumb', ['id', 'tag', 'eurl', 'filehash', 'timestamp']],
    ['reactions', ['parentMsgKey', 'senderUserJid', 'reactionText', 'orphan']],
  ])('%s has rows of its shape', async (name, columns) => {
    const rows = await table(name).all();
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows.slice(0, 50)) expect(Object.keys(row)).toEqual(expect.arrayContaining(columns));
  });

  it.each(['poll-votes', 'event-responses', 'pinned-messages', 'reactions'])(
    '%s lies under existing messages, some by the other address',
    async (name) => {
      const rows = await table(name).all();
      const located = rows.map(({ parentMsgKey }) => page.site.parts.world.locate(String(parentMsgKey)));
      expect(located.every((found) => found !== null)).toBe(true);
      const direct = rows.filter(
        ({ parentMsgKey }, i) =>
          parentMsgKey === keyText(located[i]?.row.key ?? { fromMe: false, remote: '', id: '' }),
      );
      expect(direct.length).toBeGreaterThan(0);
      expect(direct.length).toBeLessThan(rows.length);
    },
  );

  it('message-info tells of own messages what the receipts say', async () => {
    const { world } = page.site.parts;
    const [chat] = world.chats;
    const own = chat ? world.rows(chat).filter((row) => receiptsOf(2, chat, row).length > 0) : [];
    const found = await table('message-info').anyOf(
      ['msgKey'],
      own.map(({ key }) => keyText(key)),
    );
    expect(found.length).toBeGreaterThan(own.length / 2);
    expect(found.length).toBeLessThan(own.length);
    for (const { delivery, read } of found)
      expect(read === null || Number(read) >= Number(delivery)).toBe(true);
  });

  it('message-association leads from an album to its children', async () => {
    const album = rowsOf('album')[0];
    const parent = keyText(album?.key ?? { fromMe: false, remote: '', id: '' });
    const children = await table('message-association').equals(['parentMsgKey'], parent);
    expect(children.length).toBe(
      Number(album?.fields.expectedImageCount) + Number(album?.fields.expectedVideoCount),
    );
    const [child] = children;
    expect(await table('message-association').equals(['msgKey'], child?.msgKey)).toEqual([child]);
  });

  it('label-association names chats, some by the other address', async () => {
    const { world } = page.site.parts;
    const ids = new Set(world.chats.map(({ id }) => id));
    const named = labellings(world).map(({ associationId }) => associationId);
    expect(named.every((id) => world.chat(id) !== null)).toBe(true);
    expect(named.some((id) => !ids.has(id))).toBe(true);
  });
});

describe('decoders', () => {
  const load = <T>(id: string): T => page.globals.require(id) as T;

  it('of votes and answers', async () => {
    const { voteFromDbRow } = load<{ voteFromDbRow(row: TableRow): Record<string, unknown> }>(
      'WAWebPollsDbSerialization',
    );
    const [row] = (await table('poll-votes').all()).filter(
      ({ selectedOptionLocalIds }) => (selectedOptionLocalIds as ArrayBuffer).byteLength > 0,
    );
    const vote = voteFromDbRow(row ?? {});
    expect(Array.isArray(vote.selectedOptionLocalIds)).toBe(true);
    expect(String(vote.parentMsgKey)).toBe(row?.parentMsgKey);
    const { decodeEventResponseFromDBRow } = load<{ decodeEventResponseFromDBRow(bytes: unknown): number }>(
      'WAWebEventResponseDBSerialization',
    );
    const answers = (await table('event-responses').all()).map(({ eventResponse }) =>
      decodeEventResponseFromDBRow(eventResponse),
    );
    expect(new Set(answers)).toEqual(new Set([1, 2, 3]));
  });

  it('of comments: there, taken back, waiting', async () => {
    const { commentMessageFromDbRow } = load<{
      commentMessageFromDbRow(row: TableRow): { id: MsgKey; type: string; body?: string };
    }>('WAWebDBCommentMessageSerialization');
    const rows = await table('comments').all();
    const comments = rows.map(commentMessageFromDbRow);
    expect(new Set(comments.map(({ type }) => type))).toEqual(new Set(['comment', 'revoked', 'ciphertext']));
    const bodies = page.site.parts.world.chats
      .flatMap((chat) => page.site.parts.world.rows(chat))
      .flatMap((one) => one.comments.map(({ body }) => body).filter((body) => body !== null));
    expect(comments.flatMap(({ body }) => body ?? []).sort()).toEqual([...bodies].sort());
    expect(comments.map(({ id }) => String(id))).toEqual(rows.map(({ msgKey }) => msgKey));
  });
});

it('a pin lies in one of two tables, never in both', async () => {
  const pinned = (await table('pinned-messages').all()).map(({ parentMsgKey }) => parentMsgKey);
  const unified = (await table('addons-unified').all()).filter(({ rowType }) => rowType === 'pin_message');
  expect(pinned.length).toBeGreaterThan(0);
  expect(unified.length).toBeGreaterThan(0);
  for (const { targetMsgKey } of unified) expect(pinned).not.toContain(targetMsgKey);
  const [one] = unified;
  expect(await table('addons-unified').equals(['targetMsgKey'], one?.targetMsgKey)).toEqual([one]);
});

it('messages by their keys: texts only, and those that are not there are left out', async () => {
  const { getMsgsByMsgKey } = page.globals.require('WAWebDBMsgUtils') as {
    getMsgsByMsgKey(keys: readonly unknown[]): Promise<{ id: MsgKey }[]>;
  };
  const rows = rowsOf('poll_creation').map(({ key }) => keyText(key));
  const found = await getMsgsByMsgKey([...rows, 'false_1@c.us_none']);
  expect(found.map(({ id }) => String(id))).toEqual(rows);
  await expect(getMsgsByMsgKey([found[0]?.id])).rejects.toThrow('not a valid key');
});

it('every pin, vote, answer and comment is held by some message of the account', () => {
  for (const kind of ['votes', 'responses', 'comments'] as const)
    expect(
      page.site.parts.world.chats
        .flatMap((chat) => page.site.parts.world.rows(chat))
        .some((row) => row[kind].length > 0),
    ).toBe(true);
});
