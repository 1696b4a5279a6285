/**
 * @file A new vault in the old one's place: for when a changed password is not enough, because somebody else knew it.
 *
 * The page that holds the old secrets makes the new vault and seals each run's beginning anew (`resealHead`); here all of
 * it becomes true in one transaction. Run ids, run keys and segments stay. Files saved before belong to the old vault for
 * ever: nothing that is kept here counts as saved any more.
 */
import { HEAD, type RunName, readName } from '../archive/run.ts';
import { type Bytes, equal, fromHex, must } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { logHeads } from '../store/rows.ts';
import type { Database, LogHead } from '../store/schema.ts';
import { logStart, rewriteStarts } from '../store/starts.ts';
import { previousName } from './journal.ts';
import { noMarks } from './marks.ts';
import type { RunNote } from './note.ts';
import { type Named, rekeyedMarks } from './rekey.ts';
import {
  checkAccount,
  type MadeVault,
  newestRun,
  numberName,
  type StoredVault,
  storedVault,
  VAULT,
  vaultOf,
} from './vaults.ts';

/** By run id, in hex: the 192 bytes that a run begins with. */
export type Heads = ReadonlyMap<string, Bytes>;

/** What is to be sealed anew, of every run of this vault that is kept. @throws {Fault} `no-vault`. */
export async function headsOf(db: Database): Promise<Heads> {
  const heads = new Map<string, Bytes>();
  for (const { id } of await runsOf(db, await vaultNow(db))) heads.set(id, await logStart(db, id, HEAD));
  return heads;
}

/**
 * To be called where no run can begin meanwhile.
 * @param heads those of {@link headsOf}, sealed to the new keys, every one of them.
 * @param named what the kept runs name, so that the next run knows it again; where left out, it reads everything.
 * @throws {Fault} `no-vault`; `already-running`; `account-changed` — `account` is not the old vault's;
 * `vault-key-damaged`, `header-altered` — header and keys are not of one vault; `run-start-damaged` — a beginning is
 * missing, or is another run's or not the new vault's; `store-failed`, `disk-full`. Then nothing has changed.
 */
export async function renewVault(
  db: Database,
  made: MadeVault & { readonly heads: Heads; readonly named?: Named },
): Promise<void> {
  const old = await vaultNow(db);
  await checkAccount(old, made.account);
  const vault = await vaultOf(made);
  if (vault.name === old.name) throw new Fault('already-set-up');
  const runs = await runsOf(db, old);
  if (runs.some(({ note }) => (note as RunNote).state === 'open')) throw new Fault('already-running');
  const starts = runs.map(({ id, note }) => ({
    id,
    bytes: headFor(vault, id, note as RunNote, made.heads.get(id)),
    note: { ...(note as RunNote), vault: vault.name, saved: null } satisfies RunNote,
  }));
  const { number, previous } = await newestRun(db, old);
  await rewriteStarts(
    db,
    starts,
    new Map<string, unknown>([
      [VAULT, vault],
      [numberName(vault.name), number],
      [previousName(vault.name), previous],
      [numberName(old.name), null],
      [previousName(old.name), null],
      // Marks are keyed with the old writer key.
      ...(await noMarks(db, old.name)),
      ...(made.named ? await rekeyedMarks(db, old, vault, made.named) : []),
    ]),
  );
}

async function vaultNow(db: Database): Promise<StoredVault> {
  const vault = await storedVault(db);
  if (!vault) throw new Fault('no-vault');
  return vault;
}

const runsOf = async (db: Database, { name }: StoredVault): Promise<LogHead[]> =>
  (await logHeads(db)).filter(({ note }) => (note as RunNote).vault === name);

/** What it seals only the new secrets could tell: the page that sealed it had the old ones, and read it. */
function headFor(vault: StoredVault, id: string, { number }: RunNote, head?: Bytes): Bytes {
  const isFor = (name: RunName) =>
    equal(name.vault, vault.keys.id) && equal(name.id, must(fromHex(id), 'run id')) && name.number === number;
  if (head?.length !== HEAD || !isFor(readName(head))) throw new Fault('run-start-damaged', { run: number });
  return head;
}
