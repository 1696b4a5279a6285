/** @file The user wants older messages from the phone: who is there is checked as for a backup, then the page is asked once. */
import { Fault } from '../base/fault.ts';
import { DEADLINES } from '../bridge/protocol.ts';
import { parseAsked } from '../model/parse.ts';
import type { Database } from '../store/schema.ts';
import type { PageLink } from './asking.ts';
import { waitReady } from './starting.ts';
import { storedVault } from './vaults.ts';

/** Chats asked for with one yes. */
export const MOST = 25;

/** @throws {Fault} `no-vault`, `already-running`, the page's condition, `account-changed`, `unsupported-build`. */
export async function olderFromPhone(
  db: Database,
  link: PageLink,
  running: boolean,
): Promise<{ asked: number; of: number }> {
  const vault = await storedVault(db);
  if (!vault) throw new Fault('no-vault');
  if (running) throw new Fault('already-running');
  await waitReady(link, vault);
  const found = parseAsked(await link.ask('older', { most: MOST }, { deadline: DEADLINES.older }));
  if (!found.able) throw new Fault('unsupported-build');
  return { asked: found.asked, of: found.of };
}
