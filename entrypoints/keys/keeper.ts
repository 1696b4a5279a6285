/** @file The worker's side of *Ways to open your backups*: unlocks the vault of this browser, holds its secrets, changes what opens it. */
import { blobSource } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { resealHead } from '../../lib/archive/run.ts';
import { continuesOf } from '../../lib/backup/adoption.ts';
import type { EngineOptions } from '../../lib/backup/engine.ts';
import { olderFiles } from '../../lib/backup/files.ts';
import { headsOf, renewVault } from '../../lib/backup/renew.ts';
import { composeFile } from '../../lib/backup/saved.ts';
import { replaceHeader, type StoredVault, storedVault } from '../../lib/backup/vaults.ts';
import { type Bytes, equal } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { Answers } from '../../lib/bridge/call.ts';
import type { Database } from '../../lib/store/schema.ts';
import { checkHeader, type VaultSecrets } from '../../lib/vault/keys.ts';
import { changeSlots, type SlotChange, slotsOf, unlockHeader } from '../../lib/vault/slots.ts';
import { createVault, type MoreWays } from '../../lib/vault/vault.ts';
import type { KeysQuestions, KnownLock, OldFile } from './protocol.ts';

export interface KeeperNeeds {
  readonly database: Promise<Database>;
  /** Where no run can begin or go on meanwhile. */
  readonly exclusively: EngineOptions['exclusively'];
  /** What trying a new password shall cost; the program's own where left out. */
  readonly costs?: MoreWays['costs'];
}

export function createKeeper({ database, exclusively, costs }: KeeperNeeds): Answers<KeysQuestions> {
  let secrets: VaultSecrets | null = null;
  const cost = costs && { costs };

  /** The vault of this browser, which must be the one that was unlocked: another page may have changed it. */
  async function unlocked(): Promise<{ db: Database; vault: StoredVault; secrets: VaultSecrets }> {
    const db = await database;
    const vault = await vaultOf(db);
    if (!secrets || !equal(vault.keys.id, secrets.id)) throw new Fault('other-vault');
    return { db, vault, secrets };
  }

  return {
    async look() {
      const db = await database;
      const vault = await storedVault(db);
      return vault && lockOf(db, vault);
    },

    async unlock({ way }) {
      const { header } = await vaultOf(await database);
      const found = await unlockHeader(header, way);
      await checkHeader(header, found);
      secrets = found;
      return {};
    },

    async change({ change }) {
      const { db, vault, secrets: own } = await unlocked();
      const priced: SlotChange =
        'set' in change && change.set === 'password' ? { ...change, ...cost } : change;
      await replaceHeader(db, vault.header, await changeSlots(vault.header, own, [priced]));
      return lockOf(db, await vaultOf(db));
    },

    async renew({ password, account }) {
      const { db, secrets: old } = await unlocked();
      const done = await exclusively(async () => {
        const { header, keys } = await createVault(password, cost);
        // Tried before anything is given up for it: afterwards the old way in is gone.
        const found = await unlockHeader(header, { kind: 'password', password });
        await checkHeader(header, found);
        const heads = new Map<string, Bytes>();
        for (const [run, head] of await headsOf(db)) heads.set(run, await resealHead(head, old, keys));
        const kept = await keptBy(db, old);
        const whose = kept?.account ?? account;
        if (whose === null) throw new Fault('no-tab');
        const named = kept ? { named: kept.continues } : {};
        await renewVault(db, { header, ...keys, account: whose, heads, ...named });
        secrets = found;
        return true;
      });
      if (!done) throw new Fault('already-running');
      return lockOf(db, await vaultOf(db));
    },
  };
}

async function vaultOf(db: Database): Promise<StoredVault> {
  const vault = await storedVault(db);
  if (!vault) throw new Fault('no-vault');
  return vault;
}

async function lockOf(db: Database, vault: StoredVault): Promise<KnownLock> {
  const { shortName, account, header } = vault;
  return { shortName, account, slots: await slotsOf(header), older: await oldFiles(db, vault) };
}

async function oldFiles(db: Database, vault: StoredVault): Promise<readonly OldFile[]> {
  const files = new Map<string, OldFile>();
  for (const kind of ['password', 'phrase'] as const)
    for (const { name, at } of await olderFiles(db, vault, kind)) {
      const known = files.get(`${at} ${name}`) ?? { name, at, password: false, phrase: false };
      files.set(`${at} ${name}`, { ...known, [kind]: true });
    }
  return [...files.values()].sort((a, b) => b.at - a.at);
}

/** As the kept backups tell it, for the store holds no account and no message's id in the clear. Null where they do not open. */
async function keptBy(
  db: Database,
  secrets: VaultSecrets,
): Promise<Awaited<ReturnType<typeof continuesOf>> | null> {
  try {
    const { blob } = await composeFile(db);
    return await continuesOf(await (await openArchive(blobSource(blob))).open(secrets));
  } catch {
    return null;
  }
}
