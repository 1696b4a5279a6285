/** @file A vault taken over by another browser from an archive, and files of only what is new: nothing is read twice, the chain goes on. */
import { describe, expect, it, vi } from 'vitest';
import { blobSource } from '../../lib/archive/container.ts';
import { openArchive, openArchives } from '../../lib/archive/open.ts';
import { placeIn } from '../../lib/archive/source.ts';
import { adoptArchive, continuesOf } from '../../lib/backup/adoption.ts';
import { composeFile, markSaved, runsNow } from '../../lib/backup/saved.ts';
import { keepSettings } from '../../lib/backup/settings.ts';
import { must } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { mayGrow, moment } from './moments.ts';
import { PASSWORD, type Setting, setUp } from './setting.ts';

const ACCOUNT = { seed: 44, chats: 9, messages: 300, mediaMiB: 0.5 };
const truth = truthOf(ACCOUNT);
const ALL = truth.chats.flatMap(({ id }) => truth.messages(id));
const before = moment({
  newer: (chat, places) => (chat.index === 3 ? places : Math.floor(places / 6)),
  older: (chat, places) => (mayGrow(chat) ? Math.floor(places / 6) : 0),
});
const way = { kind: 'password', password: PASSWORD } as const;
vi.setConfig({ testTimeout: 60_000 });

const run = async (setting: Setting) => {
  await setting.engine.start();
  await setting.ended();
  const { last } = await runsNow(setting.db);
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });
  return last?.report;
};

const opened = async (blob: Blob) => (await openArchive(blobSource(blob))).unlock(way);

describe('an archive', () => {
  it('is gone on with by a browser that has no vault: only what is new, in the same chain', async () => {
    const first = await setUp(ACCOUNT, undefined, before);
    const report = await run(first);
    const { blob } = await composeFile(first.db);
    const archive = await opened(blob);
    const { account, continues } = await continuesOf(archive);
    expect(account).toBe(truth.account.id);

    const second = await setUp(ACCOUNT, undefined, undefined, { vault: false });
    const { header, keys } = archive;
    await adoptArchive(second.db, { header, ...keys, account: account ?? '' }, structuredClone(continues));
    const after = await run(second);
    expect(after?.incremental).toMatchObject({ after: 1, added: ALL.length - (report?.messages.kept ?? 0) });
    expect((report?.media.kept ?? 0) + (after?.media.kept ?? 0)).toBe(truth.media.size);

    const file = (await composeFile(second.db)).blob;
    const alone = await opened(file);
    expect(alone.runs.map(({ head }) => head.number)).toEqual([2]);
    expect([alone.continues, alone.notes]).toEqual([true, []]);
    const files = [blob, file].map((one, i) => ({ name: String(i), source: blobSource(one) }));
    const both = await (await openArchives(files)).unlock(way);
    expect([both.continues, both.notes]).toEqual([false, []]);
    // What a backup writes lets its media wait: their indexes were not read for the chats.
    expect(both.runs.map(({ waits }) => waits)).toEqual([true, true]);
    expect(await compareWithTruth(truth, await archiveHistory(both))).toEqual([]);
    expect((await run(second))?.messages.kept).toBe(0);
  });

  it('made with fewer kinds of media owes the others to a browser that keeps them', async () => {
    const first = await setUp(ACCOUNT);
    await keepSettings(first.db, { limit: 2 ** 28, without: ['image', 'document'] });
    const report = await run(first);
    expect(report?.missing['left-out']).toBeGreaterThan(0);
    const archive = await opened((await composeFile(first.db)).blob);
    const { account, continues } = await continuesOf(archive);
    const second = await setUp(ACCOUNT, undefined, undefined, { vault: false });
    const { header, keys } = archive;
    await adoptArchive(second.db, { header, ...keys, account: account ?? '' }, structuredClone(continues));
    const after = await run(second);
    expect(after?.incremental).toMatchObject({ after: 1, added: 0 });
    expect((report?.media.kept ?? 0) + (after?.media.kept ?? 0)).toBe(truth.media.size);
  });

  it('that somebody altered, or that is of another account, is not gone on with', async () => {
    const first = await setUp(ACCOUNT, undefined, before);
    await run(first);
    const archive = await opened((await composeFile(first.db)).blob);
    const { account, continues } = await continuesOf(archive);
    const second = await setUp(ACCOUNT, undefined, undefined, { vault: false });
    const header = archive.header.slice();
    const at = new TextDecoder().decode(header).indexOf('memoryKiB') + 11;
    header[at] = (header[at] ?? 0) === 0x31 ? 0x32 : 0x31;
    const made = { ...archive.keys, account: account ?? '' };
    await expect(adoptArchive(second.db, { ...made, header }, continues)).rejects.toMatchObject({
      code: 'header-damaged',
    });
    expect(await second.db.count('values')).toBe(0);
    await adoptArchive(second.db, { ...made, header: archive.header, account: '4912345678@c.us' }, continues);
    await expect(second.engine.start()).rejects.toMatchObject({ code: 'account-changed' });
    // A browser with a vault of its own keeps it.
    const third = await setUp(ACCOUNT);
    await expect(
      adoptArchive(third.db, { ...made, header: archive.header }, continues),
    ).rejects.toMatchObject({ code: 'already-set-up' });
  });

  it('without a run that read everything, or with a hole, is read anew', async () => {
    const setting = await setUp(ACCOUNT, undefined, before);
    await run(setting);
    await setting.reload(undefined, () => {});
    await run(setting);
    const { runs } = await composeFile(setting.db);
    const [first] = runs;
    await setting.db.delete('logs', first ?? '');
    const archive = await opened((await composeFile(setting.db)).blob);
    expect(archive.runs.map(({ head }) => head.number)).toEqual([2]);
    expect((await continuesOf(archive)).continues).toMatchObject({
      number: 2,
      start: null,
      heads: [],
      oldest: [],
    });
  });
});

