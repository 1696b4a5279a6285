/** @file Work that is done one after the other, in the order it was asked for. Who is withdrawn holds nobody up. */

export interface Line {
  /** Resolves when it is one's turn. @returns what ends it. */
  join(signal: AbortSignal): Promise<() => void>;
}

export function createLine(): Line {
  let tail: Promise<void> = Promise.resolve();
  return {
    async join(signal) {
      const before = tail;
      let leave = () => {};
      const mine = new Promise<void>((resolve) => {
        leave = resolve;
      });
      tail = before.then(() => mine);
      signal.addEventListener('abort', leave);
      await before;
      if (signal.aborted) leave();
      return () => {
        signal.removeEventListener('abort', leave);
        leave();
      };
    },
  };
}
