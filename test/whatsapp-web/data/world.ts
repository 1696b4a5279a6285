/** @file The whole account: who, which chats, and every row of every chat. */
import type { Params } from '../params.ts';
import { type ChatPlan, chatPlans } from './chats.ts';
import { kindAt } from './kinds.ts';
import { collector, type MediaSource, type MediumWish } from './medium.ts';
import { type Me, meOf, type Person, personCount, personOf } from './people.ts';
import type { StoredReaction, StoredRow } from './row.ts';
import { type Draft, placeOf, ROWS, Slot } from './slot.ts';
import type { KeyParts } from './value.ts';

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏🏽', '👩‍👩‍👧', '🏳️‍🌈'] as const;

export class World {
  readonly params: Params;
  readonly me: Me;
  readonly people: readonly Person[];
  readonly chats: readonly ChatPlan[];
  readonly #media: MediaSource;
  readonly #rows = new Map<string, readonly StoredRow[]>();

  constructor(params: Params, media: MediaSource) {
    this.params = params;
    this.#media = media;
    this.me = meOf(params);
    this.people = Array.from({ length: personCount(params) }, (_, index) => personOf(params, index));
    this.chats = chatPlans(params, this.me);
  }

  /** All rows of a chat in the order they were put in. Made once, when first asked for. */
  rows(chat: ChatPlan): readonly StoredRow[] {
    let rows = this.#rows.get(chat.id);
    if (!rows) {
      rows = Array.from({ length: chat.slots }, (_, index) => this.slot(chat, index)).flat();
      this.#rows.set(chat.id, rows);
    }
    return rows;
  }

  /** The rows of one place, without any other. */
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
  for (const chat of world.chats) world.rows(chat);
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
  const votes = (draft.votes ?? []).map((vote, i) => ({ ...vote, parent: key, at: (t + i) * 1000 }));
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
  };
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
function alternateParent(chat: ChatPlan, me: Me, parent: KeyParts): KeyParts {
  const { peer } = chat;
  if (chat.sort === 'self' || !peer?.pn || !peer.lid || me.pn === chat.id) return parent;
  return { ...parent, remote: parent.remote === peer.pn ? peer.lid : peer.pn };
}
