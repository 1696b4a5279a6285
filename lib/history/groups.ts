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
  const groups: Growing[] = [];
  for (const part of sorted) {
    // Groups that end where this part begins lie side by side at the end of the list: it may join several.
    let from = groups.length;
    for (let i = groups.length - 1; i >= 0; i--) {
      const group = groups[i];
      if (!group || group.last < part.first) break;
      if (touches(group, part)) from = i;
    }
    groups.push(merged([...groups.splice(from), single(part)]));
  }
  return groups.map(({ parts }) => toGroup(parts));
}

interface Growing {
  readonly parts: readonly Part[];
  readonly last: number;
  /** The latest moment by rank. */
  readonly reach: ReadonlyMap<number, number>;
}

const single = (part: Part): Growing => ({
  parts: [part],
  last: part.last,
  reach: new Map([[part.rank, part.last]]),
});

const touches = ({ reach }: Growing, part: Part): boolean =>
  [...reach].some(([rank, last]) => (rank === part.rank ? last > part.first : last >= part.first));

function merged(groups: readonly Growing[]): Growing {
  const [first, ...rest] = groups;
  if (first && rest.length === 0) return first;
  const reach = new Map<number, number>();
  for (const group of groups)
    for (const [rank, last] of group.reach) reach.set(rank, Math.max(reach.get(rank) ?? last, last));
  return {
    parts: groups.flatMap(({ parts }) => parts),
    last: Math.max(...groups.map(({ last }) => last)),
    reach,
  };
}

function toGroup(parts: readonly Part[]): Group {
  const mixed = new Set(parts.map(({ rank }) => rank)).size > 1;
  return {
    parts: [...parts].sort((a, b) => a.rank - b.rank || a.entry.number - b.entry.number),
    mixed,
    count: mixed ? null : parts.reduce((sum, { entry }) => sum + (entry.count ?? 0), 0),
  };
}
