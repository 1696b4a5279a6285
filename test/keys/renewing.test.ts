/** @file A new lock that does not open: it is found out before the old one is given up. */
import { expect, it, vi } from 'vitest';
import { createKeeper } from '../../entrypoints/keys/keeper.ts';
import { storedVault } from '../../lib/backup/vaults.ts';
import { FLOOR } from '../archive/fixture.ts';
import { PASSWORD, setUp } from '../backup/setting.ts';
import { truthOf } from '../whatsapp-web/truth.ts';

const seen = vi.hoisted(() => ({ otherWord: false }));
vi.mock('../../lib/vault/vault.ts', async (original) => {
  const real = await original<typeof import('../../lib/vault/vault.ts')>();
  const createVault: typeof real.createVault = (password, more) =>
    real.createVault(seen.otherWord ? `${password} as it was not meant` : password, more);
  return { ...real, createVault };
});

const never = new AbortController().signal;

it('leaves everything as it was, and the page unlocked', async () => {
  const page = { seed: 3, chats: 2, messages: 40 };
  const setting = await setUp(page);
  const account = truthOf(page).account.id;
  const { unlock, change, renew } = createKeeper({
    database: Promise.resolve(setting.db),
    exclusively: (work) => work(),
    costs: FLOOR,
  });
  await unlock({ way: { kind: 'password', password: PASSWORD } }, never);
  const before = await storedVault(setting.db);
  seen.otherWord = true;
  const asked = renew({ password: 'a third, fresh password', account }, never);
  await expect(asked).rejects.toMatchObject({ code: 'wrong-password' });
  expect(await storedVault(setting.db)).toEqual(before);
  seen.otherWord = false;
  await expect(change({ change: { remove: 'phrase' } }, never)).resolves.toBeDefined();
  await expect(renew({ password: 'a third, fresh password', account }, never)).resolves.toBeDefined();
});
