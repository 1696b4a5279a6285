/** @file A message as it is kept: a small envelope that the index and the reader need, and the row as found. */
import type { JsonObject } from './json.ts';

/** Characters of a message's key as a place to go on from; those known have under 400. */
export const LONGEST_ANCHOR = 4000;

/** Rows come in the order in which they were put in, which is not quite that of time: so many old ones end a window. */
export const MARGIN = 20;

/** A Wid as string: `…@c.us`, `…@lid`, `…@g.us`, `…@newsletter`, `…@broadcast`. */
export type Jid = string;

export interface Reaction {
  readonly sender: Jid;
  /** The emoji. */
  readonly text: string;
  /** Milliseconds since 1970 UTC; 0 where the page had none. */
  readonly at: number;
}

export interface Vote {
  readonly sender: Jid;
  /** `localId` of each option chosen. */
  readonly options: readonly number[];
  /** Milliseconds since 1970 UTC; 0 where the page had none. */
  readonly at: number;
}

export interface Answer {
  readonly sender: Jid;
  /** 1 comes, 2 does not, 3 perhaps; any other as found. */
  readonly answer: number;
  readonly at: number;
}

/** The last that was done about pinning the message. */
export interface Pin {
  /** 1 pinned, 2 taken off again; any other as found. */
  readonly type: number;
  readonly at: number;
  /** Seconds it was to stay; null where not said. */
  readonly duration: number | null;
  /** Left out where the page does not say. */
  readonly sender?: Jid;
}

/** A comment under a post of a community. */
export interface Comment {
  readonly id: string;
  readonly sender: Jid;
  /** Seconds since 1970 UTC; 0 where the page had none. */
  readonly t: number;
  readonly row: JsonObject;
}

/** When one receiver got, read and played an own message: seconds since 1970 UTC, null where not (yet). */
export interface Receipt {
  readonly receiver: Jid;
  readonly delivered: number | null;
  readonly read: number | null;
  readonly played: number | null;
}

/** What belongs to a message and lies beside it in WhatsApp's tables. Each is left out where there is none. */
export interface AddOns {
  readonly reactions?: readonly Reaction[];
  readonly votes?: readonly Vote[];
  readonly answers?: readonly Answer[];
  readonly pin?: Pin;
  readonly comments?: readonly Comment[];
  readonly receipts?: readonly Receipt[];
  /** The message this one is a part of, and as what: `MEDIA_ALBUM`, `HD_IMAGE_DUAL_UPLOAD`… */
  readonly parent?: { readonly id: string; readonly as: string };
  /** Rows of kinds that have no name here, as found. */
  readonly addOns?: readonly JsonObject[];
}

/** One line of a message segment (docs/records.md). */
export interface MessageRecord extends AddOns {
  /** The full message key: `fromMe_chat_id[_self][_participant]`. */
  readonly id: string;
  readonly chat: Jid;
  /** Seconds since 1970 UTC. */
  readonly t: number;
  /** Place in the page's own table (`rowId`): breaks ties between messages of one second. */
  readonly order: number;
  readonly type: string;
  readonly subtype?: string;
  readonly fromMe: boolean;
  /** Who wrote it; the chat itself where the page names nobody. */
  readonly sender: Jid;
  /** The rest of the row as found, values as `lib/model/json` writes them. Without the members above. */
  readonly row: JsonObject;
}

type Place = Pick<MessageRecord, 't' | 'order' | 'id'>;

/** Order in a chat: time, then place in the page's table, then key. */
export function byTime(a: Place, b: Place): number {
  return a.t - b.t || a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
