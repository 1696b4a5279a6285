/** @file The whole way in a real Chromium: page, relay, worker, store, saved file, and back, whatever is killed on the way. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { expectSame, inFolder, python, readArchive } from '../second-reader/setting.ts';
import { type Truth, truthOf } from '../whatsapp-web/truth.ts';
import { compareWithTruth, openFile } from './archive.ts';
import { killWorker, openWorld, type World } from './world.ts';

const PASSWORD = 'correct horse, battery staple';
const ACCOUNT = 'seed=7&chats=30&messages=5000&mediaMiB=20&expired=0.1';
/** Read again and again; its large files are of several slices. */
const SMALL = 'seed=8&chats=20&messages=3000&mediaMiB=20&expired=0.1';

let world: World;
let truth: Truth;
/** Messages that a backup of it all holds. */
let wanted: number;

function inWorld(account: string): void {
  beforeAll(async () => {
    truth = truthOf(account);
    wanted = truth.chats.reduce((sum, { id }) => sum + truth.messages(id).length, 0);
    world = await openWorld({ query: account });
    await world.until('the page', ({ page }) => page === 'ready');
    await world.adopt(PASSWORD);
  });
  afterAll(() => world?.close());
}

const saved = ({ last, run, unsaved }: BackupStatus) => run === null && last !== null && !unsaved;

/** The newest saved file equals the account, message by message. */
async function expectWhole(read = wanted): Promise<void> {
  const status = await world.command('status');
  expect(status.last).toMatchObject({ fault: null });
  expect(status.last?.verified?.messages).toBe(read);
  const [file] = (await world.savedFiles()).sort().slice(-1);
  expect(file).toBeDefined();
  const history = await openFile(file ?? '', PASSWORD);
  expect(await compareWithTruth(truth, history)).toEqual([]);
  expect(history.notes).toEqual([]);
}

/** The newest saved file, by the second reader: it finds what the extension's own finds. */
async function expectSecondReader(): Promise<void> {
  const [file = ''] = (await world.savedFiles()).sort().slice(-1);
  await inFolder({}, async (folder) => {
    const answer = await readArchive(['extract', file, join(folder, 'out')], PASSWORD);
    expect(answer).toMatchObject({ code: 0, notes: [] });
    await expectSame(join(folder, 'out'), await openFile(file, PASSWORD), truth.media.keys());
  });
}

async function expectUndisturbed(): Promise<void> {
  const { trips, errors } = await world.whatsapp().evaluate(() => {
    const { __simulator } = window as unknown as { __simulator: { trips: unknown[]; errors: unknown[] } };
    return { trips: [...__simulator.trips], errors: [...__simulator.errors] };
  });
  expect(trips).toEqual([]);
  expect(errors).toEqual([]);
  expect(world.requests).toEqual([]);
}

describe('one click', () => {
  inWorld(ACCOUNT);

  it('brings back a 5,000-message account with its media, identical', async () => {
    await world.command('start');
    const status = await world.until('the file', saved);
    expect(status.last?.report).toMatchObject({ stopped: false, messages: { kept: wanted } });
    expect(status.last?.report?.media.kept).toBe(truth.media.size);
    await expectWhole();
    await expectUndisturbed();
  });

  it.skipIf(!python)(
    '… and the same by a reader in another language, from the written format',
    expectSecondReader,
  );

  it('names what is missing, and why', async () => {
    const { last } = await world.command('status');
    const reasons = Object.entries(last?.report?.missing ?? {}).filter(([reason]) => reason !== 'view-once');
    const sum = reasons.reduce((total, [, count]) => total + count, 0);
    const { found = 0, kept = 0 } = last?.report?.media ?? {};
    const viewOnce = last?.report?.missing['view-once'] ?? 0;
    expect(found - kept).toBe(sum + viewOnce);
    const expected = Object.groupBy(truth.missing.values(), (reason) => reason);
    for (const [reason, all] of Object.entries(expected))
      expect([reason, last?.report?.missing[reason as 'expired'] ?? 0]).toEqual([reason, all.length]);
  });
});

describe('goes on', () => {
  inWorld(SMALL);

  const midRun = ({ run }: BackupStatus) =>
    run !== null && run.phase === 'messages' && run.messages.done > 300;
  const midMedia = ({ run }: BackupStatus) => run !== null && run.phase === 'media' && run.media.done > 5;

  it('when the worker is killed while it reads messages, and again while it fetches media', async () => {
    await world.command('start', { full: true });
    await world.until('messages', midRun);
    await killWorker(world);
    await world.until('media', midMedia);
    await killWorker(world);
    await world.until('the file', saved);
    await expectWhole();
    await expectUndisturbed();
  });

  it('when the WhatsApp tab is reloaded while it reads messages, and again while it fetches media', async () => {
    await world.command('start', { full: true });
    await world.until('messages', midRun);
    await world.whatsapp().reload();
    await world.until('media', midMedia);
    await world.whatsapp().reload();
    await world.until('the file', saved);
    await expectWhole();
    await expectUndisturbed();
  });

  it('when the popup that began it is closed', async () => {
    const before = (await world.command('status')).last?.start;
    const popup = await world.extensionPage('popup.html');
    await popup.getByRole('button', { name: 'Back up now' }).click();
    await world.until('a run', ({ run, last }) => run !== null || last?.start !== before);
    await popup.close();
    const { last } = await world.until('the file', saved);
    expect(last?.start).not.toBe(before);
    // It reads what is new: nothing. The file holds what the runs before it read.
    expect(last?.report).toMatchObject({ messages: { kept: 0 }, incremental: { added: 0, changed: 0 } });
    await expectWhole(0);
  });

  it('when the tab is closed and another one opened', async () => {
    await world.command('start', { full: true });
    await world.until('messages', midRun);
    await world.whatsapp().close();
    await world.until('waiting', ({ run }) => run?.waiting === 'no-tab');
    await world.openWhatsapp();
    await world.until('the file', saved);
    await expectWhole();
  });
});

describe('stops', () => {
  inWorld(SMALL);

  it('on cancel: what was read is kept, read back, and named as stopped', async () => {
    await world.command('start', { full: true });
    await world.until('messages', ({ run }) => (run?.messages.done ?? 0) > 300);
    await world.command('cancel');
    const { last, unsaved } = await world.until('the end', ({ run }) => run === null);
    expect(last?.fault?.code).toBe('cancelled');
    expect(last?.report).toMatchObject({ stopped: true });
    expect(last?.verified?.messages).toBe(last?.report?.messages.kept);
    expect(unsaved).toBe(true);
    await world.command('save');
    await world.until('the file', saved);
  });

  it('on a log-out', async () => {
    await world.command('start', { full: true });
    await world.until('messages', ({ run }) => (run?.messages.done ?? 0) > 300);
    await world.whatsapp().evaluate(() => {
      (window as unknown as { __simulator: { logout(): void } }).__simulator.logout();
    });
    const { last } = await world.until('the end', ({ run }) => run === null);
    expect(last?.fault?.code).toBe('not-logged-in');
    expect(last?.verified).not.toBeNull();
    await world.whatsapp().reload();
  });
});
