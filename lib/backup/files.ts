/** @file The files that were saved, as far as this browser remembers, and with which header: what opens one of them stands in it. */
import { putValue, value } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import { headerMark } from '../vault/mark.ts';
import type { SavedFile } from './status.ts';
import type { StoredVault } from './vaults.ts';

const FILES = 'files';
/** Newer ones push out older ones. */
const MOST = 50;

/** The newest first. */
export const savedFiles = async (db: Database): Promise<readonly SavedFile[]> =>
  ((await value(db, FILES)) as readonly SavedFile[] | undefined) ?? [];

/**
 * Those that open with another password (or phrase) than the vault has now: with an old one that was changed or taken
 * away. Files of an earlier vault are among them; files of old, whose header nobody noted, are not.
 */
export async function olderFiles(
  db: Database,
  { header }: StoredVault,
  kind: 'password' | 'phrase',
): Promise<readonly SavedFile[]> {
  const now = await headerMark(header);
  const opensElse = ({ mark }: SavedFile) => mark && mark[kind] !== null && mark[kind] !== now[kind];
  return (await savedFiles(db)).filter(opensElse);
}

export async function noteFile(db: Database, saved: SavedFile): Promise<void> {
  await putValue(db, FILES, [saved, ...(await savedFiles(db))].slice(0, MOST));
}
