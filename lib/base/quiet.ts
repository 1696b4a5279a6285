/** @file Promises that are awaited later than they may fail. */

/** What fails shows when it is awaited, and not before. */
export function quiet<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => {});
  return answer;
}
