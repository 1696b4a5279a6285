import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { sealState } from '../../lib/archive/segment.ts';
import type { Cursor } from '../../lib/backup/cursor.ts';
import { openJournal } from '../../lib/backup/journal.ts';
import { freshNote } from '../../lib/backup/note.ts';
import { randomBytes, toHex, utf8 } from '../../lib/base/bytes.ts';
import { createLog } from '../../lib/store/log.ts';
import { openDatabase } from '../../lib/store/schema.ts';

const NOTE = freshNote('vault', 1, 0, null, 'new');

async function journalOf() {
  const db = await openDatabase(crypto.randomUUID());
  const run = { id: randomBytes(16), key: randomBytes(32) };
  const id = toHex(run.id);
  const cursor = { medium: 0, next: 1, entries: 0 } as Cursor;
  const rows = new Map([['cursor', await sealState(run, 'cursor', utf8(JSON.stringify(cursor)))]]);
  await createLog(db, id, randomBytes(64), { note: NOTE, rows });
  return { open: () => openJournal(db, id, run, NOTE), writes: vi.spyOn(db, 'transaction') };
}

it('has nothing to commit where nothing changed, and whatever changes is committed', async () => {
  const { open, writes } = await journalOf();
  const journal = await open();
  const commits = async (when: 'now' | 'durable'): Promise<number> => {
    writes.mockClear();
    await journal.checkpoint(when);
    return writes.mock.calls.filter(([, mode]) => mode === 'readwrite').length;
  };
  expect(await commits('now')).toBe(0);
  for (const change of [
    () => journal.move({ medium: 5 }),
    () => journal.put('row', 1),
    () => journal.put('row', null),
    () => journal.set('value', 1),
    () => journal.mark({ number: 2 }),
    () => journal.writer.write(randomBytes(9)),
  ]) {
    await change();
    expect(await commits('now')).toBe(1);
    expect(await commits('now')).toBe(0);
  }
  expect(await commits('durable')).toBe(1);
  expect((await open()).cursor.medium).toBe(5);
});
