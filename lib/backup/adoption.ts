/**
 * @file A vault taken over from an unlocked archive: what the archive says of where it ends, and how a store goes on there.
 *
 * The archive's runs stay in their file. What is taken over is what a next run must know: its number, the run it names
 * as made before it, which messages are there already, which media.
 */
import { type CheckOptions, checkArchive } from '../archive/check.ts';
import type { OpenArchive, OpenRun } from '../archive/open.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { MediaType } from '../model/media.ts';
import type { Database } from '../store/schema.ts';
import { taggerOf } from '../vault/tag.ts';
import { type NewestRun, previousName } from './journal.ts';
import { marksName, mediumName, pack, type StoredMarks, storedMarks, triedFor, unpack } from './marks.ts';
import { basisNow, common, MEDIUM_MOST, type MediaChoice, mediaChoice, WINDOW_DAYS } from './plan.ts';
import type { Continues } from './status.ts';
import { adoptVault, type MadeVault, newestRun, numberName, type StoredVault } from './vaults.ts';

/**
 * `account` is null where no index that opened names one: nothing can be adopted then. Everything is read and checked
 * first: what is taken over as held is never asked for again.
 * @throws {Fault} `cancelled`.
 */
export async function continuesOf(
  open: OpenArchive,
  options: CheckOptions = {},
): Promise<{ account: string | null; continues: Continues }> {
  const { findings } = await checkArchive(open, options);
  const sound = findings.length === 0 && isSound(open);
  const media = sound ? await open.media() : [];
  const contents = open.runs.flatMap(({ indexes }) => indexes.map((index) => index.contents));
  const newest = open.runs.at(-1);
  const whole = sound ? open.runs.filter(isWhole) : [];
  const heads = new Set<string>();
  const oldest = new Set<string>();
  for (const { indexes } of whole)
    for (const chat of indexes.flatMap((index) => index.contents.chats ?? [])) {
      if (!chat.report || chat.report.completeness === 'failed' || chat.report.completeness === 'skipped')
        continue;
      for (const key of chat.heads) heads.add(key);
      if (chat.oldest !== undefined) oldest.add(chat.oldest);
    }
  return {
    account: contents.findLast(({ account }) => account !== undefined)?.account?.id ?? null,
    continues: {
      number: Math.max(0, ...open.runs.map(({ head }) => head.number)),
      previous: newest ? previousOf(newest) : null,
      start: whole.at(-1)?.head.start ?? null,
      heads: [...heads],
      oldest: [...oldest],
      media: media.flatMap(({ entries }) => entries.flatMap(({ sha256 }) => sha256 ?? [])),
      tried: whole.map(triedIn).reduce(common, { limit: MEDIUM_MOST, kinds: null }),
    },
  };
}

const UNSOUND = new Set(['run-missing', 'run-cut', 'run-start-damaged', 'segment-damaged', 'archive-cut']);

/** Marks say that all before them lies in the vault: so it must, from a run on that read everything. */
const isSound = ({ runs, notes }: OpenArchive): boolean =>
  runs.some((run) => isWhole(run) && !run.end?.contents.report?.incremental) &&
  !notes.some(({ code }) => UNSOUND.has(code));

/** What the user had chosen, as the run's first index says. Where it does not, nothing counts as tried. */
function triedIn({ indexes }: OpenRun): MediaChoice {
  const found = indexes[0]?.contents.choice;
  const media = isObject(found) && isObject(found.media) ? found.media : {};
  const { limit, kinds } = media;
  if (typeof limit !== 'number' || !(kinds === 'all' || Array.isArray(kinds))) return { limit: 0, kinds: [] };
  return mediaChoice({ limit, kinds: kinds === 'all' ? null : (kinds as MediaType[]) });
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A run that was stopped owes media; one without an end perhaps more. */
const isWhole = ({ end }: OpenRun): boolean => end?.contents.report?.stopped === false;

const previousOf = ({ head, segments, commitment }: OpenRun): Continues['previous'] => ({
  id: head.id,
  segments,
  commitment: commitment ?? new Uint8Array(32),
  number: head.number,
  start: head.start,
});

/**
 * Takes over a vault with where its archive ends. In a browser that has the vault already, what is known is joined.
 * @throws {Fault} as {@link adoptVault}.
 */
export const adoptArchive = (db: Database, made: MadeVault, continues: Continues): Promise<void> =>
  adoptVault(db, made, (vault) => takenOver(db, vault, continues));

async function takenOver(
  db: Database,
  vault: StoredVault,
  { number, previous, start, heads, oldest, media, tried }: Continues,
): Promise<Map<string, unknown>> {
  const values = new Map<string, unknown>();
  const [known, left, tag] = await Promise.all([
    newestRun(db, vault),
    storedMarks(db, vault),
    taggerOf(vault.keys.writerKey),
  ]);
  if (number > known.number && previous) {
    const before: NewestRun = {
      ...previous,
      id: previous.id as Bytes,
      commitment: previous.commitment as Bytes,
    };
    values.set(numberName(vault.name), number);
    values.set(previousName(vault.name), before);
  }
  if (start !== null) {
    const own = left?.basis === basisNow() ? left : null;
    const marks: StoredMarks = {
      basis: basisNow(),
      days: own?.days ?? WINDOW_DAYS,
      after: Math.max(number, own?.after ?? 0),
      start: Math.min(start, own?.start ?? start),
      first: own?.first ?? number + 1,
      total: null,
      heads: pack([...unpack(own?.heads), ...heads.map((key) => tag('head', key))]),
      oldest: pack([...unpack(own?.oldest), ...oldest.map((key) => tag('oldest', key))]),
      records: own?.records ?? new Uint8Array(0),
      media: own ? common(triedFor(own), tried) : tried,
    };
    values.set(marksName(vault.name), marks);
  }
  // Number 0: held by no run of this store.
  for (const sha256 of media) {
    const name = mediumName(vault.name, tag('medium', sha256));
    if ((await db.get('values', name)) === undefined) values.set(name, 0);
  }
  return values;
}
