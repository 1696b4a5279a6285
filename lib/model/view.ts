/** @file What a reader sees of a record: a kind with its figures. Rows are as found, so every member is looked at before it is used. */
import { type ChatRecord, type ContactRecord, nameOf } from './chat.ts';
import type { Json, JsonObject } from './json.ts';
import { isMediaType, isViewOnce, type MediaFact, type MediaType, mediaOf } from './media.ts';
import type { Answer, Jid, MessageRecord, Vote } from './record.ts';
import { type SystemNote, systemNoteOf } from './system.ts';

export type People = ReadonlyMap<Jid, ContactRecord>;

export interface Place {
  readonly lat: number;
  readonly lng: number;
  readonly name: string | null;
  readonly live: boolean;
}

export interface Card {
  readonly name: string;
  readonly phones: readonly string[];
}

export interface CallView {
  readonly video: boolean;
  readonly outcome: 'completed' | 'missed' | 'rejected' | 'cancelled' | 'elsewhere' | 'failed' | 'other';
  /** Seconds; null where it was not answered. */
  readonly duration: number | null;
}

export type Content =
  | { readonly kind: 'text'; readonly text: string; readonly link: string | null }
  | { readonly kind: 'medium'; readonly medium: MediumView; readonly caption: string | null }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'cards'; readonly cards: readonly Card[] }
  | {
      readonly kind: 'poll';
      readonly question: string;
      readonly options: readonly string[];
      /** Who chose each; left out where nobody voted. */
      readonly by?: readonly (readonly Jid[])[];
      readonly many: boolean;
    }
  | {
      readonly kind: 'event';
      readonly name: string;
      readonly text: string | null;
      /** Seconds since 1970 UTC. */
      readonly start: number | null;
      readonly place: string | null;
      readonly cancelled: boolean;
      /** Who comes, who does not, who may; left out where nobody answered. */
      readonly answers?: Readonly<Record<'yes' | 'no' | 'perhaps', readonly Jid[]>>;
    }
  | { readonly kind: 'album'; readonly images: number; readonly videos: number }
  | { readonly kind: 'invite'; readonly group: string; readonly text: string | null }
  | { readonly kind: 'revoked'; readonly by: Jid | null }
  | { readonly kind: 'view-once' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'call'; readonly call: CallView }
  | { readonly kind: 'system'; readonly note: SystemNote }
  | { readonly kind: 'unknown'; readonly type: string; readonly text: string | null };

export interface MediumView {
  readonly type: MediaType;
  readonly gif: boolean;
  /** Null: the message names no hash, so nothing could be fetched. */
  readonly fact: MediaFact | null;
}

export interface QuoteView {
  readonly sender: Jid | null;
  readonly content: Content;
}

export interface MessageView {
  readonly content: Content;
  readonly quote: QuoteView | null;
  readonly mentions: readonly Jid[];
  readonly edited: boolean;
  readonly starred: boolean;
  readonly forwarded: 'no' | 'once' | 'often';
  readonly pinned: boolean;
  readonly seen: Seen | null;
  readonly comments: readonly CommentView[];
}

/** How far an own message got: to how many of those it went to. */
export interface Seen {
  readonly how: 'delivered' | 'read' | 'played';
  readonly by: number;
  readonly of: number;
}

export interface CommentView {
  readonly id: string;
  readonly sender: Jid;
  readonly content: Content;
}

/** From this many times on WhatsApp calls it forwarded many times. */
const OFTEN = 127;

export function viewOf(record: MessageRecord): MessageView {
  const { row } = record;
  return {
    content: contentOf(record),
    quote: quoteOf(row),
    mentions: listOf(row.mentionedJidList).filter((item) => typeof item === 'string'),
    edited: row.latestEditMsgKey != null || number(row.latestEditSenderTimestampMs) !== null,
    starred: row.star === true,
    forwarded:
      row.isForwarded !== true ? 'no' : (number(row.forwardingScore) ?? 0) >= OFTEN ? 'often' : 'once',
    pinned: record.pin?.type === PINNED,
    seen: seenOf(record),
    comments: (record.comments ?? []).map(({ id, sender, row: found }) => {
      const type = text(found.type) ?? 'comment';
      return {
        id,
        sender,
        content: contentOf({ type: type === 'comment' ? 'chat' : type, row: found, sender }),
      };
    }),
  };
}

const PINNED = 1;

function seenOf({ receipts }: MessageRecord): Seen | null {
  if (!receipts) return null;
  const of = receipts.length;
  for (const how of ['played', 'read', 'delivered'] as const) {
    const by = receipts.filter((one) => one[how] !== null).length;
    if (by > 0) return { how, by, of };
  }
  return null;
}

type Found = Pick<MessageRecord, 'type' | 'row' | 'votes' | 'answers'> & {
  readonly subtype?: string;
  readonly sender?: Jid;
};

function contentOf(record: Found): Content {
  const { type, row } = record;
  if (isViewOnce(row)) return { kind: 'view-once' };
  if (isMediaType(type))
    return {
      kind: 'medium',
      medium: { type, gif: row.isGif === true, fact: mediaOf(record) },
      caption: captionOf(type, row),
    };
  const special = Object.hasOwn(SPECIAL, type) ? SPECIAL[type]?.(row, record) : null;
  if (special) return special;
  const note = systemNoteOf(record);
  if (note) return { kind: 'system', note };
  return { kind: 'unknown', type, text: text(row.body) ?? text(row.caption) };
}

