/** @file What the store keeps of a run in the clear: figures for the popup, no content, no names. */
import type { FaultNote } from '../base/fault.ts';
import type { Report } from '../model/report.ts';
import type { Plan } from './plan.ts';
import type { LastRun, LeftOut, RunProgress } from './status.ts';

export interface RunNote extends LastRun {
  /** The vault's id in hex. */
  readonly vault: string;
  readonly number: number;
  /** `open`: under way. `sealed`: it ended, and was read back. `broken`: it did not end, and never will. */
  readonly state: 'open' | 'sealed' | 'broken';
  readonly progress: RunProgress;
  readonly reads: Plan['reads'];
  /** Set where the run holds alone what all runs from this number on hold; null: it does not, or has not ended. */
  readonly covers: number | null;
}

export const freshProgress = (since: number, about: number | null): RunProgress => ({
  phase: 'starting',
  since,
  begun: {},
  chats: { done: 0, of: 0 },
  messages: { done: 0, about },
  media: { done: 0, of: 0, bytes: 0 },
  verified: { done: 0, of: 0 },
  waiting: null,
});

export const freshNote = (
  vault: string,
  number: number,
  start: number,
  about: number | null,
  reads: Plan['reads'],
): RunNote => ({
  vault,
  number,
  state: 'open',
  start,
  end: start,
  report: null,
  verified: null,
  saved: null,
  fault: null,
  progress: freshProgress(start, about),
  reads,
  covers: null,
});

export const endedNote = (
  note: RunNote,
  end: {
    report: Report;
    verified: LastRun['verified'];
    fault: FaultNote | null;
    at: number;
    covers: number | null;
    leftOut: LeftOut;
  },
): RunNote => ({
  ...note,
  state: 'sealed',
  report: { ...end.report, unknownTypes: { unknown: sumOf(end.report.unknownTypes) } },
  verified: end.verified,
  fault: end.fault,
  end: end.at,
  covers: end.covers,
  leftOut: end.leftOut,
});

export const brokenNote = (note: RunNote, fault: FaultNote, at: number): RunNote => ({
  ...note,
  state: 'broken',
  fault,
  end: at,
});

/** Names of types come from the page: here only how many. */
const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
