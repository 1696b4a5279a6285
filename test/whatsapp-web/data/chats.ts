/** @file The chats of an account: one of each kind first, then more persons and groups. */
import type { Params } from '../params.ts';
import { groupName } from './names.ts';
import { type Me, type Person, personCount, personOf } from './people.ts';
import { Random } from './random.ts';

export type Sort = 'person' | 'self' | 'group' | 'community' | 'announcement' | 'broadcast' | 'newsletter';

export interface ChatPlan {
  readonly index: number;
  readonly id: string;
  readonly sort: Sort;
  /** Places, oldest first. Each holds one message, or an album. */
  readonly slots: number;
  /** Places before those of this chat, over all chats. */
  readonly base: number;
  /** As the chat's own row holds it. */
  readonly name: string | null;
  /** The own address in here. */
  readonly me: string;
  readonly peer: Person | null;
  /** Addresses of the others, the owner first. */
  readonly members: readonly string[];
  readonly past: readonly string[];
  readonly lidAddressing: boolean;
  readonly parent: string | null;
  readonly endOfHistory: 0 | 1 | 2 | 3 | 4 | 5;
  readonly archived: boolean;
  readonly pinned: boolean;
  readonly locked: boolean;
  /** Advanced chat privacy. */
  readonly protected: boolean;
  /** Seconds messages live; 0 for ever. */
  readonly ephemeral: number;
  /** The account is no longer in it. */
  readonly left: boolean;
  readonly unread: number;
}

interface Trait {
  readonly sort?: Sort;
  readonly by?: 'pn' | 'lid';
  readonly person?: number;
  readonly weight?: number;
  /** So many places and no more. */
  readonly slots?: number;
  readonly archived?: true;
  readonly pinned?: true;
  readonly locked?: true;
  readonly protected?: true;
  readonly ephemeral?: number;
  readonly left?: true;
  /** In the community. */
  readonly sub?: true;
  readonly ends?: ChatPlan['endOfHistory'];
}

/** The first chats, in this order. An account of fewer chats has the first of them. */
const TRAITS: readonly Trait[] = [
  { person: 0, weight: 30, ends: 1, pinned: true },
  { sort: 'group', by: 'lid', weight: 40, ends: 0 },
  { person: 1, by: 'lid', weight: 10, ends: 1 },
  { sort: 'group', weight: 20, ends: 1 },
  { sort: 'self', weight: 3, ends: 1 },
  { sort: 'community', by: 'lid', slots: 3, ends: 1 },
  { sort: 'announcement', by: 'lid', weight: 14, ends: 1 },
  { person: 13, weight: 3, ends: 4 },
  { person: 3, weight: 4, protected: true, ends: 1 },
  { person: 4, slots: 0, ends: 1 },
  { person: 6, weight: 3, ephemeral: 604_800, ends: 1 },
  { sort: 'broadcast', weight: 1, ends: 1 },
  { sort: 'newsletter', weight: 2, ends: 0 },
  { person: 7, weight: 3, archived: true, ends: 2 },
  { person: 14, weight: 3, pinned: true, ends: 3 },
  { person: 9, weight: 3, locked: true, ends: 5 },
  { person: 15, weight: 3, ends: 1 },
  { person: 16, weight: 2, ends: 1 },
  { sort: 'group', by: 'lid', weight: 4, left: true, ends: 1 },
  { person: 2, weight: 2, ends: 1 },
  { person: 10, by: 'lid', weight: 2, ends: 1 },
  { person: 11, weight: 2, ends: 1 },
  { sort: 'group', by: 'lid', sub: true, weight: 3, ends: 1 },
  { sort: 'group', by: 'lid', sub: true, weight: 2, ends: 0, archived: true },
  { sort: 'broadcast', weight: 1, ends: 1 },
  { sort: 'newsletter', weight: 1, ends: 0 },
  { person: 17, weight: 2, locked: true, archived: true, ends: 1 },
];

export function chatPlans(params: Params, me: Me): ChatPlan[] {
  const traits = Array.from({ length: params.chats }, (_, index) => TRAITS[index] ?? common(params, index));
  const slots = share(params.messages, traits);
  let base = 0;
  return traits.map((trait, index) => {
    const plan = planOf(params, me, trait, index, slots[index] ?? 0, base);
    base += plan.slots;
    return plan;
  });
}

