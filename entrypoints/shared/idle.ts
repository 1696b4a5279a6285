/** @file A page that holds secrets, left alone: what is unlocked in it is locked after a while in which nobody was there. */

/** Minutes. Long enough to write down 24 words. */
export const ALONE_MINUTES = 10;

/** What only somebody who is there does. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'input', 'wheel', 'touchstart', 'touchmove'] as const;

export interface IdleOptions {
  /** Where signs of somebody are heard. */
  readonly on: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  /** Called again and again while nobody is there: it may have work that is not to be broken off. */
  readonly leave: () => void;
  /** Milliseconds. */
  readonly after?: number;
  readonly every?: number;
  readonly now?: () => number;
}

/** @returns what ends it. */
export function whenAlone({
  on,
  leave,
  after = ALONE_MINUTES * 60_000,
  every = 5_000,
  now = () => Date.now(),
}: IdleOptions): () => void {
  let last = now();
  // A clock that was put back says nothing: from then on it is counted anew.
  const look = () => {
    last = Math.min(last, now());
    if (now() - last >= after) leave();
  };
  const sign = () => {
    look(); // a computer that slept wakes by a key: the time has passed all the same
    last = now();
  };
  const timer = setInterval(look, every);
  for (const name of SIGNS) on.addEventListener(name, sign, { capture: true, passive: true });
  return () => {
    clearInterval(timer);
    for (const name of SIGNS) on.removeEventListener(name, sign, { capture: true });
  };
}
