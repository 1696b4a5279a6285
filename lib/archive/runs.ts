/** @file The runs of opened files: each once, read from the file that has most of it, mended from the others. */
import { equal, toHex } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { later } from '../base/later.ts';
import type { VaultSecrets } from '../vault/keys.ts';
import { byPlace } from './chain.ts';
import type { OpenRun, RunMedia } from './opened.ts';
import { called, HEAD, openHead, type RunHead } from './run.ts';
import { placeIn, type Source } from './source.ts';
import { surveyRun } from './survey.ts';

/** Runs opened side by side. */
const AT_ONCE = 8;

interface Found {
  readonly source: Source;
  readonly head: RunHead;
}

/** Notes: `other-vault`, `run-start-damaged`, `newer-version`, what the runs themselves note, and what their copies lack. */
export async function openRuns(
  sources: readonly Source[],
  secrets: VaultSecrets,
): Promise<{ runs: readonly OpenRun[]; notes: readonly Fault[] }> {
  const notes: Fault[] = [];
  const groups = new Map<string, Found[]>();
  for (const found of await inTurn(sources, (source) => openStart(source, secrets)))
    if (found instanceof Fault) notes.push(found);
    else groups.set(toHex(found.head.id), [...(groups.get(toHex(found.head.id)) ?? []), found]);
  const surveyed = await inTurn([...groups.values()], surveyCopies);
  notes.push(...surveyed.flatMap((one) => one.notes));
  return { runs: surveyed.map(({ run }) => run).sort(byPlace), notes };
}

export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return done;
}

/** A Fault where the run's beginning does not open. */
async function openStart(source: Source, secrets: VaultSecrets): Promise<Found | Fault> {
  try {
    return { source, head: await openHead(await source.read(0, HEAD), secrets) };
  } catch (thrown) {
    const fault = toFault(thrown);
    if (fault.code === 'unexpected') throw fault;
    return new Fault(fault.code, { ...fault.detail, ...placeIn(source, 0) }, thrown);
  }
}

/** Of several files with one run, the one with more good segments is read; what is damaged in it is read from the others. */
async function surveyCopies(found: readonly Found[]): Promise<{ run: OpenRun; notes: readonly Fault[] }> {
  const copiesOf = (own: Found): Source[] =>
    found
      .filter((one) => one !== own && equal(one.head.run.key, own.head.run.key))
      .map(({ source }) => source);
  const runs = await Promise.all(found.map((own) => surveyRun(own.source, own.head, copiesOf(own))));
  const [first] = runs;
  if (!first) throw new Fault('unexpected', { what: 'a run of no file' });
  // Alike as far as the chats go: which has more of the media shows when they are asked for.
  if (runs.every(({ waits, segments }) => waits && segments === first.segments)) {
    const media = later(async () => {
      const { best, notes } = await compare(runs);
      return { ...best.media, notes };
    });
    return { run: { ...first, media }, notes: [] };
  }
  const { best, notes } = await compare(runs);
  return { run: { ...best.run, media: async () => ({ ...best.media, notes: [] }) }, notes };
}

/** A run in one file, surveyed to its last index. */
interface Surveyed {
  readonly run: OpenRun;
  readonly media: RunMedia;
  readonly notes: readonly Fault[];
}

async function compare(runs: readonly OpenRun[]): Promise<{ best: Surveyed; notes: readonly Fault[] }> {
  const surveyed = await Promise.all(
    runs.map(async (run): Promise<Surveyed> => {
      const media = await run.media();
      return { run, media, notes: [...run.notes, ...media.notes] };
    }),
  );
  const [best, ...rest] = surveyed.toSorted((a, b) => good(b) - good(a));
  if (!best) throw new Fault('unexpected', { what: 'a run of no file' });
  return { best, notes: [...best.notes, ...rest.flatMap((copy) => lackOf(copy, best))] };
}

/** What a copy lacks that the best one has: nothing is lost, and its file is named all the same. */
function lackOf(copy: Surveyed, best: Surveyed): Fault[] {
  const { head, source, broken, segments } = copy.run;
  const { file } = source;
  if (file === undefined || file === best.run.source.file) return [];
  const lost = best.notes.map(({ detail }) => detail.segment);
  const mended = copy.notes
    .filter(({ code, detail }) => code === 'segment-damaged' && !lost.includes(detail.segment))
    .map(({ detail }) => new Fault('segment-mended', detail));
  const known = copy.notes.filter(({ code }) => code === 'segment-mended');
  const short = !broken && segments < best.run.segments;
  const figures = { segments, expected: best.run.segments, file };
  return [...mended, ...known, ...(short ? [new Fault('run-cut', { ...called(head), ...figures })] : [])];
}

const good = ({ run, media, notes }: Surveyed): number =>
  media.indexes.length + run.entries.length + media.entries.length + media.unlisted.length - notes.length;
