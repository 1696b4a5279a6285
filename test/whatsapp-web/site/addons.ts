/** @file What belongs to messages and lies in tables of its own: reactions and votes (facts B7, L1). */

import { otherAddress } from '../data/contacts.ts';
import type { StoredRow } from '../data/row.ts';
import { keyText } from '../data/value.ts';
import type { World } from '../data/world.ts';
import type { Maker } from './live.ts';
import type { WidFactory } from './wid.ts';

interface ReactionRow {
  readonly parentMsgKey: string;
  readonly senderUserJid: string;
  readonly msgKey: string;
  readonly reactionText: string;
  readonly timestamp: number;
  readonly t: number;
  readonly orphan: 0 | 1;
  readonly read: boolean;
  readonly ack: number;
}

export class AddOns {
  readonly #world: World;
  readonly #maker: Maker;
  readonly #wids: WidFactory;
  /** Rows with add-ons by chat, then by the key they lie under. */
  readonly #reactions = new Map<string, Map<string, ReactionRow[]>>();

  constructor(world: World, maker: Maker, wids: WidFactory) {
    this.#world = world;
    this.#maker = maker;
    this.#wids = wids;
  }

  /** `WAWebDBGetReactions`. */
  reactions(): Record<string, unknown> {
    const all = async (parents: readonly unknown[]): Promise<ReactionRow[]> => {
      checkKeys(parents);
      return [...new Set(parents)].sort().flatMap((parent) => this.#reactionsTo(parent as string));
    };
    const filtered = async (parents: readonly unknown[]): Promise<Map<string, ReactionRow[]>> => {
      const grouped = new Map<string, ReactionRow[]>();
      for (const row of await all(parents))
        if (row.reactionText !== '' && row.orphan === 0)
          grouped.set(row.parentMsgKey, [...(grouped.get(row.parentMsgKey) ?? []), row]);
      return grouped;
    };
    const of = async (parent: unknown): Promise<unknown> => {
      const rows = (await filtered([parent])).get(String(parent)) ?? [];
      const emoji = [...new Set(rows.map(({ reactionText }) => reactionText))];
      return {
        reactions: emoji.map((aggregateEmoji) => ({
          aggregateEmoji,
          hasReactionByMe: false,
          senders: rows.filter(({ reactionText }) => reactionText === aggregateEmoji),
        })),
      };
    };
    return {
      getAllReactionsFromParentMsgs: all,
      getFilteredReactionsFromParentMsgs: filtered,
      getReactions: of,
    };
  }

  /** `WAWebPollsVotesSchema`: one byte for each chosen option. */
  votesTable(): Record<string, unknown> {
    const rows = (): Record<string, unknown>[] => this.#all().flatMap((row) => this.#votesOn(row));
    return tableOf(rows);
  }

  /** `WAWebPollsDbSerialization.voteFromDbRow`. */
  readonly voteFromDbRow = (row: Record<string, unknown>): Record<string, unknown> => {
    const { parentMsgKey, sender, selectedOptionLocalIds, ...rest } = row;
    const parent = this.#all().find(({ key }) => keyText(key) === parentMsgKey);
    return {
      ...rest,
      parentMsgKey: parent ? this.#maker.key(parent.key) : parentMsgKey,
      sender: this.#wids.createWid(String(sender)),
      selectedOptionLocalIds: [...new Uint8Array(selectedOptionLocalIds as ArrayBuffer)],
    };
  };

  #all(): StoredRow[] {
    return this.#world.chats.flatMap((chat) => this.#world.rows(chat));
  }

  #votesOn({ votes }: StoredRow): Record<string, unknown>[] {
    return votes.map(({ parent, sender, options, at }) => ({
      parentMsgKey: keyText(parent),
      sender,
      msgKey: `${keyText(parent)}-${sender}`,
      selectedOptionLocalIds: new Uint8Array(options).buffer,
      senderTimestampMs: at,
      t: Math.floor(at / 1000),
      ack: 1,
      read: true,
    }));
  }

  /** Ordered by sender, not by time; those taken back and those without a message among them. */
  #reactionsTo(parent: string): readonly ReactionRow[] {
    const remote = parent.split('_')[1] ?? '';
    const chat =
      this.#world.chats.find(({ id }) => id === remote) ??
      this.#world.chats.find(({ id }) => id === otherAddress(this.#world, remote));
    if (!chat) return [];
    let byParent = this.#reactions.get(chat.id);
    if (!byParent) {
      byParent = new Map();
      for (const { reactions } of this.#world.rows(chat))
        for (const one of reactions) {
          const key = keyText(one.parent);
          byParent.set(key, [...(byParent.get(key) ?? []), rowOf(key, one)]);
        }
      this.#reactions.set(chat.id, byParent);
    }
    const found = byParent.get(parent) ?? [];
    return [...found].sort((a, b) => (a.senderUserJid < b.senderUserJid ? -1 : 1)).map((row) => ({ ...row }));
  }
}

const rowOf = (key: string, one: StoredRow['reactions'][number]): ReactionRow => ({
  parentMsgKey: key,
  senderUserJid: one.sender,
  msgKey: `${key}-r-${one.sender}`,
  reactionText: one.text,
  timestamp: one.at,
  t: Math.floor(one.at / 1000),
  orphan: one.orphan,
  read: true,
  ack: 1,
});

/** Keys of the database are strings. */
function checkKeys(keys: readonly unknown[]): void {
  for (let i = 0; i < keys.length; i++)
    if (typeof keys[i] !== 'string')
      throw new DOMException("Failed to execute 'bound' on 'IDBKeyRange': not a valid key.", 'DataError');
}

/** The part of the storage's table interface that reading needs. */
export function tableOf(rows: () => readonly Record<string, unknown>[]): Record<string, unknown> {
  const where = (columns: readonly string[], values: readonly unknown[]) =>
    rows().filter((row) => values.includes(row[columns[0] ?? '']));
  return {
    all: async () => rows(),
    equals: async (columns: readonly string[], value: unknown) => where(columns, [value].flat()),
    anyOf: async (columns: readonly string[], values: readonly unknown[]) => where(columns, values.flat()),
  };
}
