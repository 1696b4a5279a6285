/** @file The vault this browser backs up to, as the store keeps it: what adds runs and reads nothing. */

import { type Bytes, equal, toHex } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { changeValues, value } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import { accountLabel, accountTag } from '../vault/account.ts';
import { checkHeader, shortName, type VaultKeys, vaultId } from '../vault/keys.ts';
import { type NewestRun, previousName } from './journal.ts';

export const VAULT = 'vault';

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

/** A vault that a page made, and whose it shall be. */
export interface MadeVault {
  readonly header: Bytes;
  readonly publicKey: Bytes;
  readonly writerKey: Bytes;
  /** The account's id. */
  readonly account: string;
}

export const storedVault = async (db: Database): Promise<StoredVault | null> =>
  ((await value(db, VAULT)) as StoredVault | undefined) ?? null;

/**
 * Keeps a vault made by the set-up, or opened by its owner. There is one: a second would leave saved files behind
 * without a word. Of a vault that is here already the header stays: that of an older file would bring back what was taken
 * away since. @param beside values that are kept with it, in the same transaction.
 * @throws {Fault} `already-set-up`; `vault-key-damaged`, `header-altered` — header and keys are not of one vault.
 */
export async function adoptVault(
  db: Database,
  made: MadeVault,
  beside: (vault: StoredVault) => Promise<ReadonlyMap<string, unknown>> = async () => new Map(),
): Promise<void> {
  const known = await storedVault(db);
  if (known && !equal(known.keys.id, await vaultId(made.publicKey))) throw new Fault('already-set-up');
  const vault = await vaultOf(made);
  const more = await beside(vault);
  const put = await changeValues(db, VAULT, (found) => {
    const now = found as StoredVault | undefined;
    if (now && !equal(now.keys.id, vault.keys.id)) return null;
    return new Map<string, unknown>([[VAULT, now ? { ...vault, header: now.header } : vault], ...more]);
  });
  if (!put) throw new Fault('already-set-up');
}

/** @throws {Fault} `vault-key-damaged`, `header-altered` — header and keys are not of one vault. */
export async function vaultOf({ header, publicKey, writerKey, account }: MadeVault): Promise<StoredVault> {
  const keys: VaultKeys = { id: await vaultId(publicKey), publicKey, writerKey };
  await checkHeader(header, keys);
  return {
    keys,
    name: toHex(keys.id),
    shortName: shortName(keys.id),
    header,
    accountTag: await accountTag(writerKey, account),
    account: accountLabel(account),
  };
}

/**
 * Keeps a header with other slots. Runs stay as they are: files saved from now on have the new one.
 * @param before the header that `after` was made of.
 * @throws {Fault} `no-vault`; `vault-key-damaged`, `header-altered` — it is not this vault's, or nobody with its keys wrote it;
 * `keys-changed` — another page has replaced `before` meanwhile: nothing is put, or its change would be lost.
 */
export async function replaceHeader(db: Database, before: Bytes, after: Bytes): Promise<void> {
  const vault = await storedVault(db);
  if (!vault) throw new Fault('no-vault');
  await checkHeader(after, vault.keys);
  const put = await changeValues(db, VAULT, (found) => {
    const now = found as StoredVault | undefined;
    if (!now || !equal(now.keys.id, vault.keys.id) || !equal(now.header, before)) return null;
    return new Map([[VAULT, { ...now, header: after } satisfies StoredVault]]);
  });
  if (!put) throw new Fault('keys-changed');
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
