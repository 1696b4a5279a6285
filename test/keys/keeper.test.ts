/** @file The keys page's worker on a store that holds a real, sealed backup: what opens what, before and after each change. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createKeeper } from '../../entrypoints/keys/keeper.ts';
import { blobSource } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { startOver } from '../../lib/backup/over.ts';
import { composeFile, runsNow } from '../../lib/backup/saved.ts';
import { storedVault } from '../../lib/backup/vaults.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { newPhrase } from '../../lib/vault/phrase.ts';
import type { Way } from '../../lib/vault/slots.ts';
import { FLOOR } from '../archive/fixture.ts';
import { PASSWORD, type Setting, setUp } from '../backup/setting.ts';

const never = new AbortController().signal;
const OTHER = 'quite another password';
const PASSKEY = {
  rpId: 'ours',
  credential: Uint8Array.of(1, 2, 3),
  prfSalt: new Uint8Array(32).fill(4),
  prf: new Uint8Array(32).fill(5),
};

let setting: Setting;
let free = true;
beforeAll(async () => {
  setting = await setUp({ seed: 3, chats: 2, messages: 40 });
  await setting.engine.start();
  await setting.ended();
});

function keeper() {
  const { look, unlock, change, renew } = createKeeper({
    database: Promise.resolve(setting.db),
    exclusively: async (work) => (free ? work() : null),
    costs: FLOOR,
  });
  return {
    look: () => look({}, never),
    unlock: (way: Way) => unlock({ way }, never),
    change: (made: Parameters<typeof change>[0]['change']) => change({ change: made }, never),
    renew: (word: string, account: string | null = null) => renew({ password: word, account }, never),
  };
}

const password = (word: string): Way => ({ kind: 'password', password: word });
const fileNow = async () => (await composeFile(setting.db)).blob;

/** How many messages the file gives, or the fault that it meets. */
async function read(file: Blob, way: Way): Promise<unknown> {
  try {
    const history = await archiveHistory(await (await openArchive(blobSource(file))).unlock(way));
    return (await history.chats()).reduce((sum, { count }) => sum + count, 0);
  } catch (thrown) {
    return (thrown as { code: unknown }).code;
  }
}

describe('the keeper', () => {
  let messages: unknown;

  it('shows the ways without a secret, and opens by none that is wrong', async () => {
    const { look, unlock, change } = keeper();
    expect(await look()).toMatchObject({
      slots: { password: true, phrase: false, passkeys: [], unknown: 0 },
      older: [],
    });
    messages = await read(await fileNow(), password(PASSWORD));
    expect(messages).toBeGreaterThan(10);
    await expect(unlock(password('wrong password'))).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(change({ remove: 'phrase' })).rejects.toMatchObject({ code: 'other-vault' });
  });

  it('changes the password: the next file opens with the new one, the old file with the old, and is named', async () => {
    const before = await fileNow();
    const { unlock, change } = keeper();
    await unlock(password(PASSWORD));
    const { older } = await change({ set: 'password', password: OTHER });
    expect(older).toMatchObject([{ name: 'a', password: true, phrase: false }]);
    const after = await fileNow();
    expect(await read(after, password(OTHER))).toBe(messages);
    expect(await read(after, password(PASSWORD))).toBe('wrong-password');
    expect(await read(before, password(PASSWORD))).toBe(messages);
    expect(await read(before, password(OTHER))).toBe('wrong-password');
  });

  it('adds a phrase and a passkey, opens by them, and takes them away', async () => {
    const phrase = newPhrase();
    const way: Way = { kind: 'passkey', credential: PASSKEY.credential, prf: PASSKEY.prf };
    const first = keeper();
    await first.unlock(password(OTHER));
    await first.change({ set: 'phrase', phrase });
    await first.change({ set: 'passkey', ...PASSKEY });
    const file = await fileNow();
    expect(await read(file, { kind: 'phrase', phrase })).toBe(messages);
    expect(await read(file, way)).toBe(messages);
    const second = keeper();
    await second.unlock({ kind: 'phrase', phrase });
    const { slots } = await second.change({ remove: 'passkey', credential: PASSKEY.credential });
    expect(slots).toMatchObject({ password: true, phrase: true, passkeys: [] });
    await second.change({ remove: 'phrase' });
    expect(await read(await fileNow(), { kind: 'phrase', phrase })).toBe('wrong-phrase');
    await expect(keeper().unlock(way)).rejects.toMatchObject({ code: 'wrong-passkey' });
  });

  it('makes a new lock: what is kept opens with its password only, and counts as unsaved', async () => {
    const before = await fileNow();
    const first = keeper();
    const other = keeper();
    await first.unlock(password(OTHER));
    await other.unlock(password(OTHER));
    const { shortName } = (await first.look()) ?? expect.fail();
    free = false;
    await expect(first.renew('a third, fresh password')).rejects.toMatchObject({ code: 'already-running' });
    free = true;
    const renewed = await first.renew('a third, fresh password');
    expect(renewed.shortName).not.toBe(shortName);
    expect(renewed.slots).toEqual({ password: true, phrase: false, passkeys: [], unknown: 0 });
    const after = await fileNow();
    expect(await read(after, password('a third, fresh password'))).toBe(messages);
    expect(await read(after, password(OTHER))).toBe('wrong-password');
    expect(await read(before, password(OTHER))).toBe(messages);
    expect((await runsNow(setting.db)).unsaved).toBe(true);
    // The page that renewed it goes on; one that was unlocked before does not.
    await first.change({ set: 'phrase', phrase: newPhrase() });
    await expect(other.change({ remove: 'phrase' })).rejects.toMatchObject({ code: 'other-vault' });
  });

  it('starts over: the vault and what was sealed to it are gone, and a new one may come', async () => {
    const dropped: string[] = [];
    const keyring = {
      get: async () => null,
      put: async () => {},
      drop: async (run: string) => void dropped.push(run),
    };
    const over = (isFree: boolean) =>
      startOver(setting.db, { keyring, exclusively: async (work) => (isFree ? work() : null) });
    await expect(over(false)).rejects.toMatchObject({ code: 'already-running' });
    expect(await storedVault(setting.db)).not.toBeNull();
    await over(true);
    expect(dropped).toHaveLength(1);
    expect(await keeper().look()).toBeNull();
    await expect(keeper().unlock(password(OTHER))).rejects.toMatchObject({ code: 'no-vault' });
    for (const store of ['logs', 'parts', 'rows', 'values'] as const)
      expect(await setting.db.count(store), store).toBe(0);
  });
});
