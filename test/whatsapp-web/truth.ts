/** @file What a perfect backup of a simulated account holds, from the same data as the page and none of the page's code. */
import { createHash } from 'node:crypto';
import type {
  Account,
  ChatKind,
  ContactRecord,
  Label,
  Participant,
  PastParticipant,
} from '../../lib/model/chat.ts';
import type { MissingReason } from '../../lib/model/media.ts';
import { byTime, type MessageRecord } from '../../lib/model/record.ts';
import type { ChatReason, Completeness } from '../../lib/model/report.ts';
import type { ChatPlan, Sort } from './data/chats.ts';
import { contactsOf, otherAddress } from './data/contacts.ts';
import { groupOf } from './data/groups.ts';
import { LABELS, labelsOf } from './data/labels.ts';
import { known, type MediumFact } from './data/medium.ts';
import { picturesOf } from './data/pictures.ts';
import type { StoredRow } from './data/row.ts';
import { World } from './data/world.ts';
import { brokenChat, hungMedium } from './faults.ts';
import { libraryOf } from './media/library.ts';
import { type Params, paramsOf } from './params.ts';
import { plantedIn } from './planted.ts';
import { CHANGES, isVanishing, recordOf } from './record.ts';

export interface TruthChat {
  readonly id: string;
  readonly kind: ChatKind;
  readonly name: string | null;
  readonly alternate: string | null;
  readonly subject: string | null;
  readonly description: string | null;
  readonly participants: readonly Participant[];
  /** Who was in the group and left. */
  readonly past: readonly PastParticipant[];
  /** By their ids. */
  readonly labels: readonly Label[];
  readonly archived: boolean;
  readonly pinned: boolean;
  /** Advanced chat privacy: its messages are not read. */
  readonly protected: boolean;
  readonly endOfHistory: number;
  readonly completeness: Completeness;
  readonly reason: ChatReason | null;
  /** Rows that pages give, changes to other messages among them. */
  readonly rows: number;
  /** Messages seen and left out. */
  readonly vanishing: number;
  readonly unread: number;
}

export type TruthContact = Omit<ContactRecord, 'row'>;

export interface TruthMedium {
  readonly size: number;
  readonly type: string;
  bytes(): Uint8Array;
}

export interface Truth {
  readonly params: Params;
  readonly account: Account;
  readonly chats: readonly TruthChat[];
  readonly contacts: readonly TruthContact[];
  /** Of one chat, oldest first. None of a chat that is skipped or fails. */
  messages(chat: string): readonly MessageRecord[];
  /** Distinct files by their SHA-256 in hex. */
  readonly media: ReadonlyMap<string, TruthMedium>;
  readonly missing: ReadonlyMap<string, MissingReason>;
  /** Texts that must not be found on the disk in the clear. */
  readonly planted: readonly string[];
  /** Chats that were deleted while the account was read. */
  readonly gone: readonly string[];
  /** Ids of the keys of messages that were. */
  readonly deleted: readonly string[];
}

export interface TruthOptions {
  /** The user switched disappearing messages on. */
  readonly disappearing?: boolean;
  /** With `older=1`: the phone has sent what it held back. */
  readonly older?: boolean;
  /** With `live`: so many things have happened; all where left out. */
  readonly happened?: number;
}

export function truthOf(input: string | Partial<Params> = {}, options: TruthOptions = {}): Truth {
  const params = paramsOf(input);
  const { disappearing = false, older = false, happened = params.live } = options;
  const library = libraryOf(params);
  const world = new World(params, known(library.facts));
  for (let i = 0; i < happened; i++) world.happen();
  const sent = older ? world.chats.filter((chat) => world.first(chat) > 0) : [];
  for (const chat of sent) world.fetchOlder(chat);
  const plans = world.chats.filter((chat) => !world.isGone(chat));
  const chats = plans.map((plan) => chatOf(world, plan, sent.includes(plan), disappearing));
  const records = new Map<string, readonly MessageRecord[]>();

  const messages = (id: string): readonly MessageRecord[] => {
    let found = records.get(id);
    const index = chats.findIndex((chat) => chat.id === id);
    const plan = plans[index];
    if (!found && plan) {
      const read = chats[index]?.reason === null ? shown(world, plan) : [];
      found = read
        .filter((row) => !CHANGES.has(row.type) && (disappearing || !isVanishing(row)))
        .map((row) => recordOf(row, plan, params.seed))
        .sort(byTime);
      records.set(id, found);
    }
    return found ?? [];
  };

  const files = once(() => {
    const named = new Set(chats.flatMap(({ id }) => messages(id).map(({ row }) => row.filehash)));
    // What the page holds of profile pictures is kept like any file.
    for (const { medium } of picturesOf(world)) named.add(library.facts.get(medium)?.filehash);
    const media = new Map<string, TruthMedium>();
    const missing = new Map<string, MissingReason>();
    const hung = hungMedium(params, library.facts);
    for (const fact of library.facts.values()) {
      if (!named.has(fact.filehash)) continue;
      const hash = Buffer.from(fact.filehash, 'base64').toString('hex');
      const reason = fact.id === hung ? 'failed' : reasonOf(fact);
      if (reason) missing.set(hash, reason);
      else media.set(hash, { size: fact.size, type: fact.mime, bytes: () => library.plain(fact.id) });
    }
    return { media, missing };
  });
  const planted = once(() => plantedIn(world));
  return {
    params,
    account: { id: world.me.pn, lid: world.me.lid, name: world.me.name },
    chats,
    contacts: contactsOf(world).map(({ id, name, pushname, verifiedName, shortName, phone }) => ({
      id,
      name,
      pushname,
      verifiedName,
      shortName,
      phone,
      ...lidOf(world, id),
    })),
    messages,
    get media() {
      return files().media;
    },
    get missing() {
      return files().missing;
    },
    get planted() {
      return planted();
    },
    gone: world.chats.filter((chat) => world.isGone(chat)).map(({ id }) => id),
    deleted: world.deleted,
  };
}

