/** @file What is made when it is first asked for, and then kept. */

/** Who asks while it is being made waits for the same. One that fails is not kept: the next who asks has it made anew. */
export function later<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    if (made) return made;
    const making = make();
    made = making;
    making.catch(() => {
      made = null;
    });
    return making;
  };
}
