/** @file What runs say of one another: each names the one made before it (FORMAT, "Reading"). */
import { equal, toHex } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import type { OpenRun } from './survey.ts';

/** Runs stand by number, then start, then id. One number twice: two browsers wrote, both stand. */
export const byPlace = (a: OpenRun, b: OpenRun): number =>
  a.head.number - b.head.number ||
  a.head.start - b.head.start ||
  (toHex(a.head.id) < toHex(b.head.id) ? -1 : 1);

export interface Chain {
  /** `run-unfinished`, `run-cut`, `run-missing`. */
  readonly notes: readonly Fault[];
  /** The first run here names one before it: earlier runs are in another file, which is no fault. */
  readonly continues: boolean;
}

/** @param runs in their order. */
export function readChain(runs: readonly OpenRun[]): Chain {
  const notes: Fault[] = [];
  const lowest = runs[0]?.head.number;
  let continues = false;
  for (const { head, end } of runs) {
    if (!end) notes.push(new Fault('run-unfinished', { run: head.number }));
    const { previous } = head;
    if (!previous) continue;
    const before = runs.find((run) => equal(run.head.id, previous.id));
    if (before) {
      const same =
        before.broken || (before.segments === previous.segments && sameEnd(before, previous.commitment));
      const figures = { run: before.head.number, segments: before.segments, expected: previous.segments };
      if (!same) notes.push(new Fault('run-cut', figures));
    } else if (head.number === lowest) continues = true;
    else notes.push(new Fault('run-missing', { before: head.number }));
  }
  return { notes, continues };
}

/** A run without segments is named with zeros. Where its last segment is damaged, that is said elsewhere. */
const sameEnd = ({ commitment, segments, notes }: OpenRun, expected: Uint8Array): boolean =>
  equal(commitment ?? new Uint8Array(32), expected) ||
  notes.some(({ detail }) => detail.segment === segments - 1);
