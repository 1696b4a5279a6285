/** @file The file composed in the offscreen page: one that is gone, or stands still, is told and never waited for in vain. */
import type { What } from '../../lib/backup/saved.ts';
import { Fault, parseFault } from '../../lib/base/fault.ts';
import type { Composed } from '../shared/compose.ts';
import type { Compose, HowFar } from './words.ts';

export interface Watch {
  /** Milliseconds between two looks at how far it is, and for each answer. */
  readonly every: number;
  /** Looks in a row that may find it where it was. */
  readonly looks: number;
}

/** Two minutes: the slowest disk gives a MiB in that time. */
const WATCH: Watch = { every: 15_000, looks: 8 };

/**
 * @param ask sends the message; rejects where nobody listens, or who listened is gone.
 * @throws {Fault} `save-failed` — it is gone or stands still; and whatever the page answered as a fault.
 */
export async function composeThere(
  what: What,
  ask: (message: Compose | HowFar) => Promise<unknown>,
  watch: Watch = WATCH,
): Promise<Composed> {
  const over = new AbortController();
  try {
    const answer = await Promise.race([
      ask({ compose: what }).catch((cause: unknown) => {
        throw new Fault('save-failed', { reason: 'page-gone' }, cause);
      }),
      standingStill(ask, watch, over.signal),
    ]);
    if (has(answer, 'value')) return answer.value as Composed;
    throw parseFault(has(answer, 'fault') ? answer.fault : null);
  } finally {
    over.abort();
  }
}

/** Rejects once it has not moved for so many looks; else stays as it is. */
async function standingStill(
  ask: (message: HowFar) => Promise<unknown>,
  { every, looks }: Watch,
  signal: AbortSignal,
): Promise<never> {
  let last: unknown = null;
  for (let still = 0; still < looks; ) {
    await pause(every, signal);
    const answer = await Promise.race([ask({ howFar: true }).catch(() => null), pause(every, signal)]);
    const now = has(answer, 'bytes') ? answer.bytes : last;
    still = now === last ? still + 1 : 0;
    last = now;
  }
  throw new Fault('save-failed', { reason: 'standing-still' });
}

/** Never ends once the signal has been given: nobody waits for it any more. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });

const has = <K extends string>(value: unknown, member: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && member in value;
