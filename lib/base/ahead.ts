/** @file Slow steps in a row, each begun while what the one before it gave is used. */

/**
 * What `begin` gives for 0 … `count` − 1, in order; never two under way. Whoever stops early leaves one under way.
 * @throws what a step failed with, when its turn comes.
 */
export async function* oneAhead<T>(count: number, begin: (i: number) => Promise<T>): AsyncGenerator<T> {
  const begun = (i: number): Promise<T> => {
    const step = begin(i);
    step.catch(() => {}); // met when its turn comes
    return step;
  };
  let next = count > 0 ? begun(0) : null;
  for (let i = 1; next; i++) {
    const value = await next;
    next = i < count ? begun(i) : null;
    yield value;
  }
}
