/** @file One place of a chat: who writes when, under which key. All of it follows from the place's number alone. */
import type { Params } from '../params.ts';
import type { ChatPlan } from './chats.ts';
import type { MediaSource } from './medium.ts';
import type { Me } from './people.ts';
import { pooled } from './pool.ts';
import { Random } from './random.ts';
import { type Fields, jid, type KeyParts, type Value } from './value.ts';

/** When the youngest message was written. */
export const NEWEST = 1_795_200_000;
const OLDEST = NEWEST - 6 * 365 * 86_400;
/** Rows a place may have. */
export const ROWS = 16;
/** Places from here on are those of messages that arrive while the account is read. */
const ARRIVING = 10_000_000;
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
  readonly responses?: readonly { readonly sender: string; readonly response: 1 | 2 | 3 }[];
  readonly pin?: { readonly sender: string; readonly type: 1 | 2; readonly duration: number };
  /** In the common table of add-ons. */
  readonly other?: { readonly sender: string; readonly type: string; readonly props: Fields };
  /** Others wrote under it. */
  readonly comments?: true;
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
    this.media = (wish) => media(pooled(params, chat.index, index, wish));
    this.random = new Random(params.seed, 'slot', chat.index, index);
    this.fromMe = mineAt(params, chat, index);
    this.author = this.fromMe ? chat.me : authorAt(params, chat, index);
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
  const late = index >= chat.slots ? ARRIVING + chat.index * 10_000 : 0;
  const rowId = (chat.base + index + late) * ROWS + part;
  if (index < synced) return { place: 999_999_999 - (synced - index) * ROWS + part, rowId: rowId + 1 };
  return { place: 1_000_000_001 + (index - synced) * ROWS + part, rowId: 1_000_000_001 + rowId };
}

const syncedSlots = (chat: ChatPlan): number => Math.floor(chat.slots * SYNCED);

/** Two of three neighbours share a second. Some live messages were delivered days late. */
function timeAt(params: Params, chat: ChatPlan, index: number): number {
  const { span } = numbersOf(params, chat);
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
  const random = new Random(params.seed, 'author', chat.index, index);
  return chat.members.length > 0 ? random.pick(chat.members) : chat.id;
}

function keyAt(
  params: Params,
  chat: ChatPlan,
  index: number,
  part: number,
  fromMe: boolean,
  author: string,
): KeyParts {
  const remote = chat.id;
  const number = index * ROWS + part;
  if (chat.sort === 'newsletter') return { fromMe, remote, id: String(FIRST_SERVER_ID + number) };
  const random = new Random(params.seed, 'id', chat.index, index, part);
  const place = hidden(params, chat, number);
  const id = fromMe
    ? `3EB0${random.hex(10)}${place}`
    : random.pick([`3A${random.hex(10)}${place}`, `AC${random.hex(22)}${place}`]);
  if (chat.sort === 'self') return { fromMe, remote, id, self: fromMe ? 'out' : 'in' };
  if (chat.members.length > 0) return { fromMe, remote, id, participant: author };
  return { fromMe, remote, id };
}

const FIRST_SERVER_ID = 100;
/** Odd, and so with an inverse modulo 2^32. */
const SPREAD = 0x9e3779b1;
const GATHER = 0xe8b2f51;

/** What all places of a chat share. */
const shared = new WeakMap<ChatPlan, { readonly mask: number; readonly span: number }>();

function numbersOf({ seed }: Params, chat: ChatPlan): { readonly mask: number; readonly span: number } {
  let numbers = shared.get(chat);
  if (!numbers) {
    const days = new Random(seed, 'span', chat.index).between(40, (NEWEST - OLDEST) / 86_400);
    numbers = { mask: new Random(seed, 'mask', chat.index).next(), span: days * 86_400 };
    shared.set(chat, numbers);
  }
  return numbers;
}

/** A row's number within its chat as eight digits that look like chance. */
const hidden = (params: Params, chat: ChatPlan, number: number): string =>
  ((Math.imul(number, SPREAD) ^ numbersOf(params, chat).mask) >>> 0)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0');

/** The place that a message's id tells; whether a row has this id is to be seen there. */
export function indexOf(params: Params, chat: ChatPlan, id: string): number {
  if (chat.sort === 'newsletter') return Math.floor((Number(id) - FIRST_SERVER_ID) / ROWS);
  const number = Math.imul(Number.parseInt(id.slice(-8), 16) ^ numbersOf(params, chat).mask, GATHER) >>> 0;
  return Math.floor(number / ROWS);
}
