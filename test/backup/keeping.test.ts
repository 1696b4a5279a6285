/** @file Nothing good gives way to less: what a file holds, what leaves the store, what of a troubled chat stays. */
import { describe, expect, it, vi } from 'vitest';
import { blobSource } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { composeFile, runsNow } from '../../lib/backup/saved.ts';
import { Fault } from '../../lib/base/fault.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { linesOf, rowsIn } from '../whatsapp/rows.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { PASSWORD, type Setting, setUp } from './setting.ts';

const ACCOUNT = { seed: 12, chats: 6, messages: 700, mediaMiB: 1 };
const truth = truthOf(ACCOUNT);
vi.setConfig({ testTimeout: 60_000 });

const run = async (setting: Setting, asked = {}) => {
  await setting.engine.start(asked);
  await setting.ended();
};

describe('a file', () => {
  it('holds the whole run beside one that was stopped after it, and the store keeps both', async () => {
    const setting = await setUp(ACCOUNT);
    await run(setting);
    let count = 0;
    await setting.reload((answers) => ({
      ...answers,
      async messages(question, signal) {
        if (++count === 3) await setting.engine.cancel();
        return answers.messages(question, signal);
      },
    }));
    await run(setting);
    expect((await runsNow(setting.db)).last).toMatchObject({ fault: { code: 'cancelled' }, saved: null });
    await setting.save();
    const history = await setting.file();
    expect(history.runs.map(({ report }) => report?.stopped)).toEqual([false, true]);
    const messages = await Promise.all(truth.chats.map(({ id }) => history.messages(id, 0, 10_000)));
    expect(messages.flat().length).toBe(truth.chats.flatMap(({ id }) => truth.messages(id)).length);
    await setting.save();
    expect(await setting.db.count('logs')).toBe(2);
  });

  it('keeps media that a later whole run could no longer have', async () => {
    const setting = await setUp(ACCOUNT);
    await run(setting);
    await setting.reload((answers) => ({ ...answers, openMedium: async () => ({ missing: 'expired' }) }));
    await run(setting, { full: true });
    const { last } = await runsNow(setting.db);
    expect(last).toMatchObject({ fault: null, report: { media: { kept: 0 } } });
    const history = await setting.file();
    expect(history.runs).toHaveLength(2);
    expect(await compareWithTruth(truth, history)).toEqual([]);
  });

  it('lets go of a run that a later one replaces in full', async () => {
    const setting = await setUp(ACCOUNT);
    await run(setting);
    const { last: first } = await runsNow(setting.db);
    await run(setting, { full: true });
    expect((await setting.file()).runs.map(({ number }) => number)).toEqual([2]);
    expect(await setting.db.count('logs')).toBe(1);
    // Its first index tells the number and the day of the one before, which is in another file.
    const { blob } = await composeFile(setting.db);
    const opened = await (await openArchive(blobSource(blob))).unlock({
      kind: 'password',
      password: PASSWORD,
    });
    expect(opened.runs[0]?.indexes[0]?.contents.previous).toEqual({ number: 1, start: first?.start });
    expect([opened.continues, opened.notes]).toEqual([true, []]);
  });

  it('is still to be saved when a run broke off with something in it', async () => {
    let die: () => unknown = () => {};
    let count = 0;
    const setting = await setUp(ACCOUNT, (answers) => ({
      ...answers,
      async openMedium(question, signal) {
        if (++count === 2) await die();
        return answers.openMedium(question, signal);
      },
    }));
    const died = new Promise<void>((resolve) => {
      die = async () => {
        await setting.kill();
        setting.keys.clear();
        resolve();
      };
    });
    await setting.engine.start();
    await died;
    await setting.ended();
    expect(await runsNow(setting.db)).toMatchObject({ last: { state: 'broken' }, unsaved: true });
  });
});

describe('a chat', () => {
  it('whose page fails on the way keeps what was read of it', async () => {
    const [big] = [...truth.chats].sort((a, b) => truth.messages(b.id).length - truth.messages(a.id).length);
    const id = big?.id ?? '';
    expect(truth.messages(id).length).toBeGreaterThan(250);
    const setting = await setUp(ACCOUNT, (answers) => ({
      ...answers,
      async messages(question, signal) {
        if (question.chat === id && question.before) throw new Error('no more today');
        return answers.messages({ ...question, count: 100 }, signal);
      },
    }));
    await run(setting);
    const { last } = await runsNow(setting.db);
    expect(last).toMatchObject({ fault: null, report: { completeness: { failed: 1 } } });
    const history = await setting.file();
    const entry = (await history.chats()).find((chat) => chat.id === id);
    expect(entry?.report).toMatchObject({ completeness: 'failed', reason: 'page-failed' });
    expect(entry?.count).toBeGreaterThan(99);
    const kept = await history.messages(id, 0, 10_000);
    const newest = truth.messages(id).slice(-kept.length);
    expect(new Set(kept.map((one) => one.id))).toEqual(new Set(newest.map((one) => one.id)));
  });

  it('with times and sizes no archive holds is read all the same, and the rest is verified', async () => {
    let changed = 0;
    const setting = await setUp(ACCOUNT, (answers) => ({
      ...answers,
      async messages(question, signal) {
        const found = await answers.messages(question, signal);
        const rows = rowsIn(found.rows).map((row, i) => {
          if (i === 0) changed++;
          return i === 0
            ? { ...row, t: 1.5 }
            : { ...row, ...(row.size ? { size: 0.5 } : {}), type: row.type ?? null };
        });
        return { ...found, rows: linesOf(rows), skipped: { ...found.skipped, __proto__x: 4 } };
      },
    }));
    await run(setting);
    const { last } = await runsNow(setting.db);
    expect(last).toMatchObject({ fault: null, report: { skipped: { unreadable: changed } } });
    expect(last?.verified?.messages).toBe(last?.report?.messages.kept);
  });
});

it('what the page says of its faults is not kept, and none of its codes stops a run', async () => {
  const said = 'words that only the page knows';
  const setting = await setUp(ACCOUNT, (answers) => {
    let count = 0;
    return {
      ...answers,
      async messages(question, signal) {
        if (question.chat === truth.chats[0]?.id) throw new Fault('disk-full', { what: said, [said]: 1 });
        if (++count > 4) throw new Fault('page-failed', { what: said });
        return answers.messages(question, signal);
      },
    };
  });
  await run(setting);
  const { last } = await runsNow(setting.db);
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });
  expect(last?.report?.completeness.failed).toBeGreaterThan(0);
  expect(JSON.stringify(await setting.db.getAll('logs'))).not.toContain(said);
});

it('an account without a chat is a backup too', async () => {
  const setting = await setUp(ACCOUNT, (answers) => ({
    ...answers,
    chats: async () => ({ items: [], nameless: 0, next: null }),
    pictures: async () => ({ items: [], nameless: 0, next: null }),
  }));
  await run(setting);
  expect((await runsNow(setting.db)).last).toMatchObject({
    fault: null,
    verified: { messages: 0, media: 0 },
  });
});
