/**
 * @file A look from outside, without a secret: container, headers' sums, how each run begins, and its frames up to the
 * trailer. It finds copies that are cut or badly made, and proves nothing: only what opens is genuine.
 */
import { equal } from '../base/bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { Fault, toFault } from '../base/fault.ts';
import type { Packed } from './container.ts';
import { END, FRAME, parseFrame } from './frame.ts';
import { type ArchiveFile, lookAtPiles } from './gather.ts';
import { HEAD, readName, TRAILER, trailer } from './run.ts';
import { buffered, placeIn, type Source } from './source.ts';

export interface StructureOptions {
  /** Every byte is read too, and the ZIP's CRC-32s are compared. */
  readonly sums?: boolean;
  readonly signal?: AbortSignal;
  /** Bytes read for sums so far, and those there are. */
  readonly onProgress?: (done: number, of: number) => void;
}

export interface Structure {
  readonly runs: number;
  /** Frames that were walked. */
  readonly segments: number;
  /** What does not look whole. */
  readonly findings: readonly Fault[];
}

/** @throws {Fault} `cancelled`. What the bytes are is told, never thrown. */
export async function checkStructure(
  files: readonly ArchiveFile[],
  options: StructureOptions = {},
): Promise<Structure> {
  const { piles, notes } = await lookAtPiles(files);
  const findings = [...notes];
  const runs = piles.flatMap((pile) => pile.runs);
  let segments = 0;
  for (const run of runs) {
    const walked = await walkRun(run, options.signal);
    segments += walked.segments;
    findings.push(...walked.findings);
  }
  if (options.sums)
    findings.push(
      ...(await sums(
        piles.flatMap(({ packed }) => packed),
        options,
      )),
    );
  return { runs: runs.length, segments, findings };
}

/** Bytes read at once on a walk: few, so that a long row of large media is stepped over quickly. */
const WINDOW = 4096;

async function walkRun(
  run: Source,
  signal: AbortSignal | undefined,
): Promise<{ segments: number; findings: Fault[] }> {
  let number: number;
  try {
    number = readName(await run.read(0, HEAD)).number;
  } catch (thrown) {
    const { code, detail } = toFault(thrown);
    return { segments: 0, findings: [new Fault(code, { ...detail, ...placeIn(run, 0) }, thrown)] };
  }
  const source = buffered(run, WINDOW);
  let at: number = HEAD;
  for (let segment = 0; ; segment++) {
    if (signal?.aborted) throw new Fault('cancelled');
    const end = (fault: Fault | null) => ({ segments: segment, findings: fault ? [fault] : [] });
    const where = { run: number, ...placeIn(run, at) };
    if (at === run.size) return end(new Fault('run-unfinished', { ...where, reason: 'unknown' }));
    const framed = parseFrame(await source.read(at, FRAME));
    const next = at + FRAME + (framed?.length ?? 0);
    if (!framed || next > run.size)
      return end(new Fault('segment-damaged', { ...where, segment, what: 'frame' }));
    if (framed.kind === END) {
      const found = await source.read(next, TRAILER + 1);
      const whole = equal(found, trailer(segment, at));
      segment++;
      return end(
        whole ? null : new Fault('segment-damaged', { run: number, what: 'trailer', ...placeIn(run, next) }),
      );
    }
    at = next;
  }
}

/** Bytes summed at once. */
const PIECE = 1024 * 1024;

async function sums(packed: readonly Packed[], { signal, onProgress }: StructureOptions): Promise<Fault[]> {
  const of = packed.reduce((sum, { source }) => sum + source.size, 0);
  const findings: Fault[] = [];
  let done = 0;
  for (const { name, source, crc32: expected } of packed) {
    let sum = 0;
    for (let at = 0; at < source.size; at += PIECE) {
      if (signal?.aborted) throw new Fault('cancelled');
      const bytes = await source.read(at, PIECE);
      sum = crc32(bytes, sum);
      done += bytes.length;
      onProgress?.(done, of);
    }
    if (sum !== expected)
      findings.push(new Fault('checksum-differs', { entry: name, ...placeIn(source, 0) }));
  }
  return findings;
}
