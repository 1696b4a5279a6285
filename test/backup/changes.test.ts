/** @file What may happen to an account between two runs, and during one: the union of the runs is the account, each message once. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import type { History } from '../../lib/model/history.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import type { Report } from '../../lib/model/report.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import type { StoredRow } from '../whatsapp-web/data/row.ts';
import { NEWEST } from '../whatsapp-web/data/slot.ts';
import { keyText } from '../whatsapp-web/data/value.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { mayGrow, moment } from './moments.ts';
import { type Setting, setUp } from './setting.ts';

const ACCOUNT = { seed: 33, chats: 10, messages: 600, mediaMiB: 1 };
const truth = truthOf(ACCOUNT);
const ALL = truth.chats.flatMap(({ id }) => truth.messages(id));
const DAY = 86_400;
const NOW = (NEWEST + DAY) * 1000;

vi.setConfig({ testTimeout: 60_000 });
// The account's newest message is a fixed moment: the window is counted back from the day after.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
afterAll(() => void vi.useRealTimers());

async function run(setting: Setting, asked = {}): Promise<Report> {
  await setting.engine.start(asked);
  await setting.ended();
  const { last } = await runsNow(setting.db);
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });
  if (!last?.report) throw new Error('no report');
  return last.report;
}

async function find(history: History, { id, chat }: MessageRecord): Promise<MessageRecord | undefined> {
  return (await history.messages(chat, 0, 10_000)).find((record) => record.id === id);
}

const texts = ALL.filter(({ type, row }) => type === 'chat' && typeof row.body === 'string');
const young = texts.findLast(({ t }) => t > NEWEST - 20 * DAY) as MessageRecord;
const old = texts.find(({ t }) => t < NEWEST - 60 * DAY) as MessageRecord;

/** One message as it is from now on; null: gone. */
const changed = (record: MessageRecord, to: (row: StoredRow) => StoredRow | null) =>
  moment({ row: (row) => (keyText(row.key) === record.id ? to(row) : row) });

const edited = (row: StoredRow): StoredRow => ({ ...row, fields: { ...row.fields, body: 'edited since' } });

describe('a message', () => {
  it('that was edited within the window is there as it is now, and as it was', async () => {
    const setting = await setUp(ACCOUNT);
    await run(setting);
    await setting.reload(undefined, changed(young, edited));
    const report = await run(setting);
    expect(report).toMatchObject({ messages: { kept: 1 }, incremental: { added: 0, changed: 1 } });
    expect((await find(await setting.file(), young))?.row.body).toBe('edited since');
  });

  it('that was edited outside the window is left as it was, and the report says from when on it looked', async () => {
    const setting = await setUp(ACCOUNT);
    await run(setting);
    await setting.reload(undefined, changed(old, edited));
    const { messages, incremental } = await run(setting);
    expect(messages.kept).toBe(0);
    expect(incremental?.since).toBe(NOW / 1000 - 30 * DAY);
    expect((await find(await setting.file(), old))?.row.body).toBe(old.row.body);
    // A wider window is more than the marks were made for: everything is read, nothing twice.
    const wider = await run(setting, { days: 3650 });
    expect(wider.incremental).toBeUndefined();
    expect((await find(await setting.file(), old))?.row.body).toBe('edited since');
  });

  it('that is revoked says so; one that is gone stays', async () => {
    const setting = await setUp(ACCOUNT);
    await run(setting);
    const revoke = (row: StoredRow): StoredRow => {
      const { body: _, ...fields } = row.fields;
      return { ...row, type: 'revoked', subtype: 'sender', fields };
    };
    await setting.reload(undefined, changed(young, revoke));
    expect(await run(setting)).toMatchObject({ incremental: { added: 0, changed: 1 } });
    expect(await find(await setting.file(), young)).toMatchObject({ type: 'revoked' });
    await setting.reload(
      undefined,
      changed(young, () => null),
    );
    expect(await run(setting)).toMatchObject({ messages: { kept: 0 } });
    expect(await find(await setting.file(), young)).toMatchObject({ type: 'revoked' });
  });
});

