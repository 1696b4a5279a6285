/** @file The files that were saved, as far as this browser remembers, and with which header: what opens one of them stands in it. */
import { putValue, value } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import type { SavedFile } from './status.ts';

const FILES = 'files';
/** Newer ones push out older ones. */
const MOST = 50;

/** The newest first. */
export const savedFiles = async (db: Database): Promise<readonly SavedFile[]> =>
  ((await value(db, FILES)) as readonly SavedFile[] | undefined) ?? [];

export async function noteFile(db: Database, saved: SavedFile): Promise<void> {
  await putValue(db, FILES, [saved, ...(await savedFiles(db))].slice(0, MOST));
}
