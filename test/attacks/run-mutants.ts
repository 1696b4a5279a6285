/** @file Mutants inside one run's bytes: its beginning, frames, sealed bytes, end; and what is cut out of it. */
import { HEAD, TRAILER } from '../../lib/archive/run.ts';
import { type Bytes, concat, u64 } from '../../lib/base/bytes.ts';
import { PREFIX, SEALED_CHUNK } from '../../lib/seal/cobblestone.ts';
import type { Random } from '../whatsapp-web/data/random.ts';
import type { Mutant } from './mutants.ts';
import { filesOf, type Place, type Rich, type Run } from './rich.ts';
import { zip } from './zip.ts';

const FRAME = 9;

/** The archive with other bytes for one of its runs, the container made to fit. */
export function withRun({ mine }: Rich, run: Run, bytes: Bytes): Bytes {
  const runs = mine.runs.map((one) => (one === run ? { ...one, bytes } : one));
  return zip(filesOf(mine.header, runs));
}

export const replaced = (bytes: Bytes, at: number, other: Bytes): Bytes =>
  concat(bytes.subarray(0, at), other, bytes.subarray(at + other.length));

export const without = (bytes: Bytes, from: number, to: number): Bytes =>
  concat(bytes.subarray(0, from), bytes.subarray(to));

export const inserted = (bytes: Bytes, at: number, more: Bytes): Bytes =>
  concat(bytes.subarray(0, at), more, bytes.subarray(at));

/** Other bytes of the same length. */
export function garbled(random: Random, bytes: Bytes): Bytes {
  const changed = bytes.slice();
  const at = random.int(bytes.length);
  switch (random.int(5)) {
    case 0:
      changed[at] = (changed[at] ?? 0) ^ (1 << random.int(8));
      return changed;
    case 1:
      return random.bytes(bytes.length);
    case 2:
      return changed.fill(random.chance(0.5) ? 0 : 255, at, at + 1 + random.int(16));
    case 3:
      return concat(changed.subarray(1), changed.subarray(0, 1));
    default:
      return changed.reverse();
  }
}

/** [name, from, to] */
const FIELDS = [
  ['magic', 0, 8],
  ['vault', 8, 24],
  ['run id', 24, 40],
  ['number', 40, 48],
  ['enc', 48, 80],
  ['sealed', 80, HEAD],
] as const;

export function beginnings(random: Random, rich: Rich): Mutant {
  const run = random.pick(rich.mine.runs);
  const [name, from, to] = random.pick(FIELDS);
  const field = run.bytes.slice(from, to);
  const others = [...rich.mine.runs, ...rich.theirs.runs].filter((one) => one !== run);
  const other = random.pick(others).bytes;
  const numbers = [0, 1, run.number + 1, run.number - 1, 5, 2 ** 32, Number.MAX_SAFE_INTEGER];
  const bytes =
    name === 'number' && random.chance(0.5)
      ? u64(random.pick(numbers))
      : random.chance(0.3)
        ? other.slice(from, to)
        : garbled(random, field);
  return {
    what: `run ${run.number}, ${name}`,
    bytes: withRun(rich, run, replaced(run.bytes, from, bytes)),
  };
}

export function frames(random: Random, rich: Rich): Mutant {
  const run = random.pick(rich.mine.runs);
  const segment = random.int(run.places.length);
  const { offset, length } = run.places[segment] as Place;
  const ciphertext = length - FRAME;
  if (random.chance(0.35)) {
    const kind = random.chance(0.6) ? random.int(6) : random.int(256);
    return {
      what: `run ${run.number}, segment ${segment}, kind ${kind}`,
      bytes: withRun(rich, run, replaced(run.bytes, offset + 8, Uint8Array.of(kind))),
    };
  }
  const rest = run.bytes.length - offset - FRAME;
  const lengths = [
    ...[0, 1, 55, PREFIX, PREFIX + 16, rest, rest - TRAILER, rest + 1, 2 ** 31, 2 ** 32, 2 ** 52],
    ...[1, 9, 16, 24, SEALED_CHUNK].flatMap((by) => [ciphertext + by, Math.max(0, ciphertext - by)]),
    ...[Number.MAX_SAFE_INTEGER, random.pick(run.places).length - FRAME, random.int(rest)],
  ];
  const claimed = random.pick(lengths);
  const bytes = random.chance(0.1) ? new Uint8Array(8).fill(255) : u64(claimed);
  return {
    what: `run ${run.number}, segment ${segment}, length ${claimed}`,
    bytes: withRun(rich, run, replaced(run.bytes, offset, bytes)),
  };
}

