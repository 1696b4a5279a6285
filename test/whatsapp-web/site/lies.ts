/** @file Pages of messages and lists of chats that are not what they should be. */
import type { FaultName } from '../params.ts';
import type { LiveRow } from './live.ts';
import type { MsgKeyClass } from './msgkey.ts';

/** UTF-16 units of a giant text. */
export const GIANT = 48 * 1024 * 1024;

const MADE_UP = '3AEDEDED';

interface Told {
  readonly chat: string;
  /** Where the question started. */
  readonly anchor: unknown;
  readonly messages: readonly LiveRow[];
}

type Lie = (told: Told, page: LyingPages) => unknown[];

/** What the page answers in place of the truth. Rows that are true stay among it. */
export class LyingPages {
  readonly Key: MsgKeyClass;
  readonly #lies: readonly Lie[];
  /** A chat's first answer. */
  readonly first = new Map<string, readonly LiveRow[]>();
  /** Rows made up. */
  made = 0;

  constructor(faults: readonly FaultName[], Key: MsgKeyClass) {
    this.Key = Key;
    this.#lies = faults.flatMap((fault) => LIES[fault] ?? []);
  }

  /** A key of a row that was made up. */
  knows(anchor: unknown): boolean {
    return this.made > 0 && anchor instanceof this.Key && anchor.id.startsWith(MADE_UP);
  }

  answer(told: Told): unknown[] {
    let messages: readonly unknown[] = told.messages;
    for (const lie of this.#lies) messages = lie({ ...told, messages: messages as LiveRow[] }, this);
    return [...messages];
  }
}

const LIES: Partial<Record<FaultName, Lie>> = {
  'hostile-rows': ({ messages }) =>
    messages.length === 0 ? [] : [...messages.slice(0, 1), ...hostile(), ...messages.slice(1)],
  'giant-row': ({ messages }) =>
    messages.map((row, i) => (i === 1 ? { ...row, body: 'g'.repeat(GIANT) } : row)),
  'wrong-ids': ({ messages }, { Key }) => {
    const [first] = messages;
    if (!first) return [];
    const id = Key.fromString('false_15550001111@c.us_3AFFFFFFFFFFFFFFFFFF');
    const foreign = { ...first, id, from: id.remote };
    const nameless = { ...first, id: null };
    return [...messages, foreign, nameless, { ...first, id: 17 }, { ...first }];
  },
  stuck: ({ chat, messages }, page) => {
    if (!page.first.has(chat)) page.first.set(chat, messages);
    return [...(page.first.get(chat) ?? [])];
  },
  endless({ messages, anchor }, page) {
    if (messages.length > 0 || !(anchor instanceof page.Key)) return [...messages];
    page.made++;
    const { remote } = anchor;
    const id = new page.Key({ fromMe: false, remote, id: MADE_UP + page.made });
    const made = { id, type: 'chat', t: 1_000_000_000 - page.made, rowId: 1, from: remote, body: 'made up' };
    return [made];
  },
  'id-class': ({ messages }) => messages.map((row) => ({ ...row, id: structuredClone({ ...row.id }) })),
};

/** What careless code falls over, in place of rows. */
function hostile(): unknown[] {
  const circle: Record<string, unknown> = { type: 'chat', body: 'circle' };
  circle.self = circle;
  let deep: unknown = 'bottom';
  for (let i = 0; i < 3000; i++) deep = { deep };
  const throwing = Object.defineProperty({ type: 'chat' }, 'id', {
    enumerable: true,
    get() {
      throw new Error('a getter that throws');
    },
  });
  const proxy = new Proxy(
    {},
    {
      ownKeys() {
        throw new TypeError('a proxy that throws');
      },
    },
  );
  return [
    null,
    undefined,
    0,
    'row',
    [],
    [null],
    circle,
    { type: 'chat', deep },
    throwing,
    proxy,
    Symbol('row'),
    () => {},
  ];
}

/** Models that are none, for a list of chats. */
export const hostileChats = (): object[] => [
  {},
  { id: null },
  { id: 'not-an-address' },
  { id: { _serialized: 12, toString: () => '[object Object]' } },
  Object.defineProperty({}, 'id', {
    get() {
      throw 'no error at all';
    },
  }),
];

/** What a function throws that had better thrown an error. */
export const ODD_THROWS: readonly unknown[] = [
  null,
  undefined,
  'a text',
  0,
  {
    get message() {
      throw new Error('a message that throws');
    },
    toString() {
      throw new Error('a text form that throws');
    },
  },
];
