/** @file How a test looks at a simulated page: `window.__simulator`. */
import type { ReadingStats } from './history.ts';
import type { SeenRequest } from './recorders.ts';

export interface SimulatorHook {
  /** The page has started, as far as its `state` lets it. */
  readonly ready: Promise<void>;
  /** What a reader must not do and something in the page did; looked for anew each time. */
  readonly trips: readonly string[];
  /** Uncaught errors, rejections, `console.error`. */
  readonly errors: readonly string[];
  readonly network: readonly SeenRequest[];
  /** {@link trips}, and databases that are not the page's own. */
  check(): Promise<string[]>;
  readonly stats: ReadingStats;
  /** Failed requires that were told to the error guard. */
  readonly reports: readonly string[];
  unreadCounts(): Record<string, number>;
  /** The next so many things happen in the account. @returns how many are still to come. */
  live(count: number): number;
  /** Chats whose older messages the phone was asked for. */
  readonly olderRequests: readonly string[];
  lock(): void;
  logout(): void;
  /** Lets a page held by `state=syncing` go on. */
  finishSync(): void;
}
