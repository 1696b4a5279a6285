/** @file What happens in an account while somebody reads it: a fixed list of events for each seed. */
import type { ChatPlan } from './chats.ts';
import { Random } from './random.ts';
import type { StoredRow } from './row.ts';
import { NEWEST } from './slot.ts';
import { type KeyParts, KeyRef } from './value.ts';

export type LiveEvent =
  | { readonly kind: 'arrive'; readonly chat: ChatPlan }
  | { readonly kind: 'edit' | 'revoke' | 'delete' | 'react'; readonly chat: ChatPlan; readonly back: number }
  | { readonly kind: 'chat-gone'; readonly chat: ChatPlan };

/** What an event came to. */
export interface Happening {
  readonly kind: LiveEvent['kind'];
  readonly chat: ChatPlan;
  /** Of the row that came, changed or went; null where none did. */
  readonly key: KeyParts | null;
}

const KINDS = ['arrive', 'edit', 'react', 'arrive', 'revoke', 'arrive', 'delete', 'react'] as const;
/** Each so many events one chat is deleted. */
const GONE = 25;
/** So far back at most lies what is changed. */
const BACK = 20;

/** The events in their order. @param wanted how many. */
export function liveEvents(seed: number, chats: readonly ChatPlan[], wanted: number): LiveEvent[] {
  const open = chats.filter(
    ({ sort, slots, ephemeral, protected: closed }) =>
      (sort === 'person' || sort === 'group') && slots > 2 && ephemeral === 0 && !closed,
  );
  const gone = new Set<ChatPlan>();
  return Array.from({ length: open.length > 0 ? wanted : 0 }, (_, i): LiveEvent => {
    const random = new Random(seed, 'live', i);
    const spare = open.filter((chat) => chat.index > 14 && chat.sort === 'person' && !gone.has(chat));
    if (i % GONE === GONE - 1 && spare.length > 0) {
      const chat = random.pick(spare);
      gone.add(chat);
      return { kind: 'chat-gone', chat };
    }
    const chat = random.pick(open.filter((one) => !gone.has(one)));
    const kind = KINDS[i % KINDS.length] ?? 'arrive';
    return kind === 'arrive' ? { kind, chat } : { kind, chat, back: random.int(BACK) };
  });
}

/** The row after the event. Null: it is gone. */
export function changedBy(event: LiveEvent, number: number, row: StoredRow): StoredRow | null {
  const at = NEWEST + 60 * (number + 1);
  switch (event.kind) {
    case 'edit':
      return {
        ...row,
        fields: {
          ...row.fields,
          body: `edited while it was read, number ${number}`,
          latestEditMsgKey: new KeyRef(editKey(row.key, number)),
          latestEditSenderTimestampMs: at * 1000,
          editMsgType: 2,
        },
      };
    case 'revoke':
      return revoked(row, at);
    case 'delete':
      return null;
    case 'react': {
      const sender = event.chat.members[0] ?? event.chat.id;
      const others = row.reactions.filter((one) => one.sender !== sender);
      const reaction = { parent: row.key, sender, text: '🎉', at: at * 1000, orphan: 0 as const };
      return { ...row, fields: { ...row.fields, hasReaction: true }, reactions: [...others, reaction] };
    }
    default:
      return row;
  }
}

const editKey = (key: KeyParts, number: number): KeyParts => ({ ...key, id: `3EB0ED17${number}` });

/** Of what it said nothing stays. */
function revoked(row: StoredRow, at: number): StoredRow {
  const { from, to, ack, star, isMdHistoryMsg, viewMode, author } = row.fields;
  return {
    ...row,
    type: 'revoked',
    subtype: 'sender',
    fields: {
      from,
      to,
      ack,
      star,
      isMdHistoryMsg,
      viewMode,
      ...(author === undefined ? {} : { author }),
      revokeSender: author ?? from,
      revokeTimestamp: at,
      protocolMessageKey: new KeyRef({ ...row.key, id: `${row.key.id}R` }),
    },
    votes: [],
    responses: [],
    pin: null,
    comments: [],
    others: [],
  };
}
