/** @file Mutants of true parts in false places: segments within and between runs, and whole runs. */
import { HEAD } from '../../lib/archive/run.ts';
import { type Bytes, concat, u64 } from '../../lib/base/bytes.ts';
import type { Random } from '../whatsapp-web/data/random.ts';
import type { Mutant } from './mutants.ts';
import { filesOf, type Rich, type Run } from './rich.ts';
import { replaced, withRun } from './run-mutants.ts';
import { type Entry, zip } from './zip.ts';

/** A run's beginning, its segments, and what stands behind them. */
function piecesOf({ bytes, places }: Run): { head: Bytes; segments: Bytes[]; rest: Bytes } {
  const segments = places.map(({ offset, length }) => bytes.slice(offset, offset + length));
  return { head: bytes.slice(0, HEAD), segments, rest: bytes.slice(places.at(-1) ? endOf(places) : HEAD) };
}

const endOf = (places: Run['places']): number => {
  const last = places.at(-1);
  return last ? last.offset + last.length : HEAD;
};

/** Where a run's end lies is said behind it: so that the false run looks as whole as the true one. */
function joined({ head, rest }: { head: Bytes; rest: Bytes }, segments: readonly Bytes[]): Bytes {
  const body = concat(head, ...segments);
  const last = segments.at(-1);
  if (rest.length === 0 || !last) return concat(body, rest);
  return concat(body, u64(segments.length - 1), u64(body.length - last.length), rest.slice(16));
}

export function moved(random: Random, rich: Rich): Mutant {
  const run = random.pick(rich.mine.runs);
  const pieces = piecesOf(run);
  const { segments } = pieces;
  const other = random.pick([...rich.mine.runs, ...rich.theirs.runs].filter((one) => one !== run));
  const strange = piecesOf(other).segments;
  const [a, b] = [random.int(segments.length), random.int(segments.length)];
  const [mine, second] = [segments[a] as Bytes, segments[b] as Bytes];
  const foreign = random.chance(0.5) ? (strange[a] ?? random.pick(strange)) : random.pick(strange);
  const [name, list] = random.pick<[string, Bytes[]]>([
    ['swapped', segments.map((segment, i) => (i === a ? second : i === b ? mine : segment))],
    ['repeated', segments.toSpliced(b, 0, mine)],
    ['left out', segments.toSpliced(a, 1)],
    ['moved', segments.toSpliced(a, 1).toSpliced(b, 0, mine)],
    ['put over another', segments.with(b, mine)],
    ['relabelled and swapped', relabelled(segments, a, b)],
    ['replaced by a stranger', segments.with(a, foreign)],
    ['with a stranger before it', segments.toSpliced(a, 0, foreign)],
    ['followed by a stranger', [...segments, foreign]],
    ['and all after it turned round', [...segments.slice(0, a), ...segments.slice(a).toReversed()]],
    ['and all after it a stranger’s', [...segments.slice(0, a), ...strange.slice(a)]],
  ]);
  const bytes = random.chance(0.5) ? joined(pieces, list) : concat(pieces.head, ...list, pieces.rest);
  return {
    what: `run ${run.number}, segment ${a} (${b}; run ${other.number}) ${name}`,
    bytes: withRun(rich, run, bytes),
  };
}

/** Each under the other's kind. */
function relabelled(segments: readonly Bytes[], a: number, b: number): Bytes[] {
  const [first, second] = [segments[a] as Bytes, segments[b] as Bytes];
  const kind = (bytes: Bytes): Bytes => bytes.slice(8, 9);
  return segments.map((segment, i) => {
    if (i === a) return replaced(second, 8, kind(first));
    return i === b ? replaced(first, 8, kind(second)) : segment;
  });
}

/**
 * Left out here, as the format says that no file can tell: the newest run taken away, earlier runs in another file, a
 * run that stands twice (`harmless.test.ts`).
 */
export function spliced(random: Random, rich: Rich): Mutant {
  const { header, runs } = rich.mine;
  const strangers = rich.theirs.runs;
  const run = random.pick(runs);
  // In the newest one's place a run that stands in the file anyway would be no more than the newest taken away.
  const others = run === runs.at(-1) ? strangers : [...runs, ...strangers];
  const other = random.pick(others.filter((one) => one !== run));
  const stranger = random.pick(strangers);
  const at = HEAD + random.int(run.bytes.length - HEAD);
  const border = random.pick(run.places).offset;
  const archive = (bytes: Bytes): Bytes => withRun(rich, run, bytes);
  const [name, make] = random.pick<[string, () => Bytes]>([
    [
      'its beginning, another’s segments',
      () => archive(concat(run.bytes.slice(0, HEAD), other.bytes.slice(HEAD))),
    ],
    [
      'its segments, another’s beginning',
      () => archive(concat(other.bytes.slice(0, HEAD), run.bytes.slice(HEAD))),
    ],
    [
      'from a segment on, another’s bytes',
      () => archive(concat(run.bytes.slice(0, border), other.bytes.slice(border))),
    ],
    ['from a byte on, another’s bytes', () => archive(concat(run.bytes.slice(0, at), other.bytes.slice(at)))],
    ['in its place another', () => archive(other.bytes)],
    ['both in a row', () => archive(concat(run.bytes, other.bytes))],
    ['another, then itself', () => archive(concat(other.bytes, run.bytes))],
    [
      'itself twice in a row',
      () => archive(concat(run.bytes, run.bytes.slice(random.pick([0, HEAD, border])))),
    ],
    ['a stranger beside it', () => zip(filesOf(header, [...runs, stranger]))],
    [
      'strangers in its stead',
      () =>
        zip(
          filesOf(
            header,
            runs.map((one) => (one === run ? stranger : one)),
          ),
        ),
    ],
    [
      'one from the middle away',
      () =>
        zip(
          filesOf(
            header,
            runs.filter(({ number }) => number !== random.between(2, 3)),
          ),
        ),
    ],
    ['strangers alone', () => zip(filesOf(header, strangers.slice(random.int(3))))],
    [
      'a damaged copy, and not itself',
      () => archive(replaced(run.bytes, at, random.bytes(Math.min(9, run.bytes.length - at)))),
    ],
    [
      'its name twice, the second one’s bytes another’s',
      () => zip([...(filesOf(header, runs) as Entry[]), { name: nameIn(rich, run), data: other.bytes }]),
    ],
    ['the strangers’ header', () => zip(filesOf(rich.theirs.header, random.chance(0.5) ? runs : strangers))],
    [
      'the strangers’ header in one place',
      () =>
        random.chance(0.5)
          ? zip(filesOf(header, runs, rich.theirs.header))
          : zip(filesOf(rich.theirs.header, runs, header)),
    ],
  ]);
  return { what: `run ${run.number}, ${name} (run ${other.number}, ${at}, ${border})`, bytes: make() };
}

const nameIn = (rich: Rich, run: Run): string => filesOf(rich.mine.header, [run])[2]?.name ?? '';
