/**
 * @file From sealed runs to the file: what it holds, what counts as saved, and what may then leave the store.
 *
 * [Note: what a file holds] Every run reads the whole history, so the newest sealed run stands for the account. A run
 * that no file holds yet goes along, whatever became of it; once a file is saved, older runs leave the store.
 */
import { composeArchive } from '../archive/container.ts';
import { fromHex, must } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { logBlobs, removeLog } from '../store/log.ts';
import { logHeads, putNote, removeRows } from '../store/rows.ts';
import type { Database, LogHead } from '../store/schema.ts';
import type { RunNote } from './note.ts';
import type { SavedFile } from './status.ts';
import { storedVault } from './vaults.ts';

const noteOf = (head: LogHead): RunNote => head.note as RunNote;

/** Runs that the next file holds, by number. */
async function runsToSave(db: Database): Promise<LogHead[]> {
  const vault = await storedVault(db);
  const runs = (await logHeads(db))
    .filter((head) => noteOf(head).vault === vault?.name && noteOf(head).state !== 'open')
    .sort((a, b) => noteOf(a).number - noteOf(b).number);
  const newest = runs.findLast((head) => noteOf(head).state === 'sealed');
  return runs.filter((head) => head === newest || noteOf(head).saved === null);
}

/** The archive as it shall be saved: no bytes are read. @throws {Fault} `nothing-to-save`, `no-vault`. */
export async function composeFile(db: Database): Promise<{ blob: Blob; runs: readonly string[] }> {
  const vault = await storedVault(db);
  if (!vault) throw new Fault('no-vault');
  const heads = await runsToSave(db);
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
  };
}

/** Says that a file with these runs lies on the disk, and lets go what it replaces. */
export async function markSaved(db: Database, runs: readonly string[], saved: SavedFile): Promise<void> {
  for (const id of runs) await putNote(db, id, (note) => ({ ...(note as RunNote), saved }));
  const heads = (await logHeads(db)).filter((head) => noteOf(head).saved !== null);
  const newest = heads
    .filter((head) => noteOf(head).state === 'sealed')
    .reduce<LogHead | null>((a, b) => (a && noteOf(a).number > noteOf(b).number ? a : b), null);
  if (newest)
    for (const head of heads) if (noteOf(head).number < noteOf(newest).number) await removeLog(db, head.id);
}

/** Removes the sealed state of runs that ended: nothing can open it any more. */
export async function forgetState(db: Database): Promise<void> {
  for (const head of await logHeads(db)) if (noteOf(head).state !== 'open') await removeRows(db, head.id);
}

/** What the store says of runs: the one under way, the newest that is not, and whether something is in no saved file. */
export async function runsNow(
  db: Database,
): Promise<{ open: RunNote | null; last: RunNote | null; unsaved: boolean }> {
  const notes = (await logHeads(db)).map(noteOf).sort((a, b) => b.number - a.number);
  return {
    open: notes.find(({ state }) => state === 'open') ?? null,
    last: notes.find(({ state }) => state !== 'open') ?? null,
    unsaved: notes.some((note) => note.state === 'sealed' && note.saved === null),
  };
}
