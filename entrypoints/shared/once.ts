/** @file A worker asked once, heard, and ended with all that lies in its memory. */
import { Fault, parseFault, toFault } from '../../lib/base/fault.ts';

type Reply<T> = { readonly value: T } | { readonly fault: unknown };

/** @throws {Fault} what the worker met; `unexpected` where it could not run. */
export function askOnce<T>(worker: Worker, question: unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Reply<T>>) => {
      if ('value' in data) resolve(data.value);
      else reject(parseFault(data.fault));
    });
    worker.addEventListener('error', (event) => reject(new Fault('unexpected', {}, event)));
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}

/** The worker's side. */
export function answerOnce<Q>(work: (question: Q) => Promise<unknown>): void {
  addEventListener('message', ({ data }: MessageEvent<Q>) => {
    work(data).then(
      (value) => postMessage({ value }),
      (thrown: unknown) => postMessage({ fault: toFault(thrown).toNote() }),
    );
  });
}
