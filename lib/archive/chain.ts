/** @file What runs say of one another: each names the one made before it (FORMAT, "Reading"). */
import { equal, toHex } from '../base/bytes.ts';
import { Fault, type FaultDetail } from '../base/fault.ts';
import type { OpenRun } from './opened.ts';
import { called, type PreviousRun } from './run.ts';

/** Runs stand by number, then start, then id. One number twice: two browsers wrote, both stand. */
export const byPlace = (a: OpenRun, b: OpenRun): number =>
  a.head.number - b.head.number ||
  a.head.start - b.head.start ||
  (toHex(a.head.id) < toHex(b.head.id) ? -1 : 1);

export interface Chain {
  /** `run-unfinished`, `run-cut`, `run-missing`, `number-twice`. */
  readonly notes: readonly Fault[];
  /** The first run here names one before it: earlier runs are in another file, which is no fault. */
  readonly continues: boolean;
}

/** @param runs in their order. */
export function readChain(runs: readonly OpenRun[]): Chain {
  const lowest = runs[0]?.head.number;
  const lost = runs.filter(
    ({ head: { previous } }) => previous && !runs.some((run) => isNamed(run, previous)),
  );
  return {
    notes: [
      ...twice(runs),
      ...runs.flatMap((run) => endOf(run, runs)),
      ...lost.filter(({ head }) => head.number !== lowest).map(missing),
    ],
    continues: lost.some(({ head }) => head.number === lowest),
  };
}

const isNamed = ({ head }: OpenRun, previous: PreviousRun): boolean => equal(head.id, previous.id);

/** Whether the run ends where it says, and where the one made after it says. One note at most. */
function endOf(run: OpenRun, runs: readonly OpenRun[]): Fault[] {
  const detail = { ...called(run.head), ...fileOf(run) };
  const claims = runs.flatMap(({ head: { previous } }) =>
    previous && isNamed(run, previous) ? [previous] : [],
  );
  const other = run.broken ? undefined : claims.find((claim) => !fits(run, claim));
  if (other) return [new Fault('run-cut', { ...detail, segments: run.segments, expected: other.segments })];
  if (run.end) return [];
  // Only the run after it can tell that this is all there was.
  const reason = claims.length > 0 && !run.broken ? 'stopped' : 'unknown';
  return [new Fault('run-unfinished', { ...detail, reason })];
}

/** A run without segments is named with zeros. Where its last segment is damaged, that is said elsewhere. */
const fits = ({ commitment, segments, notes }: OpenRun, claim: PreviousRun): boolean =>
  segments === claim.segments &&
  (equal(commitment ?? new Uint8Array(32), claim.commitment) ||
    notes.some(({ detail }) => detail.segment === segments - 1));

/** Its first index may know the number and the day of the run it misses; else only the run itself is named. */
function missing({ head, indexes, end }: OpenRun): Fault {
  const report = end?.contents.report;
  // A writer leaves out what a whole later run stands for: so this may be as it was meant.
  const anew = report && !report.stopped && !report.incremental;
  const known = indexes.find(({ contents }) => contents.previous)?.contents.previous;
  return new Fault('run-missing', {
    ...(known ? called(known) : {}),
    before: head.number,
    beforeAt: head.start,
    ...(anew ? { after: 'anew' } : {}),
  });
}

function twice(runs: readonly OpenRun[]): Fault[] {
  const counts = new Map<number, number>();
  for (const { head } of runs) counts.set(head.number, (counts.get(head.number) ?? 0) + 1);
  return [...counts].flatMap(([run, count]) =>
    count > 1 ? [new Fault('number-twice', { run, count })] : [],
  );
}

const fileOf = ({ source: { file } }: OpenRun): FaultDetail => (file === undefined ? {} : { file });