/** The rows of a chat that some page gives. */
const shown = (world: World, chat: ChatPlan): StoredRow[] =>
  [...world.walk(chat)].filter(({ withheld }) => !withheld);

/** Made when first asked for: an account may hold a million messages. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A contact that is kept by number names the other address too. */
function lidOf(world: World, id: string): { lid?: string } {
  const lid = id.endsWith('@c.us') ? otherAddress(world, id) : null;
  return lid === null ? {} : { lid };
}

export const sha256hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function reasonOf({ trouble }: MediumFact): MissingReason | null {
  switch (trouble) {
    case 'expired':
      return 'expired';
    case 'refused':
      return 'refused';
    case 'failing':
      return 'failed';
    case 'wrong-hash':
      return 'hash-mismatch';
    case 'no-key':
      return 'no-key';
    default:
      return null;
  }
}

const KINDS: Readonly<Record<Sort, ChatKind>> = {
  person: 'person',
  self: 'self',
  group: 'group',
  community: 'community',
  announcement: 'group',
  broadcast: 'broadcast',
  newsletter: 'newsletter',
};

function chatOf(world: World, chat: ChatPlan, fetched: boolean, disappearing: boolean): TruthChat {
  const group = groupOf(chat);
  const broken = chat.id === brokenChat(world);
  const endOfHistory = fetched ? 1 : chat.endOfHistory;
  const counts = once(() => {
    let rows = 0;
    let vanishing = 0;
    for (const row of world.walk(chat)) {
      if (row.withheld) continue;
      rows++;
      if (!CHANGES.has(row.type) && isVanishing(row)) vanishing++;
    }
    return { rows, vanishing: disappearing ? 0 : vanishing };
  });
  return {
    id: chat.id,
    kind: KINDS[chat.sort],
    name: chat.name,
    alternate: chat.id.endsWith('@c.us') || chat.id.endsWith('@lid') ? otherAddress(world, chat.id) : null,
    subject: group?.subject ?? null,
    description: group?.description ?? null,
    participants: (group?.members ?? []).map(({ id, isAdmin, isSuperAdmin }) => ({
      id,
      role: isSuperAdmin ? 'owner' : isAdmin ? 'admin' : 'member',
    })),
    past: (group?.past ?? []).map(({ id, leaveTs, leaveReason }) => ({
      id,
      at: leaveTs,
      reason: leaveReason,
    })),
    labels: LABELS.filter(({ id }) => labelsOf(chat).includes(id)).map(({ id, name }) => ({ id, name })),
    archived: chat.archived,
    pinned: chat.pinned,
    protected: chat.protected,
    endOfHistory,
    completeness: chat.protected ? 'skipped' : broken ? 'failed' : completenessOf(endOfHistory),
    reason: chat.protected ? 'advanced-privacy' : broken ? 'page-failed' : null,
    get rows() {
      return counts().rows;
    },
    get vanishing() {
      return counts().vanishing;
    },
    unread: chat.unread,
  };
}

/** Facts B5: 1 says that the phone has no more, 2 that it is still sending; all others, that it has more. */
function completenessOf(endOfHistory: ChatPlan['endOfHistory']): Completeness {
  if (endOfHistory === 1) return 'complete';
  return endOfHistory === 2 ? 'still-syncing' : 'more-on-phone';
}
