/** @file The answer to a question that is expected next, prepared meanwhile. One at a time, and not for long. */

/** What was prepared longer ago is read anew: it may have changed. */
const FRESH_MS = 30_000;

export interface Ahead<T> {
  /** Prepares the answer, in the place of any other. */
  prepare(question: string, read: (signal: AbortSignal) => Promise<T>): void;
  /** What was prepared, else read now. What failed while nobody waited is read again. */
  take(question: string, signal: AbortSignal, read: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export function createAhead<T>(): Ahead<T> {
  let held: {
    readonly question: string;
    readonly answer: Promise<T>;
    readonly abort: AbortController;
    readonly timer: ReturnType<typeof setTimeout>;
  } | null = null;

  const letGo = () => {
    clearTimeout(held?.timer);
    held?.abort.abort();
    held = null;
  };
  return {
    prepare(question, read) {
      letGo();
      const abort = new AbortController();
      const answer = read(abort.signal);
      answer.catch(() => {}); // shows when it is asked for
      held = { question, answer, abort, timer: setTimeout(letGo, FRESH_MS) };
    },
    async take(question, signal, read) {
      if (held?.question !== question) return read(signal);
      const { answer, abort, timer } = held;
      held = null;
      clearTimeout(timer);
      const withdraw = () => abort.abort();
      signal.addEventListener('abort', withdraw);
      try {
        return await answer;
      } catch {
        return await read(signal);
      } finally {
        signal.removeEventListener('abort', withdraw);
      }
    },
  };
}
