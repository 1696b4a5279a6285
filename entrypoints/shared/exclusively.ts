/** @file One run at a time, over all of the extension's contexts, and nothing that changes the vault meanwhile. */

/** Null where another has it. */
export const exclusively = <T>(work: () => Promise<T>): Promise<T | null> =>
  navigator.locks.request('run', { ifAvailable: true }, (lock) => (lock ? work() : Promise.resolve(null)));
