/** @file The whole account: who, which chats, and every row of every chat. */
import type { Params } from '../params.ts';
import type { StoredComment, StoredReaction } from './addons.ts';
import { type ChatPlan, chatPlans } from './chats.ts';
import { kindAt } from './kinds.ts';
import { collector, type MediaSource, type MediumWish } from './medium.ts';
import { type Me, meOf, type Person, personCount, personOf } from './people.ts';
import { picturesOf } from './pictures.ts';
import type { StoredRow } from './row.ts';
import { type Draft, indexOf, placeOf, ROWS, Slot } from './slot.ts';
import type { KeyParts } from './value.ts';
import { text } from './words.ts';

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏🏽', '👩‍👩‍👧', '🏳️‍🌈'] as const;

/** Places made at once, and how many such blocks are kept. */
const BLOCK = 64;
const BLOCKS = 192;

export interface Located {
  readonly chat: ChatPlan;
  readonly index: number;
  /** All rows of the place; {@link row} is one of them. */
  readonly rows: readonly StoredRow[];
  readonly row: StoredRow;
}

export class World {
  readonly params: Params;
  readonly me: Me;
  readonly people: readonly Person[];
  readonly chats: readonly ChatPlan[];
  readonly #media: MediaSource;
  /** The blocks used last, the oldest first. */
  readonly #blocks = new Map<string, readonly (readonly StoredRow[])[]>();
  readonly #byAddress = new Map<string, ChatPlan>();

  constructor(params: Params, media: MediaSource) {
    this.params = params;
    this.#media = media;
    this.me = meOf(params);
    this.people = Array.from({ length: personCount(params) }, (_, index) => personOf(params, index));
    this.chats = chatPlans(params, this.me);
    for (const chat of this.chats)
      for (const address of [chat.peer?.pn, chat.peer?.lid, chat.sort === 'self' ? this.me.lid : null])
        if (address) this.#byAddress.set(address, chat);
    for (const chat of this.chats) this.#byAddress.set(chat.id, chat);
  }

  /** By its own address, or by the other one of its person. */
  chat(address: string): ChatPlan | null {
    return this.#byAddress.get(address) ?? null;
  }

  /** How many places a chat has now. */
  places(chat: ChatPlan): number {
    return chat.slots;
  }

  /** The rows of one place. Made when asked for; the last few thousand places are kept. */
  place(chat: ChatPlan, index: number): readonly StoredRow[] {
    const first = index - (index % BLOCK);
    const key = `${chat.index}/${first}`;
    const found = this.#blocks.get(key);
    if (found) return found[index - first] ?? [];
    const length = Math.min(BLOCK, Math.max(0, this.places(chat) - first));
    const made = Array.from({ length }, (_, i) => this.slot(chat, first + i));
    this.#blocks.set(key, made);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
    return made[index - first] ?? [];
  }

  /** All rows of a chat in the order they were put in, one by one. */
  *walk(chat: ChatPlan): Generator<StoredRow> {
    const count = this.places(chat);
    for (let index = 0; index < count; index++) yield* this.place(chat, index);
  }

  /** All rows of a chat at once: for small ones. */
  rows(chat: ChatPlan): readonly StoredRow[] {
    return [...this.walk(chat)];
  }

  newest(chat: ChatPlan): StoredRow | undefined {
    return this.place(chat, this.places(chat) - 1).at(-1);
  }

  /** The row that a message key in text form names, under either address of the chat. Null: there is none. */
  locate(key: string): Located | null {
    const [, remote = '', id = ''] = key.split('_');
    const chat = this.chat(remote);
    if (!chat) return null;
    const index = indexOf(this.params, chat, id);
    if (!(index >= 0 && index < this.places(chat))) return null;
    const rows = this.place(chat, index);
    const row = rows.find((one) => one.key.id === id);
    return row ? { chat, index, rows, row } : null;
  }

