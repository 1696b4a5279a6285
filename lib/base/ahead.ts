/** @file Slow steps in a row, begun while what the ones before them gave is used. */

import { quiet } from './quiet.ts';

/**
 * What `begin` gives for 0 … `count` − 1, in order; the first are begun at once. Whoever stops early leaves under way
 * what was begun.
 * @param most steps begun and not yet used, beside the one that is.
 * @throws what a step failed with, when its turn comes.
 */
export function ahead<T>(count: number, begin: (i: number) => Promise<T>, most = 1): AsyncGenerator<T> {
  const begun: Promise<T>[] = [];
  let next = 0;
  const fill = () => {
    while (next < count && begun.length < most) begun.push(quiet(begin(next++)));
  };
  fill();
  return (async function* inOrder() {
    for (let first = begun.shift(); first; first = begun.shift()) {
      const value = await first;
      fill();
      yield value;
    }
  })();
}
