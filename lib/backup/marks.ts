/**
 * @file What the store knows again of a vault's earlier runs: tags of messages and media, in no order, and nothing else.
 *
 * [Note: what a mark says] A message that is marked as a head was read in a run that ended well, and so was everything
 * put into its chat before it. So a later run reads a chat newest first until it meets one. Marks become true when a
 * run has been read back; those of media with each medium, for a run that breaks off keeps what it sealed.
 */
import { type Bytes, fromBase64url, must, toBase64url } from '../base/bytes.ts';
import { value, valuesBelow } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import { TAG, type Tagger, taggerOf } from '../vault/tag.ts';
import type { Journal } from './journal.ts';
import { common, MEDIA_CHOICE, type MediaChoice } from './plan.ts';
import type { StoredVault } from './vaults.ts';

/** As they lie in the store. Tags are packed, sorted: their order says nothing. */
export interface StoredMarks {
  readonly basis: string;
  readonly days: number;
  /** The run that left them: its number, and its start in ms since 1970 UTC. */
  readonly after: number;
  readonly start: number;
  /** The lowest number of the runs that hold what is marked, and their messages together, each once; null: not known. */
  readonly first: number;
  readonly total: number | null;
  readonly heads: Bytes;
  readonly oldest: Bytes;
  readonly records: Bytes;
  /** Media taken under this were tried for all that is marked; left out in older stores: as always. */
  readonly media?: MediaChoice;
}

export interface Marks {
  readonly tag: Tagger;
  /** The newest messages of each chat. */
  readonly heads: ReadonlySet<string>;
  /** The oldest of each chat that may grow backwards. */
  readonly oldest: ReadonlySet<string>;
  /** Records within the window, word for word. */
  readonly records: ReadonlySet<string>;
  /** Media by tag, with the number of the run that holds each. */
  readonly media: ReadonlyMap<string, number>;
}

/** What one chat, or a batch of it, adds to the marks. Kept sealed with the run until it ends. */
export interface Fold {
  readonly heads?: readonly string[];
  /** Heads that are no longer among the newest. */
  readonly drop?: readonly string[];
  readonly oldest?: string;
  readonly records?: readonly string[];
}

export const triedFor = (marks: StoredMarks): MediaChoice => marks.media ?? MEDIA_CHOICE;

export const marksName = (vault: string): string => `marks/${vault}`;

export const mediumName = (vault: string, tag: string): string => `${mediaBelow(vault)}${tag}`;

const mediaBelow = (vault: string): string => `medium/${vault}/`;

export const storedMarks = async (db: Database, vault: StoredVault): Promise<StoredMarks | null> =>
  ((await value(db, marksName(vault.name))) as StoredMarks | undefined) ?? null;

export const markedMedia = async (db: Database, vault: string): Promise<Map<string, number>> =>
  (await valuesBelow(db, mediaBelow(vault))) as Map<string, number>;

export async function loadMarks(db: Database, vault: StoredVault): Promise<Marks> {
  const [tag, stored, media] = await Promise.all([
    taggerOf(vault.keys.writerKey),
    storedMarks(db, vault),
    markedMedia(db, vault.name),
  ]);
  return {
    tag,
    heads: unpack(stored?.heads),
    oldest: unpack(stored?.oldest),
    records: unpack(stored?.records),
    media,
  };
}

/** Keeps what a chat adds to the marks, sealed, with the journal's next checkpoint. */
export function fold(journal: Journal, added: Fold): void {
  const { folds } = journal.cursor;
  journal.put(`fold/${String(folds).padStart(8, '0')}`, added);
  journal.move({ folds: folds + 1 });
}

/**
 * The marks that a run leaves, and from which number on it holds alone what earlier runs hold; null: it does not.
 * A message counts as known that stands at or below a mark: where there are as many as ever, none has gone from the page.
 */
export async function foldMarks(
  journal: Journal,
  left: StoredMarks | null,
): Promise<{ marks: StoredMarks; covers: number | null }> {
  const { plan, totals } = journal.cursor;
  const { number, start } = journal.note;
  const folds = [...(await journal.rows('fold/')).values()] as Fold[];
  const failed = (totals.completeness.failed ?? 0) > 0;
  // A chat that was not read anew keeps its marks; which they are, nobody can tell.
  const anew = plan.reads === 'all' && (!failed || left?.basis !== plan.basis);
  const drop = new Set(folds.flatMap((one) => one.drop ?? []));
  const kept = anew ? [] : [...unpack(left?.heads)].filter((tag) => !drop.has(tag));
  // A chat that failed owes what it would have been looked through for.
  const isThrough = (plan.reads === 'all' || plan.missing) && !failed;
  const { added } = totals;
  const known = totals.messages.kept - added;
  const before = left?.total ?? null;
  const covers =
    left && before !== null && plan.reads === 'all' && !failed && known >= before ? left.first : null;
  const alone = before === null || covers !== null ? totals.messages.kept : before + added;
  return {
    marks: {
      basis: plan.basis,
      days: plan.days,
      after: number,
      start,
      first: left && (before !== null || plan.reads === 'new') ? left.first : number,
      total: before === null && plan.reads === 'new' ? null : alone,
      heads: pack([...kept, ...folds.flatMap((one) => one.heads ?? [])]),
      oldest: pack([...(anew ? [] : unpack(left?.oldest)), ...folds.flatMap((one) => one.oldest ?? [])]),
      records: pack(folds.flatMap((one) => one.records ?? [])),
      media: left && !isThrough ? common(triedFor(left), plan.media) : plan.media,
    },
    covers,
  };
}

/** Each once, sorted. */
export function pack(tags: readonly string[]): Bytes {
  const sorted = [...new Set(tags)].sort();
  const packed = new Uint8Array(sorted.length * TAG);
  for (const [i, tag] of sorted.entries()) packed.set(must(fromBase64url(tag), 'tag'), i * TAG);
  return packed;
}

export function unpack(packed: Bytes | undefined): Set<string> {
  const tags = new Set<string>();
  for (let at = 0; packed && at + TAG <= packed.length; at += TAG)
    tags.add(toBase64url(packed.subarray(at, at + TAG)));
  return tags;
}

/**
 * What the store learns when a run has ended, in the transaction that says so: the marks of one that ended by itself
 * and was read back. Of one that cannot be read back nothing counts, not even its media.
 */
export async function leftBehind(
  db: Database,
  vault: StoredVault,
  journal: Journal,
  verified: boolean,
): Promise<{ values: Map<string, unknown>; covers: number | null }> {
  const values = new Map<string, unknown>();
  if (!verified) {
    for (const [tag, number] of await markedMedia(db, vault.name))
      if (number === journal.note.number) values.set(mediumName(vault.name, tag), null);
    return { values, covers: null };
  }
  if (journal.cursor.stopped) return { values, covers: null };
  const { marks, covers } = await foldMarks(journal, await storedMarks(db, vault));
  values.set(marksName(vault.name), marks);
  return { values, covers };
}

/** What removes all marks of a vault: every name, with null. */
export async function noMarks(db: Database, vault: string): Promise<Map<string, null>> {
  const media = [...(await markedMedia(db, vault)).keys()].map((tag) => mediumName(vault, tag));
  return new Map([marksName(vault), ...media].map((name) => [name, null]));
}