  /** The rows of one place, made without any other. */
  slot(chat: ChatPlan, index: number): StoredRow[] {
    const slot = new Slot(this.params, this.me, chat, index, this.#media);
    const drafts = kindAt(slot)(slot);
    if (drafts.length > ROWS) throw new RangeError('too many rows for one place');
    return drafts.map((draft, part) => rowOf(slot, draft, part));
  }
}

/** Every medium that any row names, in the order of rows. */
export function mediaWishes(params: Params): Map<string, MediumWish> {
  const { source, wishes } = collector();
  const world = new World(params, source);
  for (const chat of world.chats) for (const _ of world.walk(chat));
  for (const { medium } of picturesOf(world)) source({ id: medium, kind: 'image', trouble: 'cached' });
  return wishes;
}

function rowOf(slot: Slot, draft: Draft, part: number): StoredRow {
  const { chat } = slot;
  const fromMe = draft.fromMe ?? slot.fromMe;
  const author = draft.author ?? slot.author;
  const key = slot.key(part, fromMe, author);
  const { place, rowId } = placeOf(chat, slot.index, part);
  const t = slot.t + (draft.later ?? 0);
  const reactions = reactionsOf(slot, draft, key, t);
  const fields = {
    ...slot.common(fromMe, author, rowId),
    ...draft.fields,
    ...(chat.sort === 'newsletter' ? { serverId: Number(key.id) } : {}),
    ...(reactions.length > 0 ? { hasReaction: true } : {}),
  };
  const other = alternateParent(chat, slot.me, key);
  const either = (i: number): KeyParts => ((slot.index + i) % 2 === 1 ? other : key);
  const votes = (draft.votes ?? []).map((vote, i) => ({ ...vote, parent: either(i), at: (t + i) * 1000 }));
  const responses = (draft.responses ?? []).map((one, i) => ({
    ...one,
    parent: either(i),
    at: (t + 60 + i) * 1000,
  }));
  const pin = draft.pin ? { parent: either(0), at: (t + 300) * 1000, ...draft.pin } : null;
  return {
    key,
    place,
    rowId,
    t,
    type: draft.type,
    ...(draft.subtype === undefined ? {} : { subtype: draft.subtype }),
    fields,
    hidden: draft.hidden ?? false,
    withheld: draft.withheld ?? false,
    reactions,
    votes,
    responses,
    pin,
    comments: draft.comments ? commentsOn(slot, key, t) : [],
  };
}

/** One that is there, one that was taken back, one that never came through, and then some. */
function commentsOn(slot: Slot, parent: KeyParts, t: number): StoredComment[] {
  const { random, chat } = slot;
  return Array.from({ length: random.between(3, 6) }, (_, i): StoredComment => {
    const sender = random.pick(chat.members);
    const state = i === 1 ? 'revoked' : i === 2 ? 'waiting' : 'there';
    const key = { fromMe: false, remote: chat.id, id: `3A${random.hex(18)}`, participant: sender };
    const body = state === 'there' ? text(random) : null;
    return { key, parent, sender, t: t + 30 * (i + 1), body, state };
  });
}

/** Some were taken back, some belong to a message that is not there. */
function reactionsOf(
  { random, chat, me }: Slot,
  draft: Draft,
  parent: KeyParts,
  t: number,
): StoredReaction[] {
  if (draft.withheld || !['chat', 'image', 'video', 'ptt', 'poll_creation'].includes(draft.type)) return [];
  if (!random.chance(0.12)) return [];
  const others = chat.members.length > 0 ? chat.members : [chat.id];
  const senders = new Set([chat.me, ...Array.from({ length: random.int(5) }, () => random.pick(others))]);
  const other = alternateParent(chat, me, parent);
  return [...senders].map((sender, i): StoredReaction => {
    const text = random.chance(0.1) ? '' : random.pick(EMOJI);
    const at = t * 1000 + random.int(9) * 60_000 + i;
    return {
      parent: random.chance(0.3) ? other : parent,
      sender,
      text,
      at,
      orphan: random.chance(0.05) ? 1 : 0,
    };
  });
}

/** Where a person has two addresses, what belongs to a message may lie under the other one. */
export function alternateParent(chat: ChatPlan, me: Me, parent: KeyParts): KeyParts {
  const { peer } = chat;
  if (chat.sort === 'self' || !peer?.pn || !peer.lid || me.pn === chat.id) return parent;
  return { ...parent, remote: parent.remote === peer.pn ? peer.lid : peer.pn };
}
