/** @file What the page answers, as model values: nothing behind this border checks shapes again. */
import * as v from 'valibot';
import { Fault } from '../base/fault.ts';
import { addOnLists, FIRST, understood } from './addons.ts';
import type { ChatKind, ChatRecord, ContactRecord, Group, Participant, PastParticipant } from './chat.ts';
import { type Json, type JsonObject, type Plain, toJson } from './json.ts';
import { type AddOns, LONGEST_ANCHOR, type MessageRecord } from './record.ts';
import { UNREADABLE, type Unreadable } from './report.ts';
import { type FoundRow, parseJson, toRows } from './rows.ts';

/** Characters of a message key: those known have under 200. */
const MAX_ID = 1000;

const jid = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const fields = v.custom<{ [key: string]: Plain }>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const account = v.object({ id: jid, lid: v.nullable(jid), name: v.nullable(v.string()) });

const page = <T extends v.GenericSchema>(item: T) =>
  v.object({
    items: v.array(item),
    nameless: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    next: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  });

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const state = v.picklist([
  'ready',
  'loading',
  'not-logged-in',
  'still-syncing',
  'locked',
  'unsupported-build',
]);
const hello = v.object({
  state,
  account: v.nullable(account),
  version: v.pipe(v.string(), v.maxLength(200)),
  capabilities: v.record(v.string(), v.nullable(v.string())),
  synced: v.boolean(),
});
const chats = page(
  v.object({
    id: jid,
    alternate: v.nullable(jid),
    protected: v.boolean(),
    fields,
    group: v.nullable(fields),
    labels: v.array(
      v.object({ id: v.pipe(v.string(), v.maxLength(100)), name: v.pipe(v.string(), v.maxLength(1000)) }),
    ),
  }),
);
const contacts = page(v.object({ id: jid, phone: v.nullable(jid), lid: v.nullable(jid), fields }));
type Unread = Partial<Record<Unreadable, number>>;
/** By names of ours: they are stored in the clear. */
const unreadable = v.pipe(
  v.record(v.picklist(UNREADABLE), v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  v.transform((found): Unread => found),
);
const plus = (a: Unread, b: Unread): Unread =>
  Object.fromEntries(
    UNREADABLE.flatMap((source) => {
      const sum = (a[source] ?? 0) + (b[source] ?? 0);
      return sum > 0 ? [[source, sum]] : [];
    }),
  );
const has = (some: Unread): boolean => Object.keys(some).length > 0;
/** `hollow`: what lies beside these messages could not be read this time. What is strange will be so every time. */
const messages = v.pipe(
  v.object({
    rows: v.pipe(
      v.instance(ArrayBuffer),
      v.transform((lines) => toRows(new Uint8Array(lines))),
    ),
    addOns: v.pipe(
      v.instance(ArrayBuffer),
      v.transform((json) => parseJson(new Uint8Array(json))),
      addOnLists,
    ),
    unreadable,
    given: v.object({ rows: whole, newest: v.number() }),
    skipped: v.object({ disappearing: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0) }),
    older: v.nullable(v.array(v.pipe(v.string(), v.maxLength(LONGEST_ANCHOR)))),
    from: v.optional(v.string()),
    there: v.object({ state, account: v.nullable(jid) }),
  }),
  v.transform((found) => {
    const { addOns, strange } = understood(found.addOns);
    return { ...found, addOns, unreadable: plus(found.unreadable, strange), hollow: has(found.unreadable) };
  }),
);
const oldest = v.object({ key: v.nullable(v.pipe(v.string(), v.maxLength(MAX_ID))) });
const pictures = page(
  v.object({
    id: jid,
    filehash: v.pipe(v.string(), v.maxLength(100)),
    size: whole,
    tag: v.nullable(v.pipe(v.string(), v.maxLength(100))),
    at: v.nullable(v.number()),
  }),
);
const opened = v.union([
  v.object({ bytes: v.instance(ArrayBuffer) }),
  v.object({ handle: v.number(), size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  v.object({ missing: v.picklist(['expired', 'refused', 'too-large', 'no-key', 'on-phone-only', 'failed']) }),
]);
const witness = v.object({ stored: v.nullable(whole), unshown: whole, since: whole });
const listWitness = v.object({ stored: v.nullable(whole), unlisted: whole, listed: whole });
const asked = v.object({ asked: whole, of: whole, able: v.boolean() });
const bytes = v.object({ bytes: v.instance(ArrayBuffer) });

/** @throws {Fault} `bad-answer` — what came is not of the shape promised. */
const parser =
  <T extends v.GenericSchema>(schema: T, what: string) =>
  (value: unknown): v.InferOutput<T> => {
    const result = v.safeParse(schema, value, FIRST);
    if (!result.success) throw new Fault('bad-answer', { what });
    return result.output;
  };

export const parseHello = parser(hello, 'hello');
export const parseFoundChats = parser(chats, 'chats');
export const parseFoundContacts = parser(contacts, 'contacts');
export const parseFoundMessages = parser(messages, 'messages');
export const parseWitness = parser(witness, 'witness');
export const parseListWitness = parser(listWitness, 'witness of the list');
export const parseAsked = parser(asked, 'older history');
export const parseOldest = parser(oldest, 'oldest message');
export const parseFoundPictures = parser(pictures, 'pictures');
export const parseOpened = parser(opened, 'medium');
export const parseBytes = parser(bytes, 'bytes of a medium');

export type FoundChat = v.InferOutput<typeof chats>['items'][number];
type FoundContact = v.InferOutput<typeof contacts>['items'][number];

/** @param own the own account's ids: their chat is the self chat. */
export function toChat(found: FoundChat, own: readonly (string | null)[]): ChatRecord {
  const row = toObject(found.fields);
  const group = found.group ? toGroup(toObject(found.group)) : null;
  return {
    id: found.id,
    kind: kindOf(found.id, own, row, group),
    name: text(row.name) ?? group?.subject ?? null,
    alternate: found.alternate,
    t: count(row.t) ?? 0,
    archived: row.archive === true,
    pinned: (count(row.pin) ?? 0) > 0,
    group,
    ...(found.labels.length > 0 ? { labels: found.labels } : {}),
    row: without(row, ['id', 'name', 't', 'archive', 'pin']),
  };
}

export function toContact(found: FoundContact): ContactRecord {
  const row = toObject(found.fields);
  return {
    id: found.id,
    name: text(row.name),
    pushname: text(row.pushname),
    verifiedName: text(row.verifiedName),
    shortName: text(row.shortName),
    phone: found.phone,
    ...(found.lid === null ? {} : { lid: found.lid }),
    row: without(row, ['id', 'name', 'pushname', 'verifiedName', 'shortName', 'phoneNumber']),
  };
}

/** @throws {Fault} `bad-answer` — no id, time or type: not a message of this chat. */
export function toRecord(
  { head, row }: Pick<FoundRow, 'head' | 'row'>,
  chat: string,
  beside: AddOns = {},
): MessageRecord {
  const { id, t, type, subtype, rowId } = head;
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID || typeof type !== 'string' || !isTime(t))
    throw new Fault('bad-answer', { what: 'message' });
  return {
    id,
    chat,
    t,
    order: typeof rowId === 'number' && Number.isFinite(rowId) ? rowId : 0,
    type,
    ...(typeof subtype === 'string' ? { subtype } : {}),
    fromMe: id.startsWith('true_'),
    sender: text(row.author) ?? text(row.from) ?? chat,
    ...beside,
    row,
  };
}

/** Whole seconds that a date can hold: the archive's own reader refuses any other. */
const isTime = (t: unknown): t is number => Number.isSafeInteger(t) && Math.abs(t as number) <= 8.64e12;

function toGroup(row: JsonObject): Group {
  const past = list(row.pastParticipants).flatMap((one): PastParticipant[] => {
    const id = text(one.id);
    return id === null ? [] : [{ id, at: count(one.leaveTs), reason: reasonOf(one.leaveReason) }];
  });
  return {
    subject: text(row.subject),
    description: text(row.desc),
    owner: text(row.owner),
    created: count(row.creation),
    participants: list(row.participants).flatMap((one): Participant[] => {
      const id = text(one.id);
      const role = one.isSuperAdmin === true ? 'owner' : one.isAdmin === true ? 'admin' : 'member';
      const joined = count(one.joinTime);
      return id === null ? [] : [{ id, role, ...(joined ? { joined } : {}) }];
    }),
    ...(past.length > 0 ? { past } : {}),
    row: without(row, ['id', 'subject', 'desc', 'owner', 'creation', 'participants', 'pastParticipants']),
  };
}

/** A word in some builds, a number in others. */
const reasonOf = (value: Json | undefined): string | null =>
  typeof value === 'number' ? String(value) : text(value);

function kindOf(id: string, own: readonly (string | null)[], row: JsonObject, group: Group | null): ChatKind {
  if (own.includes(id)) return 'self';
  switch (id.slice(id.indexOf('@') + 1)) {
    case 'c.us':
    case 'lid':
      return 'person';
    case 'g.us':
      return row.isParentGroup === true || group?.row.isParentGroup === true ? 'community' : 'group';
    case 'broadcast':
      return 'broadcast';
    case 'newsletter':
      return 'newsletter';
    default:
      return 'other';
  }
}

const toObject = (found: { [key: string]: Plain }): JsonObject => toJson(found) as JsonObject;

const without = (row: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)));

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

const count = (value: Json | undefined): number | null =>
  typeof value === 'number' && value >= 0 ? value : null;

const list = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value)
    ? (value as readonly Json[]).filter(
        (one): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one),
      )
    : [];
