/** @file What a run reads: everything, or what is new since the marks of earlier runs and what changed within a window. */

/** Days back in which changes to known messages are looked for, unless asked otherwise. */
export const WINDOW_DAYS = 30;

/** To be raised when records of the same messages come out otherwise than before: then everything is read anew. */
const RECORDS = 1;

/** What the user asked for; it stands in the run's first index. */
export interface Choice {
  readonly chats: 'all';
  readonly disappearing: boolean;
  readonly viewOnce: boolean;
}

export const CHOICE: Choice = { chats: 'all', disappearing: false, viewOnce: false };

export interface Asked {
  /** Reads everything anew, and media that lie in earlier runs as well. */
  readonly full?: boolean;
  readonly days?: number;
  /** Looks through all messages for media that no run has, and tries those again. Seals only what is new or changed. */
  readonly missing?: boolean;
}

export interface Plan {
  readonly reads: 'all' | 'new';
  /** Media that lie in earlier runs are fetched again. */
  readonly again: boolean;
  /** Chats are read to their beginning for media that no run has. */
  readonly missing: boolean;
  /** Number of the run whose marks it goes on from; null where there are none that it could use. */
  readonly after: number | null;
  /** Seconds since 1970 UTC: changes are looked for in messages from here on. */
  readonly since: number;
  readonly days: number;
  /** What marks must have been made for to be of use to a later run. */
  readonly basis: string;
}

/** What marks are made for now. */
export const basisNow = (): string => JSON.stringify([RECORDS, CHOICE]);