describe('an account', () => {
  it('that moves while it is read is whole with the next run', async () => {
    let count = 0;
    let hidden = 4;
    const setting = await setUp(
      ACCOUNT,
      (answers) => ({
        ...answers,
        async messages(question, signal) {
          if (++count % 3 === 0) hidden = Math.max(0, hidden - 1);
          return answers.messages({ ...question, count: Math.min(question.count, 30) }, signal);
        },
      }),
      moment({
        newer: (_, places) => Math.min(places, hidden * 5),
        older: (chat) => (mayGrow(chat) ? hidden * 3 : 0),
      }),
    );
    await run(setting);
    await setting.reload(undefined, () => {});
    await run(setting);
    const history = await setting.file();
    expect(await compareWithTruth(truth, history)).toEqual([]);
    expect(history.notes).toEqual([]);
  });

  it('whose chat vanishes on the way loses nothing of it that was read', async () => {
    const [big] = [...truth.chats].sort((a, b) => truth.messages(b.id).length - truth.messages(a.id).length);
    const setting = await setUp(ACCOUNT, (answers) => ({
      ...answers,
      async messages(question, signal) {
        if (question.chat === big?.id && question.before !== null) throw new Error('chat is gone');
        return answers.messages({ ...question, count: 40 }, signal);
      },
    }));
    expect(await run(setting)).toMatchObject({ completeness: { failed: 1 } });
    await setting.reload((answers) => ({
      ...answers,
      async chats(question, signal) {
        const page = await answers.chats(question, signal);
        return { ...page, items: page.items.filter(({ id }) => id !== big?.id) };
      },
    }));
    await run(setting);
    const history = await setting.file();
    expect((await history.messages(big?.id ?? '', 0, 10_000)).length).toBeGreaterThan(30);
    await setting.reload((answers) => answers);
    await run(setting);
    expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
  });

  it.each([-400 * DAY, 4000 * DAY])('is whole although the clock went by %i seconds', async (seconds) => {
    const setting = await setUp(ACCOUNT, undefined, moment({ newer: (_, places) => Math.floor(places / 5) }));
    const first = await run(setting);
    await setting.reload(undefined, () => {});
    vi.setSystemTime(NOW + seconds * 1000);
    const { incremental } = await run(setting);
    vi.setSystemTime(NOW);
    expect(incremental?.added).toBe(ALL.length - first.messages.kept);
    const third = await run(setting);
    expect(third.incremental?.added).toBe(0);
    expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
  });
});

describe('marks', () => {
  it('that are lost cost a whole reading, and no medium is fetched again', async () => {
    const setting = await setUp(ACCOUNT);
    const first = await run(setting);
    const [name] = (await setting.db.getAllKeys('values')).filter((key) => key.startsWith('marks/'));
    await setting.db.delete('values', name ?? '');
    const second = await run(setting);
    expect(second.incremental).toBeUndefined();
    expect(second.messages.kept).toBe(ALL.length);
    expect(second.media.kept).toBe(0);
    const history = await setting.file();
    expect(history.runs).toHaveLength(2);
    expect(await compareWithTruth(truth, history)).toEqual([]);
    expect(first.media.kept).toBe(truth.media.size);
  });

  it('tell nobody a chat, a number or an order', async () => {
    const setting = await setUp(ACCOUNT);
    await run(setting);
    const names = await setting.db.getAllKeys('values');
    const values = await setting.db.getAll('values');
    const marks = values[names.findIndex((name) => name.startsWith('marks/'))] as { heads: Uint8Array };
    const tags = Array.from({ length: marks.heads.length / 16 }, (_, i) =>
      Buffer.from(marks.heads.subarray(i * 16, i * 16 + 16)).toString('base64url'),
    );
    expect(tags).toEqual([...tags].sort());
    expect(tags.length).toBeGreaterThan(100);
    const stored = names.join() + values.map((value) => JSON.stringify(value)).join();
    for (const { id } of truth.chats) expect(stored).not.toContain(id.split('@')[0]);
  });
});

describe('a medium', () => {
  it('that came late is taken within the window, and everywhere when that is asked for', async () => {
    const setting = await setUp(ACCOUNT, (answers) => ({
      ...answers,
      openMedium: async () => ({ missing: 'expired' }),
    }));
    expect((await run(setting)).media.kept).toBe(0);
    await setting.reload((answers) => answers);
    const second = await run(setting);
    expect(second).toMatchObject({ messages: { kept: 0 } });
    expect(second.media.kept).toBeGreaterThan(0);
    expect(second.media.kept).toBeLessThan(truth.media.size);
    const third = await run(setting, { missing: true });
    expect(third).toMatchObject({ messages: { kept: 0 } });
    expect(second.media.kept + third.media.kept).toBe(truth.media.size);
    expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
  });
});
