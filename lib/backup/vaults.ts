/** @file The vault this browser backs up to, as the store keeps it: what adds runs and reads nothing. */

import { type Bytes, equal, toHex } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { putValue, value } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import { accountLabel, accountTag } from '../vault/account.ts';
import { checkHeader, shortName, type VaultKeys, vaultId } from '../vault/vault.ts';
import { type NewestRun, previousName } from './journal.ts';

const VAULT = 'vault';

export interface StoredVault {
  readonly keys: VaultKeys;
  /** The vault's id in hex. */
  readonly name: string;
  readonly shortName: string;
  readonly header: Bytes;
  /** Keyed hash of the account's id, and its shortened form for the screen. */
  readonly accountTag: string;
  readonly account: string;
}

export const storedVault = async (db: Database): Promise<StoredVault | null> =>
  ((await value(db, VAULT)) as StoredVault | undefined) ?? null;

/**
 * Keeps a vault made by the set-up. There is one: a second would leave saved files behind without a word.
 * @throws {Fault} `already-set-up`; `vault-key-damaged`, `header-altered` — header and keys are not of one vault.
 */
export async function adoptVault(
  db: Database,
  made: { header: Bytes; publicKey: Bytes; writerKey: Bytes; account: string },
): Promise<void> {
  const keys: VaultKeys = {
    id: await vaultId(made.publicKey),
    publicKey: made.publicKey,
    writerKey: made.writerKey,
  };
  const known = await storedVault(db);
  if (known && !equal(known.keys.id, keys.id)) throw new Fault('already-set-up');
  await checkHeader(made.header, keys);
  const vault: StoredVault = {
    keys,
    name: toHex(keys.id),
    shortName: shortName(keys.id),
    header: made.header,
    accountTag: await accountTag(keys.writerKey, made.account),
    account: accountLabel(made.account),
  };
  await putValue(db, VAULT, vault);
}

/** @throws {Fault} `account-changed` — the page shows another account than the vault's. */
export async function checkAccount(vault: StoredVault, account: string | undefined): Promise<void> {
  if (account === undefined || (await accountTag(vault.keys.writerKey, account)) !== vault.accountTag)
    throw new Fault('account-changed', { account: vault.account });
}

/** The highest number a run of this vault has had here, and what the newest run came to. */
export async function newestRun(
  db: Database,
  vault: StoredVault,
): Promise<{ number: number; previous: NewestRun | null }> {
  const [number, previous] = await Promise.all([
    value(db, numberName(vault.name)),
    value(db, previousName(vault.name)),
  ]);
  return {
    number: (number as number | undefined) ?? 0,
    previous: (previous as NewestRun | undefined) ?? null,
  };
}

export const numberName = (vault: string): string => `number/${vault}`;
