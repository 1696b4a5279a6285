/** @file One place of a chat: who writes when, under which key. All of it follows from the place's number alone. */
import type { Params } from '../params.ts';
import type { ChatPlan } from './chats.ts';
import type { MediaSource } from './medium.ts';
import type { Me } from './people.ts';
import { Random } from './random.ts';
import { type Fields, jid, type KeyParts, type Value } from './value.ts';

/** When the youngest message was written. */
export const NEWEST = 1_795_200_000;
const OLDEST = NEWEST - 6 * 365 * 86_400;
/** Rows a place may have. */
export const ROWS = 16;
/** Share of a chat that came by history sync. */
const SYNCED = 0.6;

/** What a kind of message makes. The rest of a row follows from its place. */
export interface Draft {
  readonly type: string;
  readonly subtype?: string;
  readonly fields?: Fields;
  readonly fromMe?: boolean;
  readonly author?: string;
  readonly hidden?: true;
  readonly withheld?: true;
  /** Seconds later than the place. */
  readonly later?: number;
  readonly votes?: readonly { readonly sender: string; readonly options: readonly number[] }[];
}

export class Slot {
  readonly params: Params;
  readonly me: Me;
  readonly chat: ChatPlan;
  readonly index: number;
  readonly random: Random;
  readonly fromMe: boolean;
  /** Who writes; in a newsletter the newsletter. */
  readonly author: string;
  readonly t: number;
  readonly media: MediaSource;

  constructor(params: Params, me: Me, chat: ChatPlan, index: number, media: MediaSource) {
    this.params = params;
    this.me = me;
    this.chat = chat;
    this.index = index;
    this.media = media;
    this.random = new Random(params.seed, 'slot', chat.index, index);
    this.fromMe = mineAt(params, chat, index);
    this.author = authorAt(params, chat, index);
    this.t = timeAt(params, chat, index);
  }

  get synced(): boolean {
    return this.index < syncedSlots(this.chat);
  }

  /** Name of a medium that only this place has. */
  mediumId(part: string | number): string {
    return `c${this.chat.index}s${this.index}${part}`;
  }

  key(part: number, fromMe = this.fromMe, author = this.author): KeyParts {
    return keyAt(this.params, this.chat, this.index, part, fromMe, author);
  }

  /** The place before this one, or this one where there is none. */
  before(back = 1): Slot {
    const index = Math.max(0, this.index - back);
    return new Slot(this.params, this.me, this.chat, index, this.media);
  }

  /** The members every row has. */
  common(fromMe: boolean, author: string, rowId: number): Record<string, Value> {
    const { chat } = this;
    const fields: Record<string, Value> = {
      from: jid(fromMe ? chat.me : chat.id),
      to: jid(fromMe ? chat.id : chat.me),
      ack: fromMe ? this.random.between(1, 4) : 1,
      star: false,
      isMdHistoryMsg: rowId < 1_000_000_000,
      viewMode: 'VISIBLE',
    };
    if (chat.members.length > 0) fields.author = jid(author);
    return fields;
  }
}

/** Insertion id and row id of a row. Synced ones lie below 10^9, live ones above. */
export function placeOf(chat: ChatPlan, index: number, part: number): { place: number; rowId: number } {
  const synced = syncedSlots(chat);
  const rowId = (chat.base + index) * ROWS + part;
  if (index < synced) return { place: 999_999_999 - (synced - index) * ROWS + part, rowId: rowId + 1 };
  return { place: 1_000_000_001 + (index - synced) * ROWS + part, rowId: 1_000_000_001 + rowId };
}

const syncedSlots = (chat: ChatPlan): number => Math.floor(chat.slots * SYNCED);

/** Two of three neighbours share a second. Some live messages were delivered days late. */
function timeAt(params: Params, chat: ChatPlan, index: number): number {
  const span = new Random(params.seed, 'span', chat.index).between(40, (NEWEST - OLDEST) / 86_400) * 86_400;
  const step = Math.floor(span / Math.max(1, chat.slots));
  const newest = NEWEST - chat.index * 3_600;
  const bunch = index - (index % 3);
  const t = newest - span + bunch * step + (index % 3 === 2 ? 1 : 0);
  const late = index >= syncedSlots(chat) && new Random(params.seed, 'late', chat.index, index).chance(0.01);
  return late ? t - 86_400 * (1 + (index % 29)) : t;
}

function mineAt({ seed }: Params, chat: ChatPlan, index: number): boolean {
  if (chat.sort === 'newsletter' || chat.sort === 'announcement' || chat.sort === 'community') return false;
  if (chat.sort === 'self' || chat.sort === 'broadcast') return true;
  return new Random(seed, 'mine', chat.index, index).chance(chat.sort === 'group' ? 0.2 : 0.45);
}

function authorAt(params: Params, chat: ChatPlan, index: number): string {
  if (mineAt(params, chat, index)) return chat.me;
  const random = new Random(params.seed, 'author', chat.index, index);
  return chat.members.length > 0 ? random.pick(chat.members) : chat.id;
}

function keyAt(
  { seed }: Params,
  chat: ChatPlan,
  index: number,
  part: number,
  fromMe: boolean,
  author: string,
): KeyParts {
  const random = new Random(seed, 'id', chat.index, index, part);
  const remote = chat.id;
  if (chat.sort === 'newsletter') return { fromMe, remote, id: String(100 + index * ROWS + part) };
  const id = fromMe ? `3EB0${random.hex(18)}` : random.pick([`3A${random.hex(18)}`, `AC${random.hex(30)}`]);
  if (chat.sort === 'self') return { fromMe, remote, id, self: fromMe ? 'out' : 'in' };
  if (chat.members.length > 0) return { fromMe, remote, id, participant: author };
  return { fromMe, remote, id };
}
