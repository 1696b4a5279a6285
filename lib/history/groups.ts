/**
 * @file Segments of one chat, grouped so that each group can be read alone: what may hold the same message, or belongs
 * between one another's messages, stands together.
 */
import type { SegmentEntry } from '../archive/contents.ts';
import type { OpenRun } from '../archive/open.ts';

/** A segment of messages and where it stands among the runs. */
export interface Part {
  readonly run: OpenRun;
  /** The run's place: records of a higher one win. */
  readonly rank: number;
  readonly entry: SegmentEntry;
  /** Milliseconds since 1970 UTC. */
  readonly first: number;
  readonly last: number;
}

export interface Group {
  /** By rank, then number: later ones win. */
  readonly parts: readonly Part[];
  /** Of several runs: the same message may stand in it twice. */
  readonly mixed: boolean;
  /** Messages in it as listed; what was found once it is decoded. Null: known only then. */
  count: number | null;
}

/**
 * Times that overlap join: inside one run only where they truly do (a run does not seal a message twice), between runs
 * already where they touch (a later run may hold the other's last message again).
 * @returns groups in the order of their times.
 */
export function groupParts(parts: readonly Part[]): Group[] {
  const sorted = [...parts].sort(
    (a, b) => a.first - b.first || a.last - b.last || a.rank - b.rank || a.entry.number - b.entry.number,
  );
  const groups: Part[][] = [];
  /** The latest moment of the group at hand, by rank. */
  let reach = new Map<number, number>();
  for (const part of sorted) {
    const joins = [...reach].some(([rank, last]) =>
      rank === part.rank ? last > part.first : last >= part.first,
    );
    if (!joins) {
      groups.push([]);
      reach = new Map();
    }
    groups.at(-1)?.push(part);
    reach.set(part.rank, Math.max(reach.get(part.rank) ?? part.last, part.last));
  }
  return groups.map(toGroup);
}

function toGroup(parts: readonly Part[]): Group {
  const mixed = new Set(parts.map(({ rank }) => rank)).size > 1;
  return {
    parts: [...parts].sort((a, b) => a.rank - b.rank || a.entry.number - b.entry.number),
    mixed,
    count: mixed ? null : parts.reduce((sum, { entry }) => sum + (entry.count ?? 0), 0),
  };
}
