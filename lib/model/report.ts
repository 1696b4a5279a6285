/** @file What a backup says of itself: completeness per chat, figures, and what is missing and why. */
import type { MissingReason } from './media.ts';
import type { Jid } from './record.ts';

/** How a chat ended. `more-on-phone`: the browser has all it was given, the phone has older ones. `unknown`: all was read, and this build of WhatsApp Web does not say whether there is more. */
export type Completeness = 'complete' | 'more-on-phone' | 'still-syncing' | 'unknown' | 'skipped' | 'failed';

/** Why a chat was skipped or failed. */
export type ChatReason = 'advanced-privacy' | 'page-failed' | 'anchor-lost' | 'endless' | 'stopped';

/** Why messages that were seen were not kept. */
export type SkipReason = 'disappearing' | 'too-large' | 'unreadable';

/** What could not be read, by kind: what belongs to messages, and chats and contacts that have no id. */
export const UNREADABLE = [
  'reactions',
  'votes',
  'answers',
  'pins',
  'comments',
  'receipts',
  'parents',
  'others',
  'chats',
  'contacts',
] as const;

export type Unreadable = (typeof UNREADABLE)[number];

/** What WhatsApp's own table counts differently, where it does. */
export interface Differs {
  /** Messages in its table: without the kinds that no page shows, and without those that came after the chat was read. */
  readonly stored: number;
  /** Rows that the pages gave. */
  readonly given: number;
}

export interface ChatReport {
  readonly id: Jid;
  readonly completeness: Completeness;
  readonly reason?: ChatReason;
  /** Messages the page gave. */
  readonly found: number;
  /** Messages in the archive. */
  readonly kept: number;
  readonly skipped: Partial<Record<SkipReason, number>>;
  /** Left out where all was read. */
  readonly unreadable?: Partial<Record<Unreadable, number>>;
  /** Left out where WhatsApp's own table agrees, or could not be asked. */
  readonly differs?: Differs;
  /** Messages read and found as an earlier run has them; left out where the run read everything. */
  readonly unchanged?: number;
  /** Seconds since 1970 UTC of the oldest and newest kept; null where none. */
  readonly first: number | null;
  readonly last: number | null;
}

export interface MissingMedium {
  readonly sha256: string;
  readonly reason: MissingReason;
  /** The message that named it first. */
  readonly message: string;
  /** Declared size in bytes, where known. */
  readonly size: number | null;
  readonly type: string;
  /** How often it was tried; left out where there was nothing to try. */
  readonly tries?: number;
}

/** Figures of one run, as sealed into its end and shown in the popup. */
export interface Report {
  readonly chats: number;
  readonly completeness: Partial<Record<Completeness, number>>;
  readonly messages: { readonly found: number; readonly kept: number };
  readonly skipped: Partial<Record<SkipReason, number>>;
  /** Distinct files that messages name, and how many of them are sealed. */
  readonly media: { readonly found: number; readonly kept: number; readonly bytes: number };
  readonly missing: Partial<Record<MissingReason, number>>;
  /** As in the chats' reports, added up, with chats and contacts. */
  readonly unreadable?: Partial<Record<Unreadable, number>>;
  /** What WhatsApp's own table said: chats it was asked about, those it counts otherwise, chats it has and its lists have not. */
  readonly witness?: {
    readonly checked: number;
    readonly differing: number;
    readonly unlisted: number;
    /** WhatsApp's list of chats on the screen was empty although there are some: the stored ones were read. */
    readonly listEmpty: boolean;
  };
  /** Which members of WhatsApp's things were met, and how often (lib/model/fields). */
  readonly fields?: Readonly<Record<string, number>>;
  /** Message types met that this program has no name for, with counts. */
  readonly unknownTypes: Readonly<Record<string, number>>;
  /** Oldest message kept, seconds since 1970 UTC. */
  readonly oldest: number | null;
  /** True where the user stopped the run: what was read is kept. */
  readonly stopped: boolean;
  /**
   * Set where the run read only what is new and what changed: `messages` and `media` then count that alone.
   * `after`: number of the run it goes on from. `since`: seconds since 1970 UTC; changes to older messages were not
   * looked for. `added` and `changed` together are the messages kept; `unchanged` were read and found as they were.
   */
  readonly incremental?: {
    readonly after: number;
    readonly since: number;
    readonly added: number;
    readonly changed: number;
    readonly unchanged: number;
  };
}
