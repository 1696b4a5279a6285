/** @file What belongs to messages and lies in tables of its own, found by the key of the message (facts B7, L1). */
import { receiptsOf } from '../data/addons.ts';
import type { StoredRow } from '../data/row.ts';
import { alternateParent } from '../data/rows.ts';
import { type KeyParts, KeyRef, keyText } from '../data/value.ts';
import type { Located, World } from '../data/world.ts';
import { opaqueBytes } from './opaque.ts';
import { checkKeys, type Table, type TableRow, tableOf } from './table.ts';

/** The rows of one table that one message row makes. */
type Make = (row: StoredRow, located: Located) => TableRow[];

export class AddOns {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  readonly reactions = (): Table =>
    this.#table(['parentMsgKey', 'senderUserJid'], ({ reactions }) =>
      reactions.map(({ parent, sender, text, at, orphan }) => ({
        parentMsgKey: keyText(parent),
        senderUserJid: sender,
        msgKey: `${keyText(parent)}-r-${sender}`,
        reactionText: text,
        timestamp: at,
        t: Math.floor(at / 1000),
        orphan,
        read: true,
        ack: 1,
      })),
    );

  /** One byte for each chosen option. */
  readonly votes = (): Table =>
    this.#table(['parentMsgKey', 'sender'], ({ votes }) =>
      votes.map(({ parent, sender, options, at }) => ({
        ...from(parent, sender, at),
        msgKey: ownKey(parent, sender, 'V'),
        selectedOptionLocalIds: new Uint8Array(options).buffer,
        lastSuccessfulSelectedOptionLocalIds: new Uint8Array(options).buffer,
      })),
    );

  readonly responses = (): Table =>
    this.#table(['parentMsgKey', 'sender'], ({ responses }) =>
      responses.map(({ parent, sender, response, at }) => ({
        ...from(parent, sender, at),
        msgKey: ownKey(parent, sender, 'E'),
        eventResponse: new Uint8Array([response]).buffer,
      })),
    );

  readonly pins = (): Table =>
    this.#table(['parentMsgKey'], ({ pin }) =>
      pin && !pin.unified
        ? [
            {
              ...from(pin.parent, pin.sender, pin.at),
              msgKey: ownKey(pin.parent, pin.sender, 'P'),
              chatId: pin.parent.remote,
              pinType: pin.type,
              pinExpiryDuration: pin.duration,
            },
          ]
        : [],
    );

  /** The common table: pins of newer pages, and what has no table of its own. */
  readonly unified = (): Table =>
    this.#table(
      ['msgKey'],
      ({ pin, others }) => {
        const made = others.map(({ parent, sender, type, at, props }) =>
          unifiedRow(parent, sender, type, at, props),
        );
        if (!pin?.unified) return made;
        const props = {
          pinMessageType: pin.type,
          pinSenderTimestampMs: pin.at,
          pinExpiryDuration: pin.duration,
        };
        return [...made, unifiedRow(pin.parent, pin.sender, 'pin_message', pin.at, props)];
      },
      ['targetMsgKey'],
    );

  readonly comments = (): Table =>
    this.#table(['msgKey'], ({ comments }) =>
      comments.map(({ key, parent, sender, t, body, state }) => {
        const row = { msgKey: keyText(key), parentMsgKey: keyText(parent), sender, t, ack: 1, read: true };
        if (state === 'waiting') return { ...row, isPlaceholder: true };
        if (state === 'there') return { ...row, msgRowOpaqueData: opaqueBytes(body ?? '') };
        return {
          ...row,
          isOverwrittenByRevoke: true,
          subtype: 'sender',
          revokeTimestamp: t + 5,
          protocolMessageKey: keyText({ ...key, id: `${key.id}X` }),
        };
      }),
    );

  /** Who got an own message, and when; of some messages under the chat's other address. */
  readonly receipts = (): Table =>
    this.#table(
      ['msgKey', 'receiverUserJid'],
      (row, { chat, index }) => {
        const key = index % 5 === 4 ? alternateParent(chat, this.#world.me, row.key) : row.key;
        return receiptsOf(this.#world.params.seed, chat, row).map((receipt) => ({
          msgKey: keyText(key),
          receiverUserJid: receipt.receiver,
          delivery: receipt.delivery,
          read: receipt.read,
          played: receipt.played,
          deviceDelivered: [],
          deviceNotDelivered: [],
          deliveryPrivacyMode: null,
        }));
      },
      ['msgKey'],
    );

  /** Children of albums, second editions. */
  readonly associations = (): Table =>
    this.#table(
      ['msgKey', 'associationType'],
      ({ key, place, fields }) => {
        const { parentMsgKey, associationType } = fields;
        if (!(parentMsgKey instanceof KeyRef)) return [];
        return [
          {
            msgKey: keyText(key),
            associationType,
            parentMsgKey: keyText(parentMsgKey.parts),
            msgKeyInternalId: `${key.remote}_${place}_m`,
          },
        ];
      },
      ['msgKey', 'parentMsgKey'],
    );

  /** `WAWebDBGetReactions`. */
  reading(): Record<string, unknown> {
    const table = this.reactions();
    const all = async (parents: readonly unknown[]): Promise<TableRow[]> => {
      checkKeys(parents);
      return table.anyOf(['parentMsgKey', 'senderUserJid'], parents);
    };
    const filtered = async (parents: readonly unknown[]): Promise<Map<unknown, TableRow[]>> =>
      Map.groupBy(
        (await all(parents)).filter(({ reactionText, orphan }) => reactionText !== '' && orphan === 0),
        ({ parentMsgKey }) => parentMsgKey,
      );
    const of = async (parent: unknown): Promise<unknown> => {
      const rows = (await filtered([parent])).get(String(parent)) ?? [];
      const emoji = [...new Set(rows.map(({ reactionText }) => reactionText))];
      return {
        reactions: emoji.map((aggregateEmoji) => ({
          aggregateEmoji,
          hasReactionByMe: rows.some(({ senderUserJid }) => this.#isMe(senderUserJid)),
          senders: rows.filter(({ reactionText }) => reactionText === aggregateEmoji),
        })),
        reactionByMe: rows.find(({ senderUserJid }) => this.#isMe(senderUserJid)),
      };
    };
    return {
      getAllReactionsFromParentMsgs: all,
      getFilteredReactionsFromParentMsgs: filtered,
      getReactions: of,
    };
  }

  #isMe(id: unknown): boolean {
    return id === this.#world.me.pn || id === this.#world.me.lid;
  }

  /** @param indexed columns that hold the key of a message. */
  #table(primary: readonly string[], make: Make, indexed: readonly string[] = ['parentMsgKey']): Table {
    const world = this.#world;
    const under = function* (column: string, value: string): Generator<TableRow> {
      const found = world.locate(value);
      for (const row of found?.rows ?? [])
        for (const one of make(row, { ...(found as Located), row })) if (one[column] === value) yield one;
    };
    return tableOf({
      primary,
      *all() {
        for (const chat of world.chats)
          for (let index = 0; index < world.places(chat); index++) {
            const rows = world.place(chat, index);
            for (const row of rows) yield* make(row, { chat, index, rows, row });
          }
      },
      lookup: (column, value) => (indexed.includes(column) ? under(column, value) : null),
    });
  }
}

const from = (parent: KeyParts, sender: string, at: number) => ({
  parentMsgKey: keyText(parent),
  sender,
  senderTimestampMs: at,
  t: Math.floor(at / 1000),
  ack: 1,
  read: true,
});

const unifiedRow = (
  parent: KeyParts,
  sender: string,
  rowType: string,
  at: number,
  props: object,
): TableRow => ({
  msgKey: ownKey(parent, sender, 'U'),
  targetMsgKey: keyText(parent),
  arbitraryIndex: 0,
  rowType,
  ack: 1,
  t: Math.floor(at / 1000),
  read: true,
  addonProps: { ...props },
});

/** The key of the vote, answer or pin itself: its id is that of its message and a mark. */
const ownKey = (parent: KeyParts, sender: string, mark: string): string =>
  keyText({ fromMe: false, remote: parent.remote, id: `${parent.id}${mark}`, participant: sender });
