/**
 * @file From sealed runs to the file: what it holds, what counts as saved, and what may then leave the store.
 *
 * [Note: what a file holds] Everything needed to read all: every run that no other stands for. Only a *whole* run (it
 * came to its end by itself and was read back) that read everything stands for earlier ones: for those that were stopped
 * or broke off, and for those whose every message it had still found, if it has all their media too. What a saved run
 * stands for leaves the store. A run that read only what is new stands for none. A run that did not pass its check goes
 * nowhere. On request a file holds only the runs that no file holds yet.
 */
import { composeArchive } from '../archive/container.ts';
import { fromHex, must } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { logBlobs, removeLog } from '../store/log.ts';
import { logHeads, putNote, removeRows } from '../store/rows.ts';
import type { Database, LogHead } from '../store/schema.ts';
import { type HeaderMark, headerMark } from '../vault/mark.ts';
import { noteFile } from './files.ts';
import { markedMedia } from './marks.ts';
import type { RunNote } from './note.ts';
import type { SavedFile } from './status.ts';
import { type StoredVault, storedVault } from './vaults.ts';

const noteOf = (head: LogHead): RunNote => head.note as RunNote;

const isWhole = ({ state, verified, report }: RunNote): boolean =>
  state === 'sealed' && verified !== null && report?.stopped === false;

/** A stopped or broken run has no message that reading everything anew leaves out. @param holders runs that hold media no later run has. */
const isReplaced = (note: RunNote, others: readonly RunNote[], holders: ReadonlySet<number>): boolean =>
  !holders.has(note.number) &&
  others.some(
    (other) =>
      other.number > note.number &&
      isWhole(other) &&
      other.reads === 'all' &&
      (!isWhole(note) || (other.covers !== null && other.covers <= note.number)),
  );

const mediaHolders = async (db: Database, vault: string): Promise<ReadonlySet<number>> =>
  new Set((await markedMedia(db, vault)).values());

const holdsAny = ({ report, progress }: RunNote): boolean =>
  (report?.messages.kept ?? progress.messages.done) > 0;

const canBeRead = ({ state, verified }: RunNote): boolean =>
  state === 'broken' || (state === 'sealed' && verified !== null);

/** `new`: only what no saved file holds. */
export type What = 'all' | 'new';

/** Runs that the next file holds, by number. */
async function runsToSave(db: Database, vault: StoredVault, what: What): Promise<LogHead[]> {
  const runs = (await logHeads(db))
    .filter((head) => noteOf(head).vault === vault.name && canBeRead(noteOf(head)))
    .sort((a, b) => noteOf(a).number - noteOf(b).number);
  const notes = runs.map(noteOf);
  const holders = await mediaHolders(db, vault.name);
  return runs.filter((head) => {
    const note = noteOf(head);
    return note.saved === null || (what === 'all' && !isReplaced(note, notes, holders));
  });
}

/** The archive as it shall be saved: no bytes are read. @throws {Fault} `nothing-to-save`, `no-vault`. */
export async function composeFile(
  db: Database,
  what: What = 'all',
): Promise<{ blob: Blob; runs: readonly string[]; mark: HeaderMark }> {
  const vault = await storedVault(db);
  if (!vault) throw new Fault('no-vault');
  const heads = await runsToSave(db, vault, what);
  if (heads.length === 0) throw new Fault('nothing-to-save');
  const runs = await Promise.all(
    heads.map(async (head) => ({
      number: noteOf(head).number,
      id: must(fromHex(head.id), 'run id'),
      size: head.size,
      crc32: head.crc,
      blobs: await logBlobs(db, head.id),
    })),
  );
  const { parts } = composeArchive(vault.header, runs);
  return {
    blob: new Blob(parts, { type: 'application/octet-stream' }),
    runs: heads.map(({ id }) => id),
    mark: await headerMark(vault.header),
  };
}

/** Says that a file with these runs lies on the disk, and lets go what it replaces. */
export async function markSaved(db: Database, runs: readonly string[], saved: SavedFile): Promise<void> {
  // A new vault may have taken the old one's place while the file was being written: it holds no run of the new one.
  const isTheirs = ({ vault }: RunNote) => !saved.mark || vault.startsWith(saved.mark.vault);
  for (const id of runs)
    await putNote(db, id, (note) => (isTheirs(note as RunNote) ? { ...(note as RunNote), saved } : note));
  await noteFile(db, saved);
  const notes = (await logHeads(db)).map((head) => ({ id: head.id, note: noteOf(head) }));
  const safe = notes.map(({ note }) => note).filter((note) => note.saved !== null);
  const holders = new Map<string, ReadonlySet<number>>();
  for (const { id, note } of notes) {
    if (note.state === 'open' || (!note.saved && canBeRead(note))) continue;
    const held = holders.get(note.vault) ?? (await mediaHolders(db, note.vault));
    holders.set(note.vault, held);
    if (isReplaced(note, safe, held)) await removeLog(db, id);
  }
}

/** Removes the sealed state of runs that ended: nothing can open it any more. */
export async function forgetState(db: Database): Promise<void> {
  for (const head of await logHeads(db)) if (noteOf(head).state !== 'open') await removeRows(db, head.id);
}

/** What the store says of runs: the one under way, the newest that is not, and whether something is in no saved file. */
export async function runsNow(
  db: Database,
): Promise<{ open: RunNote | null; last: RunNote | null; unsaved: boolean; saved: SavedFile | null }> {
  const notes = (await logHeads(db)).map(noteOf).sort((a, b) => b.number - a.number);
  return {
    open: notes.find(({ state }) => state === 'open') ?? null,
    last: notes.find(({ state }) => state !== 'open') ?? null,
    unsaved: notes.some((note) => note.saved === null && canBeRead(note) && holdsAny(note)),
    saved: notes.find(({ saved }) => saved !== null)?.saved ?? null,
  };
}
