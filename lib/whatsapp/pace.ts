/**
 * @file Work on many things in small bites: the page belongs to whoever is using it. After some milliseconds of ours
 * the page's own work has its turn. By a message and not a timer: in a hidden tab timers fire once a second or less.
 */

/** Milliseconds of work at a stretch: a sixth of what a person would notice. */
export const BITE_MS = 8;
/** The clock is looked at after so many things. */
const LOOK_EVERY = 8;

export interface Pace {
  /** Each in turn, in order. */
  map<T, U>(things: readonly T[], make: (one: T) => U): Promise<U[]>;
  /** Lets the page's own work go first. */
  turn(): Promise<void>;
}

export function pace(
  now: () => number = () => performance.now(),
  rest: () => Promise<void> = nextTurn,
): Pace {
  return {
    turn: rest,
    async map(things, make) {
      const made: ReturnType<typeof make>[] = [];
      let since = now();
      for (const [index, thing] of things.entries()) {
        if (index % LOOK_EVERY === 0 && index > 0 && now() - since >= BITE_MS) {
          await rest();
          since = now();
        }
        made.push(make(thing));
      }
      return made;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * How many rows to ask for at once: fewer where the page answers slowly, more where it is quick.
 * @param took milliseconds that the last page took.
 */
export function nextSize(size: number, took: number): number {
  if (took > SLOW_MS) return Math.max(LEAST, Math.floor(size / 2));
  return took < QUICK_MS ? Math.min(MOST, size * 2) : size;
}

const SLOW_MS = 250;
const QUICK_MS = 60;
const LEAST = 50;
const MOST = 400;
