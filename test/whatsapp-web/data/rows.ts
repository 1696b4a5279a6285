/** @file The stored row that a kind of message makes at its place, with what belongs to it. */
import type { StoredComment, StoredReaction } from './addons.ts';
import type { ChatPlan } from './chats.ts';
import type { Me } from './people.ts';
import type { StoredRow } from './row.ts';
import { type Draft, placeOf, type Slot } from './slot.ts';
import type { KeyParts } from './value.ts';
import { text } from './words.ts';

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏🏽', '👩‍👩‍👧', '🏳️‍🌈'] as const;

export function rowOf(slot: Slot, draft: Draft, part: number): StoredRow {
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
  const unified = slot.index % 3 === 0;
  const pin = draft.pin ? { parent: either(0), at: (t + 300) * 1000, unified, ...draft.pin } : null;
  const others = draft.other ? [{ parent: either(1), at: (t + 5) * 1000, ...draft.other }] : [];
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
    others,
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
