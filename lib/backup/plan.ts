/** @file What a run reads: everything, or what is new since the marks of earlier runs and what changed within a window. */

import { isMediaType, type MediaFact, type MediaType } from '../model/media.ts';

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

/** Which media a run takes. */
export interface MediaChoice {
  /** Bytes: a larger file is named `too-large`. */
  readonly limit: number;
  /** Others are named `left-out`; null: all. */
  readonly kinds: readonly MediaType[] | null;
}

export const MEDIA_CHOICE: MediaChoice = { limit: 256 * 1024 * 1024, kinds: null };
/** The page holds one medium at a time, whole. */
export const MEDIUM_MOST = 2 * 1024 * 1024 * 1024 - 1;

/** What was asked for, kept within what is possible; the rest as always. */
export function mediaChoice(asked: Partial<MediaChoice> = {}): MediaChoice {
  const { limit = MEDIA_CHOICE.limit, kinds = null } = asked;
  return {
    limit: Number.isSafeInteger(limit) && limit >= 0 ? Math.min(limit, MEDIUM_MOST) : MEDIA_CHOICE.limit,
    kinds: kinds === null ? null : kinds.filter(isMediaType),
  };
}

/** All that is taken under `some` is taken under `all`. */
export const covers = (all: MediaChoice, some: MediaChoice): boolean =>
  some.limit <= all.limit &&
  (all.kinds === null || (some.kinds?.every((kind) => all.kinds?.includes(kind)) ?? false));

/** What is taken under both. */
export const common = (a: MediaChoice, b: MediaChoice): MediaChoice => ({
  limit: Math.min(a.limit, b.limit),
  kinds: a.kinds && b.kinds ? a.kinds.filter((kind) => b.kinds?.includes(kind)) : (a.kinds ?? b.kinds),
});

/** Surely taken: a size that the message does not tell may have been over the limit. */
export const takes = ({ limit, kinds }: MediaChoice, { type, size }: MediaFact): boolean =>
  (kinds === null || kinds.includes(type)) && size !== null && size <= limit;

export interface Asked {
  /** Size and kinds of the media to be taken; as the user's settings have it where left out. */
  readonly media?: Partial<MediaChoice>;
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
  /** Media taken under this were tried for every message that is known, and are not tried again for it; null: all are. */
  readonly tried: MediaChoice | null;
  readonly media: MediaChoice;
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
