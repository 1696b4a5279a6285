/** @file The worker's side of a look from outside or a check of everything: one at a time, asked how far it is. */
import type { ArchiveCheck } from '../../lib/archive/check.ts';
import type { Structure } from '../../lib/archive/structure.ts';
import type { Fault } from '../../lib/base/fault.ts';
import type { Depth, Inspection, ViewerNote, ViewerQuestions } from './protocol.ts';

export interface InspectOptions {
  readonly signal: AbortSignal;
  /** Bytes read so far, and those there are. */
  readonly onProgress: (done: number, of: number) => void;
}

export type Inspect = (depth: Depth, options: InspectOptions) => Promise<Inspection>;

export type Inspector = ReturnType<typeof createInspector>;

/** Milliseconds until an answer without a result. */
const PATIENCE = 200;

interface Work {
  readonly depth: Depth;
  readonly controller: AbortController;
  readonly result: Promise<Inspection>;
  done: number;
  of: number;
}

export function createInspector(inspect: Inspect) {
  let work: Work | null = null;

  function begin(depth: Depth): Work {
    const controller = new AbortController();
    const onProgress = (done: number, of: number): void => {
      begun.done = done;
      begun.of = of;
    };
    const result = Promise.resolve().then(() => inspect(depth, { signal: controller.signal, onProgress }));
    const begun: Work = { depth, controller, result, done: 0, of: 0 };
    result.catch(() => {}); // told to who asks
    return begun;
  }

  function stop(): void {
    work?.controller.abort();
    work = null;
  }

  return {
    stop,
    async answer({
      depth,
      stop: stopping = false,
    }: ViewerQuestions['inspect']['ask']): Promise<ViewerQuestions['inspect']['answer']> {
      if (stopping || work?.depth !== depth) stop();
      if (stopping) return { done: 0, of: 0, result: null };
      work ??= begin(depth);
      const mine = work;
      const later = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE));
      try {
        const result = await Promise.race([mine.result, later]);
        if (result && work === mine) work = null;
        return { done: mine.done, of: mine.of, result };
      } catch (thrown) {
        if (work === mine) work = null;
        throw thrown;
      }
    },
  };
}

const toNotes = (faults: readonly Fault[]): ViewerNote[] => faults.map((fault) => fault.toNote());

export const fromOutside = ({ runs, findings }: Structure): Inspection => ({
  runs,
  messages: 0,
  media: 0,
  findings: toNotes(findings),
  unknown: [],
});

export const fromInside = ({ runs, messages, media, findings, unknown }: ArchiveCheck): Inspection => ({
  runs: new Set(runs.map(({ number, start }) => `${number} ${start}`)).size,
  messages,
  media,
  findings: toNotes(findings),
  unknown: [...unknown],
});
