/** @file Beginning anew where no way to open is left: the vault goes, and what was sealed to it. */
import { Fault } from '../base/fault.ts';
import { clearAll, logHeads } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import type { EngineOptions } from './engine.ts';

/** Saved files are not touched. @throws {Fault} `already-running`; `store-failed`. */
export async function startOver(
  db: Database,
  { keyring, exclusively }: Pick<EngineOptions, 'keyring' | 'exclusively'>,
): Promise<void> {
  const done = await exclusively(async () => {
    for (const { id } of await logHeads(db)) await keyring.drop(id);
    await clearAll(db);
    return true;
  });
  if (!done) throw new Fault('already-running');
}
