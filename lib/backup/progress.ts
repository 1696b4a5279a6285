/** @file How far a run is, in figures for the screen. */
import { logHeads } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import type { Journal } from './journal.ts';
import type { RunNote } from './note.ts';
import type { RunProgress } from './status.ts';
import type { StoredVault } from './vaults.ts';

/** What the last run that read everything found: a guide for the progress bar. */
export async function lastFound(db: Database, vault: StoredVault): Promise<number | null> {
  const notes = (await logHeads(db))
    .map(({ note }) => note as RunNote)
    .filter((note) => note.vault === vault.name);
  const last = notes
    .sort((a, b) => b.number - a.number)
    .find(({ report }) => report && !report.stopped && !report.incremental);
  return last?.report?.messages.found ?? null;
}

/** What the cursor stands for. */
export function figures({ cursor, note }: Journal): Partial<RunProgress> {
  const { totals, phase } = cursor;
  const missing = Object.values(totals.missing).reduce((sum, count) => sum + count, 0);
  const done = totals.messages.kept + (cursor.chat?.kept ?? 0);
  const { about } = note.progress.messages;
  return {
    phase: phase === 'messages' ? 'messages' : 'media',
    chats: { done: totals.chats, of: Math.max(note.progress.chats.of, totals.chats) },
    messages: { done, about: about !== null && about >= done ? about : null },
    media: { done: totals.media.kept + missing, of: totals.media.found, bytes: totals.media.bytes },
  };
}