describe('an archive with one bit turned over', () => {
  it.each(['entries', 'media'] as const)('in its %s is read anew, and its media too', async (part) => {
    const setting = await setUp(ACCOUNT, undefined, before);
    await run(setting);
    const { blob } = await composeFile(setting.db);
    const [found] = await (await opened(blob)).media();
    const entries = part === 'entries' ? found?.run.entries : found?.entries;
    const { offset, length } = must(entries?.[0], 'segment');
    const { byte } = placeIn(must(found, 'run').run.source, offset);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const at = Number(byte) + length - 20;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const damaged = await opened(new Blob([bytes]));
    expect(damaged.notes).toEqual([]);
    const { account, continues } = await continuesOf(damaged);
    expect(account).toBe(truth.account.id);
    expect(continues).toMatchObject({ number: 1, start: null, heads: [], oldest: [], media: [] });
  });
});

describe('a file of what is new', () => {
  it('holds the runs that no file holds yet, and opens together with the one before', async () => {
    const setting = await setUp(ACCOUNT, undefined, before);
    await run(setting);
    const whole = await composeFile(setting.db);
    await expect(composeFile(setting.db, 'new')).rejects.toMatchObject({ code: 'nothing-to-save' });
    await setting.reload(undefined, () => {});
    setting.autosave = false;
    await run(setting);
    const only = await composeFile(setting.db, 'new');
    expect(only.runs).toHaveLength(1);
    expect((await opened(only.blob)).runs.map(({ head }) => head.number)).toEqual([2]);
    await markSaved(setting.db, only.runs, { name: 'b', size: 1, sha256: '', at: 2 });
    expect((await runsNow(setting.db)).unsaved).toBe(false);
    const files = [whole.blob, only.blob].map((one, i) => ({ name: String(i), source: blobSource(one) }));
    const both = await (await openArchives(files)).unlock(way);
    expect(await compareWithTruth(truth, await archiveHistory(both))).toEqual([]);
    // The default goes on holding everything.
    expect((await composeFile(setting.db)).runs).toHaveLength(2);
  });
});