function common({ seed }: Params, index: number): Trait {
  const random = new Random(seed, 'trait', index);
  const ends = random.pick([1, 1, 1, 0, 4, 5] as const);
  const weight = 0.3 + 12 / index;
  if (index % 3 === 0) return { sort: 'group', by: random.chance(0.6) ? 'lid' : 'pn', weight, ends };
  return { person: index, by: random.chance(0.5) ? 'lid' : 'pn', weight, ends };
}

/** Deals so many places out by weight, every chat with a weight at least one, to the last. */
function share(messages: number, traits: readonly Trait[]): number[] {
  const fixed = traits.map((trait) => Math.min(trait.slots ?? 0, messages));
  const open = Math.max(0, messages - fixed.reduce((sum, one) => sum + one, 0));
  const whole = traits.reduce((sum, { weight = 0 }) => sum + weight, 0);
  const dealt = traits.map(
    ({ weight = 0 }, i) => (fixed[i] ?? 0) + Math.floor((open * weight) / (whole || 1)),
  );
  let left = messages - dealt.reduce((sum, one) => sum + one, 0);
  for (let i = 0; left > 0 && i < dealt.length; i++)
    if (traits[i]?.weight) {
      dealt[i] = (dealt[i] ?? 0) + Math.ceil(left / 2);
      left = Math.floor(left / 2);
    }
  return dealt;
}

function planOf(params: Params, me: Me, trait: Trait, index: number, slots: number, base: number): ChatPlan {
  const random = new Random(params.seed, 'chat', index);
  const { sort = 'person' } = trait;
  const peer = sort === 'person' ? personOf(params, trait.person ?? index) : null;
  const lid = trait.by === 'lid' || (peer !== null && peer.pn === null);
  const id = idOf(sort, random, me, peer, lid);
  const byLid = sort === 'person' ? id.endsWith('@lid') : lid;
  const grouped = ['group', 'community', 'announcement'].includes(sort);
  const members = grouped ? membersOf(params, random, byLid) : [];
  return {
    index,
    id,
    sort,
    slots,
    base,
    name: grouped || sort === 'newsletter' || sort === 'broadcast' ? groupName(index) : null,
    me: byLid ? me.lid : me.pn,
    peer,
    members,
    past: members.length > 4 ? members.slice(-2) : [],
    lidAddressing: grouped && byLid,
    parent: sort === 'announcement' || trait.sub ? communityId(params) : null,
    endOfHistory: trait.ends ?? 1,
    archived: trait.archived ?? false,
    pinned: trait.pinned ?? false,
    locked: trait.locked ?? false,
    protected: trait.protected ?? false,
    ephemeral: trait.ephemeral ?? 0,
    left: trait.left ?? false,
    unread: random.chance(0.4) ? random.between(1, 40) : 0,
  };
}

function idOf(sort: Sort, random: Random, me: Me, peer: Person | null, lid: boolean): string {
  const number = random.digits(14);
  if (sort === 'self') return me.pn;
  if (sort === 'broadcast') return `16${number.slice(0, 8)}@broadcast`;
  if (sort === 'newsletter') return `1203${number}@newsletter`;
  if (peer) return (lid ? (peer.lid ?? peer.pn) : (peer.pn ?? peer.lid)) ?? me.pn;
  return random.chance(0.2) && sort === 'group'
    ? `39333${number.slice(0, 7)}-1500000000@g.us`
    : `1203${number}@g.us`;
}

/** The one community is the first chat of that sort. */
function communityId(params: Params): string | null {
  const index = TRAITS.findIndex(({ sort }) => sort === 'community');
  const random = new Random(params.seed, 'chat', index);
  return index < params.chats ? `1203${random.digits(14)}@g.us` : null;
}

function membersOf(params: Params, random: Random, byLid: boolean): string[] {
  const wanted = random.between(5, 24);
  const start = random.int(personCount(params));
  const found = new Set<string>();
  for (let i = 0; i < personCount(params) && found.size < wanted; i++) {
    const { pn, lid } = personOf(params, (start + i) % personCount(params));
    const address = byLid ? lid : pn;
    if (address) found.add(address);
  }
  return [...found];
}
