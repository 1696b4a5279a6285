/** @file After a new lock the next run knows again what the kept runs hold: nothing is read or fetched twice, nothing is missed. */
import { expect, it, vi } from 'vitest';
import { createKeeper } from '../../entrypoints/keys/keeper.ts';
import { markedMedia, storedMarks, unpack } from '../../lib/backup/marks.ts';
import { runsNow } from '../../lib/backup/saved.ts';
import { keepSettings } from '../../lib/backup/settings.ts';
import { storedVault } from '../../lib/backup/vaults.ts';
import { FLOOR } from '../archive/fixture.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { moment } from './moments.ts';
import { PASSWORD, setUp } from './setting.ts';

const ACCOUNT = { seed: 51, chats: 8, messages: 300, mediaMiB: 0.3 };
const never = new AbortController().signal;
vi.setConfig({ testTimeout: 60_000 });

it('reads what is new and changed, and no file again', async () => {
  const setting = await setUp(
    ACCOUNT,
    (answers) => answers,
    moment({ newer: (chat, places) => (chat.index === 1 ? Math.floor(places / 2) : 0) }),
  );
  const run = async () => {
    await setting.engine.start({});
    await setting.ended();
    return (await runsNow(setting.db)).last?.report;
  };
  await keepSettings(setting.db, { limit: 2 ** 28, without: ['image'] });
  const first = await run();
  expect(first?.missing['left-out']).toBeGreaterThan(0);
  const marks = async () => {
    const vault = (await storedVault(setting.db)) ?? expect.fail('no vault');
    const stored = await storedMarks(setting.db, vault);
    return {
      vault: vault.name,
      heads: [...unpack(stored?.heads)],
      oldest: [...unpack(stored?.oldest)],
      media: await markedMedia(setting.db, vault.name),
    };
  };
  const before = await marks();

  const keeper = createKeeper({
    database: Promise.resolve(setting.db),
    exclusively: (work) => work(),
    costs: FLOOR,
  });
  await keeper.unlock({ way: { kind: 'password', password: PASSWORD } }, never);
  await keeper.renew({ password: PASSWORD, account: null }, never);
  const after = await marks();
  expect(after.vault).not.toBe(before.vault);
  expect([after.heads.length, after.oldest.length]).toEqual([before.heads.length, before.oldest.length]);
  expect(after.heads.filter((tag) => before.heads.includes(tag))).toEqual([]);
  expect([...after.media.values()].sort()).toEqual([...before.media.values()].sort());
  expect((await markedMedia(setting.db, before.vault)).size).toBe(0);

  // What was left out before the new lock is owed after it.
  await keepSettings(setting.db, { limit: 2 ** 28, without: [] });
  await setting.reload(undefined, () => {});
  const second = await run();
  expect(second?.incremental?.added).toBeGreaterThan(0);
  const all = truthOf(ACCOUNT);
  const wanted = all.chats.reduce((sum, { id }) => sum + all.messages(id).length, 0);
  expect(second?.incremental?.added).toBe(wanted - (first?.messages.kept ?? 0));
  expect(second?.media.kept).toBe(all.media.size - (first?.media.kept ?? 0));
  expect(await compareWithTruth(all, await setting.file())).toEqual([]);
});
