/** @file Everything checked: each run in each file read from end to end, and all that is wrong told, not only the first. */
import { Fault } from '../base/fault.ts';
import type { MediaOfRun, OpenArchive, OpenRun } from './open.ts';
import { called } from './run.ts';
import { placeIn, type Source } from './source.ts';
import { type Finding, type VerifiedRun, verifyRun } from './verify.ts';

export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** Bytes read so far, and those there are. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** A run in one file. */
export interface CheckedRun {
  readonly number: number;
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  /** The file's name, where several are open. */
  readonly file: string | null;
  readonly segments: number;
  readonly messages: number;
  readonly media: number;
  /** `segment-damaged`, `segment-mended`, `newer-version`, `contents-differ`, `schema-differs`. */
  readonly findings: readonly Fault[];
}

export interface ArchiveCheck {
  readonly runs: readonly CheckedRun[];
  /** Of each run once, however many files hold it. A message that two runs hold counts twice. */
  readonly segments: number;
  readonly messages: number;
  readonly media: number;
  /** Bytes of run files that were read. */
  readonly bytes: number;
  /** What is missing or changed, in the files, their chain, and their runs. None: all is as it was written. */
  readonly findings: readonly Fault[];
  /** Members and message types that this program has no name for: path → how often. Kept as found, and no fault. */
  readonly unknown: ReadonlyMap<string, number>;
}

/** Paths of unknown members that are told apart. */
const PATHS = 1000;

/** Notes that are worth knowing, and say of nothing that it is missing or changed. */
const isCalm = ({ code, detail }: Fault): boolean =>
  code === 'number-twice' ||
  code === 'slot-unknown' ||
  (code === 'run-unfinished' && detail.reason === 'stopped');

/** @throws {Fault} `cancelled`. */
export async function checkArchive(open: OpenArchive, options: CheckOptions = {}): Promise<ArchiveCheck> {
  const unknown = new Map<string, number>();
  const sources = open.runs.flatMap(filesOf);
  const of = sources.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  const checked: CheckedRun[][] = [];
  for (const media of await open.media()) {
    const { run } = media;
    const copies: CopyCheck[] = [];
    for (const source of filesOf(run)) {
      copies.push(
        await checkCopy(media, source, unknown, options.signal, (at) =>
          options.onProgress?.(before + at, of),
        ),
      );
      before += source.size;
      options.onProgress?.(before, of);
    }
    checked.push(copies.map((copy) => toChecked(run, copy, copies)));
  }
  const first = checked.flatMap(([one]) => one ?? []);
  const total = (figure: 'segments' | 'messages' | 'media') =>
    first.reduce((sum, run) => sum + run[figure], 0);
  const runs = checked.flat();
  // What notes say of single segments was found again, and with its figures.
  const notes = open.notes.filter((note) => note.detail.segment === undefined && !isCalm(note));
  return {
    runs,
    segments: total('segments'),
    messages: total('messages'),
    media: total('media'),
    bytes: before,
    findings: [...notes, ...runs.flatMap(({ findings }) => findings)],
    unknown,
  };
}

const filesOf = ({ source, copies }: OpenRun): readonly Source[] => [source, ...copies];

/** A run in one file, and the segments of it that did not open. */
interface CopyCheck {
  readonly source: Source;
  readonly verified: VerifiedRun;
  readonly found: readonly Finding[];
  /** Path → how often something else stood there. */
  readonly wrong: ReadonlyMap<string, number>;
}

async function checkCopy(
  { run: { head, entries: messages }, entries, unlisted, indexes }: MediaOfRun,
  source: Source,
  unknown: Map<string, number>,
  signal: AbortSignal | undefined,
  onByte: (at: number) => void,
): Promise<CopyCheck> {
  const found: Finding[] = [];
  const wrong = new Map<string, number>();
  const verified = await verifyRun(source, head.run, {
    ...(signal ? { signal } : {}),
    unfinished: true,
    tell: (finding) => found.push(finding),
    known: new Map([...unlisted, ...messages, ...entries, ...indexes].map((place) => [place.number, place])),
    look: { wrong: (path) => counted(wrong, path), unknown: (path) => counted(unknown, path) },
    onSegment: ({ offset }) => onByte(offset),
  });
  return { source, verified, found, wrong };
}

function counted(paths: Map<string, number>, path: string): void {
  if (paths.has(path) || paths.size < PATHS) paths.set(path, (paths.get(path) ?? 0) + 1);
}

function toChecked({ head }: OpenRun, own: CopyCheck, copies: readonly CopyCheck[]): CheckedRun {
  const { source, verified, found, wrong } = own;
  const others = copies.filter((copy) => copy !== own);
  const isWhole = ({ verified, found }: CopyCheck, segment: unknown): boolean =>
    Number(segment) < verified.segments && !found.some(({ detail }) => detail.segment === segment);
  const mended = ({ code, detail }: Finding): boolean =>
    code === 'segment-damaged' && others.some((other) => isWhole(other, detail.segment));
  const { file } = source;
  return {
    number: head.number,
    start: head.start,
    file: file ?? null,
    segments: verified.segments,
    messages: verified.messages,
    media: verified.media,
    findings: [
      ...found.map((one) => {
        const detail = { ...one.detail, ...called(head), ...placeIn(source, one.offset) };
        return new Fault(mended(one) ? 'segment-mended' : one.code, detail);
      }),
      ...[...wrong].map(
        ([what, count]) =>
          new Fault('schema-differs', {
            ...called(head),
            ...(file === undefined ? {} : { file }),
            what,
            count,
          }),
      ),
    ],
  };
}
