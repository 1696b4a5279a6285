/** @file A message as it is kept: a small envelope that the index and the reader need, and the row as found. */
import type { JsonObject } from './json.ts';

/** A Wid as string: `…@c.us`, `…@lid`, `…@g.us`, `…@newsletter`, `…@broadcast`. */
export type Jid = string;

export interface Reaction {
  readonly sender: Jid;
  /** The emoji. */
  readonly text: string;
  /** Milliseconds since 1970 UTC; 0 where the page had none. */
  readonly at: number;
}

/** One line of a message segment (docs/records.md). */
export interface MessageRecord {
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
  readonly reactions?: readonly Reaction[];
  /** The rest of the row as found, values as `lib/model/json` writes them. Without the members above. */
  readonly row: JsonObject;
}

/** Order in a chat: time, then place in the page's table, then key. */
export function byTime(a: MessageRecord, b: MessageRecord): number {
  return a.t - b.t || a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
