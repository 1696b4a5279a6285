/** @file The readable thing: an opened archive, the store, or a test's fake. Viewer, verify, search and convert take only this. */

import type { Fault } from '../base/fault.ts';
import type { Account, ChatRecord, ContactRecord } from './chat.ts';
import type { Jid, MessageRecord } from './record.ts';
import type { ChatReport, MissingMedium, Report } from './report.ts';

export interface ChatEntry extends ChatRecord {
  /** Messages kept, over all runs, each counted once. */
  readonly count: number;
  /** Seconds since 1970 UTC; null where the chat has no message. */
  readonly first: number | null;
  readonly last: number | null;
  readonly report: ChatReport | null;
}

export interface RunEntry {
  /** 32 hex digits. */
  readonly id: string;
  readonly number: number;
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  /** False: no end segment. */
  readonly finished: boolean;
  readonly report: Report | null;
}

export interface Medium {
  readonly sha256: string;
  readonly size: number;
  /** As the run that sealed it noted. Not to be trusted. */
  readonly type: string;
  /** Authenticated bytes of a range, in memory that is the caller's. @throws {Fault} `segment-damaged`. */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

export interface History {
  readonly account: Account | null;
  readonly runs: readonly RunEntry[];
  /** Faults that do not stop reading: a missing run, damage somewhere. They grow while reading. */
  readonly notes: readonly Fault[];
  /** All chats, the latest first. A count shrinks when messages turn out to be damaged. */
  chats(): Promise<readonly ChatEntry[]>;
  contacts(): Promise<ReadonlyMap<Jid, ContactRecord>>;
  /** Oldest first, `from` counted from the oldest; fewer than `count` only at the end. Later runs win by id. */
  messages(chat: Jid, from: number, count: number, signal?: AbortSignal): Promise<readonly MessageRecord[]>;
  /** Null: not in here. {@link missing} may say why. */
  medium(sha256: string): Promise<Medium | null>;
  missing(sha256: string): Promise<MissingMedium | null>;
}
