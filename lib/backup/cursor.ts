/** @file How far a run has come: everything a fresh worker needs to go on. Kept only sealed under the run key. */
import type { Contents } from '../archive/contents.ts';
import type { MissingReason } from '../model/media.ts';
import type { Completeness, Report, SkipReason, Unreadable } from '../model/report.ts';
import type { Plan } from './plan.ts';

export type Phase = 'messages' | 'media' | 'ending' | 'ended';

/** The chat being read. */
export interface ChatCursor {
  readonly id: string;
  /** Message keys to go on before; null at the newest. */
  readonly before: readonly string[] | null;
  /** Its beginning was reached: it only waits to be concluded. */
  readonly ended: boolean;
  /** Rows its pages gave, and the highest `rowId` among them. */
  readonly given: { readonly rows: number; readonly newest: number };
  readonly found: number;
  readonly kept: number;
  readonly skipped: Partial<Record<SkipReason, number>>;
  /** What could not be read, by kind. */
  readonly unreadable: Partial<Record<Unreadable, number>>;
  readonly first: number | null;
  readonly last: number | null;
  /** The newest 64 message keys. */
  readonly heads: readonly string[];
  /** The chat's oldest message when its reading began, and its tag, where it may grow backwards. */
  readonly oldestKey: string | null;
  readonly oldest: string | null;
  /** To be read to its beginning, known or not. */
  readonly deep: boolean;
  /** A message was met that an earlier run had read, and with it all before. */
  readonly known: boolean;
  /** Of a deep reading: the message was met with which the chat once began. What comes before it is new. */
  readonly passed: boolean;
  /** Read a second time, for the known messages that the first left out. */
  readonly again: boolean;
  /** Of those kept: messages that no earlier run had. Beside them: those found as they were. */
  readonly added: number;
  readonly unchanged: number;
  /** Tags of known heads that are no longer among the newest. */
  readonly drop: readonly string[];
  /** Pages in a row that brought nothing. */
  readonly empty: number;
}

export interface Totals {
  readonly chats: number;
  readonly completeness: Partial<Record<Completeness, number>>;
  readonly messages: { readonly found: number; readonly kept: number };
  /** Of those kept: messages that no earlier run had. Beside them: those found as they were. */
  readonly added: number;
  readonly unchanged: number;
  readonly skipped: Partial<Record<SkipReason, number>>;
  /** Messages whose medium cannot be told by a hash: view-once, or none named. */
  readonly nameless: Partial<Record<MissingReason, number>>;
  readonly media: { readonly found: number; readonly kept: number; readonly bytes: number };
  readonly missing: Partial<Record<MissingReason, number>>;
  readonly unknownTypes: Readonly<Record<string, number>>;
  readonly unreadable: Partial<Record<Unreadable, number>>;
  readonly oldest: number | null;
  readonly witness: NonNullable<Report['witness']>;
  readonly fields: Readonly<Record<string, number>>;
}

export interface Cursor {
  readonly phase: Phase;
  readonly plan: Plan;
  /** The next segment's number. */
  readonly next: number;
  readonly chat: ChatCursor | null;
  /** Place in the list of distinct media. */
  readonly medium: number;
  /** Segments of messages and media so far, and how many of them stand in an index. */
  readonly entries: number;
  readonly indexed: number;
  readonly indexes: NonNullable<Contents['indexes']>;
  readonly totals: Totals;
  readonly stopped: boolean;
  /** Rows of marks so far. */
  readonly folds: number;
}

export const FRESH_TOTALS: Totals = {
  chats: 0,
  completeness: {},
  messages: { found: 0, kept: 0 },
  added: 0,
  unchanged: 0,
  skipped: {},
  nameless: {},
  media: { found: 0, kept: 0, bytes: 0 },
  missing: {},
  unknownTypes: {},
  unreadable: {},
  oldest: null,
  witness: { checked: 0, differing: 0, unlisted: 0, listEmpty: false },
  fields: {},
};

export const freshChat = (id: string): ChatCursor => ({
  id,
  before: null,
  ended: false,
  given: { rows: 0, newest: 0 },
  found: 0,
  kept: 0,
  skipped: {},
  unreadable: {},
  first: null,
  last: null,
  heads: [],
  oldestKey: null,
  oldest: null,
  deep: false,
  known: false,
  passed: false,
  again: false,
  added: 0,
  unchanged: 0,
  drop: [],
  empty: 0,
});

/** Adds counts by name. */
export function plus<K extends string>(
  a: Readonly<Partial<Record<K, number>>>,
  b: Readonly<Partial<Record<K, number>>>,
): Partial<Record<K, number>> {
  const sum: Partial<Record<K, number>> = { ...a };
  for (const [name, count] of Object.entries(b) as [K, number][])
    sum[name] = (Object.hasOwn(sum, name) ? (sum[name] ?? 0) : 0) + count;
  return sum;
}

export const oldest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

export const newest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

export function toReport({ totals, stopped, plan }: Cursor): Report {
  const { nameless, unreadable, witness, added, unchanged, ...figures } = totals;
  const without = Object.values(nameless).reduce((sum, count) => sum + count, 0);
  return {
    ...figures,
    media: { ...totals.media, found: totals.media.found + without },
    missing: plus(totals.missing, nameless),
    ...(witness.checked > 0 || witness.unlisted > 0 || witness.listEmpty ? { witness } : {}),
    ...(Object.keys(unreadable).length > 0 ? { unreadable } : {}),
    stopped,
    ...(plan.reads === 'new' && plan.after !== null
      ? {
          incremental: {
            after: plan.after,
            since: plan.since,
            added,
            changed: figures.messages.kept - added,
            unchanged,
          },
        }
      : {}),
  };
}