/** A document's caption is its own name where the user wrote none. */
function captionOf(type: MediaType, row: JsonObject): string | null {
  const caption = text(row.caption);
  return type === 'document' && (row.isCaptionByUser === false || caption === row.filename) ? null : caption;
}

const SPECIAL: Readonly<Record<string, (row: JsonObject, record: Found) => Content | null>> = {
  chat: (row) => ({ kind: 'text', text: text(row.body) ?? '', link: text(row.title) }),
  location: (row) => {
    const [lat, lng] = [finite(row.lat), finite(row.lng)];
    if (lat === null || lng === null) return null;
    return { kind: 'place', place: { lat, lng, name: text(row.loc), live: row.isLive === true } };
  },
  vcard: (row) => ({ kind: 'cards', cards: [toCard(row.vcardFormattedName, row.body)] }),
  multi_vcard: (row) => ({
    kind: 'cards',
    cards: listOf(row.vcardList).map((item) => toCard(objectOf(item).displayName, objectOf(item).vcard)),
  }),
  poll_creation: (row, { votes }) => ({
    kind: 'poll',
    question: text(row.pollName) ?? '',
    options: listOf(row.pollOptions).map((option) => text(objectOf(option).name) ?? ''),
    ...(votes ? { by: listOf(row.pollOptions).map((option, i) => votersOf(votes, option, i)) } : {}),
    many: number(row.pollSelectableOptionsCount) !== 1,
  }),
  event_creation: (row, { answers }) => ({
    kind: 'event',
    name: text(row.eventName) ?? '',
    text: text(row.eventDescription),
    start: number(row.eventStartTime),
    place: text(objectOf(row.eventLocation).name),
    cancelled: row.isEventCanceled === true,
    ...(answers
      ? { answers: { yes: saying(answers, 1), no: saying(answers, 2), perhaps: saying(answers, 3) } }
      : {}),
  }),
  album: (row) => ({
    kind: 'album',
    images: number(row.expectedImageCount) ?? 0,
    videos: number(row.expectedVideoCount) ?? 0,
  }),
  groups_v4_invite: (row) => ({
    kind: 'invite',
    group: text(row.inviteGrpName) ?? '',
    text: text(row.comment) ?? text(row.caption),
  }),
  revoked: (row, { subtype, sender }) => ({
    kind: 'revoked',
    by: text(row.revokeSender) ?? (subtype === 'sender' ? (sender ?? null) : null),
  }),
  ciphertext: () => ({ kind: 'waiting' }),
  call_log: (row) => ({
    kind: 'call',
    call: {
      video: row.isVideoCall === true,
      outcome: outcomeOf(text(row.callOutcome) ?? ''),
      duration: number(row.callDuration) || null,
    },
  }),
};

/** An option is known by its `localId`; by its place where it has none. */
function votersOf(votes: readonly Vote[], option: Json, place: number): Jid[] {
  const id = number(objectOf(option).localId) ?? place;
  return votes.filter(({ options }) => options.includes(id)).map(({ sender }) => sender);
}

const saying = (answers: readonly Answer[], what: number): Jid[] =>
  answers.filter(({ answer }) => answer === what).map(({ sender }) => sender);

const OUTCOMES: Readonly<Record<string, CallView['outcome']>> = {
  Completed: 'completed',
  Missed: 'missed',
  Rejected: 'rejected',
  Canceled: 'cancelled',
  AcceptedElsewhere: 'elsewhere',
  Failed: 'failed',
};

const outcomeOf = (found: string): CallView['outcome'] =>
  (Object.hasOwn(OUTCOMES, found) && OUTCOMES[found]) || 'other';

function quoteOf(row: JsonObject): QuoteView | null {
  const quoted = row.quotedMsg;
  if (typeof quoted !== 'object' || quoted === null || Array.isArray(quoted)) return null;
  const found = objectOf(quoted);
  const type = text(found.type) ?? text(row.quotedType) ?? 'chat';
  return { sender: text(row.quotedParticipant), content: contentOf({ type, row: found }) };
}

/** A vCard's name and numbers: lines that begin with TEL, whatever their parameters. */
function toCard(name: Json | undefined, vcard: Json | undefined): Card {
  const lines = (text(vcard) ?? '').split(/\r?\n/);
  const after = (line: string) => line.slice(line.indexOf(':') + 1).trim();
  const full = lines.find((line) => /^FN[;:]/i.test(line));
  return {
    name: text(name) ?? (full ? after(full) : ''),
    phones: lines.filter((line) => /^(item\d+\.)?TEL[;:]/i.test(line)).map(after),
  };
}

/** A person by the best name there is: their own contact's, else that of their number. */
export function personName(id: Jid, people: People): string {
  const contact = people.get(id);
  const other = contact?.phone ? people.get(contact.phone) : undefined;
  const named = contact?.name || contact?.verifiedName || contact?.pushname || contact?.shortName;
  return nameOf(named ? contact : (other ?? contact), id);
}

/** A chat's own name, the group's subject, or the person's. */
export function chatName(chat: ChatRecord, people: People): string {
  const named = chat.name || chat.group?.subject;
  if (named) return named;
  const known = chat.alternate && !people.has(chat.id) ? chat.alternate : chat.id;
  return personName(known, people);
}

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

function number(value: Json | undefined): number | null {
  const found = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : null;
}

const finite = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
