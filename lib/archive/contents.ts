/** @file What an index and the end of a run say, as JSON (FORMAT, "Index" and "End"). */
import { type Bytes, fromUtf8, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import type { Account, ChatRecord, ContactRecord, Picture } from '../model/chat.ts';
import type { Json } from '../model/json.ts';
import type { Jid } from '../model/record.ts';
import type { ChatReport, MissingMedium, Report } from '../model/report.ts';
import {
  anything,
  count,
  either,
  flag,
  list,
  literal,
  lookAt,
  nullable,
  number,
  object,
  optional,
  type Shape,
  type Told,
  table,
  text,
  time,
} from './shape.ts';

/** A segment of messages or a medium. */
export interface SegmentEntry {
  readonly number: number;
  readonly kind: 1 | 2;
  /** Of its frame in the run file. */
  readonly offset: number;
  /** Bytes, the frame's 9 included. */
  readonly length: number;
  /** Messages: the chat, how many records, and the time of the oldest and newest, ms since 1970 UTC. */
  readonly chat?: Jid;
  readonly count?: number;
  readonly first?: number;
  readonly last?: number;
  /** Media: hash of the plain file (64 hex digits), its bytes, its MIME type as found. */
  readonly sha256?: string;
  readonly size?: number;
  readonly type?: string;
}

/** A chat as a run knows it: later words replace earlier ones. */
export interface ChatSummary extends ChatRecord {
  /** Messages of this chat in the run so far. */
  readonly count: number;
  /** Seconds since 1970 UTC of the oldest and newest of them; null where none. */
  readonly first: number | null;
  readonly last: number | null;
  readonly report: ChatReport | null;
  /** The newest message keys, at most 64, so that an adopted vault can go on. */
  readonly heads: readonly string[];
  /** The oldest message key, where the phone has more and the chat may grow backwards. */
  readonly oldest?: string;
}

/** An index before the end. */
export interface IndexPlace {
  readonly number: number;
  readonly offset: number;
  readonly lists: 'messages' | 'media' | 'none';
}

/** What a run's beginning does not say of the run before it. */
export interface PreviousStart {
  readonly number: number;
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
}

export interface Contents {
  /** The segments since the index before this one; messages (and their chats, contacts) or media, never both. */
  readonly segments: readonly SegmentEntry[];
  readonly chats?: readonly ChatSummary[];
  readonly contacts?: readonly ContactRecord[];
  /** Profile pictures that the page had at hand. First index. */
  readonly pictures?: readonly Picture[];
  readonly missing?: readonly MissingMedium[];
  /** First index only: of the run that this one names as the one before it. */
  readonly previous?: PreviousStart;
  readonly account?: Account;
  /** IANA name. */
  readonly timeZone?: string;
  /** What the user asked for. */
  readonly choice?: Json;
  readonly program?: { readonly name: string; readonly version: string };
  readonly page?: { readonly version: string; readonly capabilities: Json };
  /** End only: all earlier indexes. */
  readonly indexes?: readonly IndexPlace[];
  /** End only. */
  readonly report?: Report;
}

export const encodeContents = (contents: Contents): Bytes => utf8(JSON.stringify(contents));

/** Unknown members are kept. @throws {Fault} `segment-damaged` — not JSON, or a known member of another shape. */
export function parseContents(bytes: Bytes): Contents {
  try {
    const json: unknown = JSON.parse(fromUtf8(bytes));
    if (contentsShape(json)) return json as Contents;
  } catch (thrown) {
    throw new Fault('segment-damaged', { what: 'index' }, thrown);
  }
  throw new Fault('segment-damaged', { what: 'index' });
}

/** What of an index is not as this program knows it. */
export function lookAtContents(bytes: Bytes, told: Told): void {
  try {
    lookAt(contentsShape, JSON.parse(fromUtf8(bytes)), 'index', told);
  } catch {
    told.wrong('index');
  }
}

const sha256: Shape = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const place = { number: count, offset: count, length: count };

const entry = either(
  object({ ...place, kind: literal(1), chat: text, count, first: time, last: time }),
  object({ ...place, kind: literal(2), sha256, size: count, type: text }),
);

const group = object({
  subject: nullable(text),
  description: nullable(text),
  owner: nullable(text),
  created: nullable(number),
  participants: list(object({ id: text, role: text, joined: optional(number) })),
  past: optional(list(object({ id: text, at: nullable(number), reason: nullable(text) }))),
  row: table(anything),
});

const chatReport = object({
  id: text,
  completeness: text,
  reason: optional(text),
  found: count,
  kept: count,
  skipped: table(count),
  unreadable: optional(table(count)),
  differs: optional(object({ stored: count, given: count })),
  unchanged: optional(count),
  first: nullable(time),
  last: nullable(time),
});

const chat = object({
  id: text,
  kind: text,
  name: nullable(text),
  alternate: nullable(text),
  t: number,
  archived: flag,
  pinned: flag,
  group: nullable(group),
  labels: optional(list(object({ id: text, name: text }))),
  row: table(anything),
  count,
  first: nullable(time),
  last: nullable(time),
  report: nullable(chatReport),
  heads: list(text),
  oldest: optional(text),
});

const contact = object({
  id: text,
  name: nullable(text),
  pushname: nullable(text),
  verifiedName: nullable(text),
  shortName: nullable(text),
  phone: nullable(text),
  lid: optional(nullable(text)),
  row: table(anything),
});

const report = object({
  chats: count,
  completeness: table(count),
  messages: object({ found: count, kept: count }),
  skipped: table(count),
  media: object({ found: count, kept: count, bytes: count }),
  missing: table(count),
  unknownTypes: table(count),
  fields: optional(table(count)),
  unreadable: optional(table(count)),
  witness: optional(object({ checked: count, differing: count, unlisted: count, listEmpty: flag })),
  oldest: nullable(time),
  stopped: flag,
  incremental: optional(
    object({ after: count, since: time, added: count, changed: count, unchanged: count }),
  ),
});

const contentsShape = object({
  segments: list(entry),
  chats: optional(list(chat)),
  contacts: optional(list(contact)),
  pictures: optional(list(object({ id: text, sha256, tag: nullable(text), at: nullable(number) }))),
  missing: optional(
    list(
      object({
        sha256,
        reason: text,
        message: text,
        size: nullable(count),
        type: text,
        tries: optional(count),
      }),
    ),
  ),
  previous: optional(object({ number: count, start: time })),
  account: optional(object({ id: text, lid: nullable(text), name: nullable(text) })),
  timeZone: optional(text),
  choice: optional(anything),
  program: optional(object({ name: text, version: text })),
  page: optional(object({ version: text, capabilities: anything })),
  indexes: optional(
    list(object({ number: count, offset: count, lists: literal('messages', 'media', 'none') })),
  ),
  report: optional(report),
});
