import { expect, it } from 'vitest';
import type { ContactRecord } from '../../lib/model/chat.ts';
import { compareHistories } from '../../lib/model/compare.ts';
import type { ChatEntry, History } from '../../lib/model/history.ts';
import type { MessageRecord } from '../../lib/model/record.ts';

const record = (n: number, change: Partial<MessageRecord> = {}): MessageRecord => ({
  id: `false_1@c.us_${n}`,
  chat: '1@c.us',
  t: 1000 + n,
  order: n,
  type: 'chat',
  fromMe: false,
  sender: '1@c.us',
  row: { body: `text ${n}`, nested: { list: [1, 2, { deep: true }] } },
  ...change,
});

function history(
  records: readonly MessageRecord[],
  change: Partial<ChatEntry> = {},
  names: Partial<ContactRecord> = {},
): History {
  const chat: ChatEntry = {
    id: '1@c.us',
    kind: 'person',
    name: null,
    alternate: null,
    t: 1,
    archived: false,
    pinned: false,
    group: null,
    row: {},
    count: records.length,
    first: 1,
    last: 2,
    report: null,
    ...change,
  };
  const contact: ContactRecord = {
    id: '1@c.us',
    name: 'Anna',
    pushname: null,
    verifiedName: null,
    shortName: null,
    phone: null,
    row: {},
    ...names,
  };
  return {
    account: { id: '9@c.us', lid: null, name: 'Me' },
    runs: [],
    notes: [],
    chats: async () => [chat],
    contacts: async () => new Map([[contact.id, contact]]),
    messages: async (_, from, count) => records.slice(from, from + count),
    medium: async (sha256) => ({
      sha256,
      size: 3,
      type: '',
      read: async () => Uint8Array.of(1, 2, records.length),
    }),
    missing: async () => null,
  };
}

const many = Array.from({ length: 5_000 }, (_, n) => record(n));

it('finds nothing between equals', async () => {
  expect(
    await compareHistories(history(many), history(many.map((one) => structuredClone(one))), {
      media: ['aa'],
    }),
  ).toEqual([]);
});

it.each([
  [
    'a changed text',
    many.with(4_321, record(4_321, { row: { ...many[4_321]?.row, body: 'other' } })),
    'messages/false_1@c.us_4321/row/body',
  ],
  [
    'a changed deep value',
    many.with(7, record(7, { row: { body: 'text 7', nested: { list: [1, 2, { deep: false }] } } })),
    'messages/false_1@c.us_7/row/nested/list/2/deep',
  ],
  ['a lost reaction', many, 'messages/false_1@c.us_3/reactions'],
  ['another sender', many.with(1, record(1, { sender: '2@c.us' })), 'messages/false_1@c.us_1/sender'],
  ['a lost message', many.toSpliced(99, 1), 'messages/false_1@c.us_99'],
  ['a message too many', [...many, record(6_000)], 'messages/false_1@c.us_6000'],
  ['two swapped', many.with(5, record(6)).with(6, record(5)), 'messages/false_1@c.us_5/place'],
])('finds %s', async (what, planted, path) => {
  const expected =
    what === 'a lost reaction'
      ? many.with(3, record(3, { reactions: [{ sender: 'x', text: '👍', at: 1 }] }))
      : many;
  const found = await compareHistories(history(expected), history(planted), { limit: 10_000 });
  expect(found.map((one) => one.path)).toContain(path);
});

it('finds another name, another count, another medium', async () => {
  const found = await compareHistories(
    history(many),
    history(many.slice(0, -1), { kind: 'group' }, { name: 'Ann' }),
    { media: ['aa'] },
  );
  expect(found.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['chats/1@c.us/kind', 'chats/1@c.us/count', 'contacts/1@c.us/name', 'media/aa/2']),
  );
});

it('stops at the limit', async () => {
  expect(await compareHistories(history(many), history([]), { limit: 5 })).toHaveLength(5);
});