export function ciphertexts(random: Random, rich: Rich): Mutant {
  const run = random.pick(rich.mine.runs);
  const segment = random.chance(0.4) ? random.pick(run.media) : random.int(run.places.length);
  const { offset, length } = run.places[segment] as Place;
  const what = `run ${run.number}, segment ${segment}`;
  const start = offset + FRAME;
  const end = offset + length;
  const chunks = Math.floor((end - start - PREFIX) / SEALED_CHUNK);
  if (chunks > 0 && random.chance(0.5)) return withChunks(random, rich, { run, start, end, chunks, what });
  const fields = [
    ['salt', start, start + 24],
    ['commitment', start + 24, start + PREFIX],
    ['first bytes', start + PREFIX, Math.min(end, start + PREFIX + 40)],
    ['tag', end - 16, end],
    ['bytes', start, end],
  ] as const;
  const [name, from, to] = random.pick(fields);
  const changed = garbled(random, run.bytes.slice(from, to));
  return { what: `${what}, ${name}`, bytes: withRun(rich, run, replaced(run.bytes, from, changed)) };
}

interface Message {
  readonly run: Run;
  readonly start: number;
  readonly end: number;
  readonly chunks: number;
  readonly what: string;
}

/** Whole chunks swapped, dropped, repeated or cut off, the frame's length made to fit. */
function withChunks(random: Random, rich: Rich, { run, start, end, chunks, what }: Message): Mutant {
  const body = run.bytes.slice(start + PREFIX, end);
  const list = Array.from({ length: chunks + 1 }, (_, i) =>
    body.slice(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK),
  );
  const [a, b] = [random.int(list.length), random.int(list.length)];
  const changed = [
    list.map((chunk, i) => (i === a ? (list[b] as Bytes) : i === b ? (list[a] as Bytes) : chunk)),
    list.toSpliced(a, 1),
    list.toSpliced(b, 0, list[a] as Bytes),
    list.slice(0, a),
    list.map((chunk, i) => (i === a ? garbled(random, chunk) : chunk)),
    list.with(chunks, (list[chunks] as Bytes).slice(0, random.int(40))),
  ];
  const sealed = concat(run.bytes.slice(start, start + PREFIX), ...random.pick(changed));
  const bytes = concat(
    run.bytes.subarray(0, start - FRAME),
    u64(sealed.length),
    run.bytes.subarray(start - 1, start),
    sealed,
    run.bytes.subarray(end),
  );
  return { what: `${what}, its chunks`, bytes: withRun(rich, run, bytes) };
}

/** Borders of a run: of its fields, its segments and their frames, its end. */
const bordersOf = (run: Run): number[] => [
  ...FIELDS.map(([, from]) => from),
  ...run.places.flatMap(({ offset, length }) => [offset, offset + FRAME, offset + 65, offset + length]),
  run.bytes.length,
];

export function cuts(random: Random, rich: Rich): Mutant {
  const run = random.pick(rich.mine.runs);
  const near = (): number =>
    Math.max(0, Math.min(run.bytes.length, random.pick(bordersOf(run)) + random.between(-2, 2)));
  const [from, to] = [near(), near()].sort((a, b) => a - b) as [number, number];
  if (random.chance(0.5))
    return { what: `run ${run.number}, cut at ${from}`, bytes: withRun(rich, run, run.bytes.slice(0, from)) };
  if (random.chance(0.2)) {
    const whole = zip(filesOf(rich.mine.header, rich.mine.runs));
    const end = random.chance(0.5) ? whole.length - 1 - random.int(700) : random.int(whole.length);
    return { what: `the file, cut at ${end}`, bytes: whole.slice(0, end) };
  }
  return {
    what: `run ${run.number}, ${from} to ${to} cut out`,
    bytes: withRun(rich, run, without(run.bytes, from, to)),
  };
}

/** The last 24 bytes of runs that ended, and what stands around them. */
export function trailers(random: Random, rich: Rich): Mutant {
  const run = random.pick(rich.mine.runs.filter(({ number }) => number !== 3));
  const { bytes, places } = run;
  const at = bytes.length - TRAILER;
  const other = random.pick(places);
  const changed = random.pick([
    () => concat(bytes, random.bytes(1 + random.int(40))),
    () => concat(bytes, bytes.subarray(at)),
    () => inserted(bytes, at, random.bytes(1 + random.int(40))),
    () => bytes.slice(0, at),
    () => replaced(bytes, at, garbled(random, bytes.slice(at))),
    () => replaced(bytes, at, u64(random.pick([0, 1, 2 ** 40, Number.MAX_SAFE_INTEGER]))),
    () => replaced(bytes, at + 8, u64(random.pick([0, HEAD, other.offset, bytes.length, 2 ** 52]))),
  ]);
  return { what: `run ${run.number}, its last bytes`, bytes: withRun(rich, run, changed()) };
}
