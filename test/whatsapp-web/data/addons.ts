/** @file What belongs to a message and lies in a table of its own: votes, answers to events, pins, comments, receipts. */
import type { ChatPlan } from './chats.ts';
import { Random } from './random.ts';
import type { StoredRow } from './row.ts';
import type { Fields, KeyParts } from './value.ts';

export interface StoredReaction {
  readonly parent: KeyParts;
  readonly sender: string;
  /** Empty: taken back. */
  readonly text: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** 1: the message it belongs to is not there. */
  readonly orphan: 0 | 1;
}

export interface StoredVote {
  readonly parent: KeyParts;
  readonly sender: string;
  /** Local ids of the chosen options; none: the vote was withdrawn. */
  readonly options: readonly number[];
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** An answer to an event. */
export interface StoredResponse {
  readonly parent: KeyParts;
  readonly sender: string;
  /** 1 going, 2 not going, 3 maybe. */
  readonly response: 1 | 2 | 3;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

export interface StoredPin {
  readonly parent: KeyParts;
  readonly sender: string;
  /** 1 pinned for all, 2 no longer. */
  readonly type: 1 | 2;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** Seconds. */
  readonly duration: number;
  /** It lies in the common table of add-ons, not in that of pins. */
  readonly unified: boolean;
}

/** An add-on of another kind, in the common table. */
export interface StoredAddOn {
  readonly parent: KeyParts;
  readonly sender: string;
  readonly type: string;
  readonly at: number;
  readonly props: Fields;
}

/** Under a message of an announcement group. */
export interface StoredComment {
  readonly key: KeyParts;
  readonly parent: KeyParts;
  readonly sender: string;
  /** Seconds since 1970 UTC. */
  readonly t: number;
  /** Null: taken back, or never decrypted. */
  readonly body: string | null;
  readonly state: 'there' | 'revoked' | 'waiting';
}

/** Seconds since 1970 UTC, null where it has not come to that. */
export interface StoredReceipt {
  readonly receiver: string;
  readonly delivery: number | null;
  readonly read: number | null;
  readonly played: number | null;
}

const HEARD: ReadonlySet<string> = new Set(['ptt', 'audio', 'ptv', 'video']);

/** Who got an own message, and when. Made when asked for: a group has as many for each message as it has members. */
export function receiptsOf(seed: number, chat: ChatPlan, row: StoredRow): StoredReceipt[] {
  const ack = typeof row.fields.ack === 'number' ? row.fields.ack : 0;
  if (!row.key.fromMe || row.withheld || chat.sort === 'self' || chat.sort === 'broadcast') return [];
  if (row.type === 'gp2' || row.type === 'e2e_notification' || row.type === 'notification_template')
    return [];
  const receivers = chat.members.length > 0 ? chat.members : [chat.id];
  const grouped = chat.members.length > 0;
  const random = new Random(seed, 'receipt', row.key.id);
  return receivers.flatMap((receiver): StoredReceipt[] => {
    const got = ack >= 2 || (grouped && random.chance(0.6));
    const seen = ack >= 3 || (grouped && got && random.chance(0.5));
    const heard = HEARD.has(row.type) && (ack >= 4 || (grouped && seen && random.chance(0.3)));
    const delivery = row.t + 1 + random.int(600);
    const read = delivery + random.int(40_000);
    if (!got) return grouped ? [{ receiver, delivery: null, read: null, played: null }] : [];
    return [{ receiver, delivery, read: seen ? read : null, played: heard ? read + random.int(9000) : null }];
  });
}
