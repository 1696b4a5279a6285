/** @file A second run reads what is new and what changed: nothing twice, nothing missed, whatever happened to the chats meanwhile. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import type { Report } from '../../lib/model/report.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { rowsIn } from '../whatsapp/rows.ts';
import { NEWEST } from '../whatsapp-web/data/slot.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { mayGrow, moment } from './moments.ts';
import { type Setting, setUp } from './setting.ts';

const ACCOUNT = { seed: 21, chats: 12, messages: 700, mediaMiB: 1 };
const truth = truthOf(ACCOUNT);
const ALL = truth.chats.flatMap(({ id }) => truth.messages(id));
const DAY = 86_400;

vi.setConfig({ testTimeout: 60_000 });
// The account's newest message is a fixed moment: the window is counted back from the day after.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: (NEWEST + DAY) * 1000 }));
afterAll(() => void vi.useRealTimers());

const run = async (setting: Setting, asked = {}): Promise<Report> => {
  await setting.engine.start(asked);
  await setting.ended();
  const { last } = await runsNow(setting.db);
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });
  expect(last?.verified?.messages).toBe(last?.report?.messages.kept);
  if (!last?.report) throw new Error('no report');
  return last.report;
};

/** Messages sealed in all runs of the file, every copy counted. */
async function copies(setting: Setting): Promise<number> {
  const { runs } = await setting.file();
  return runs.reduce((sum, { report }) => sum + (report?.messages.kept ?? 0), 0);
}

describe('a second run', () => {
  it('reads next to nothing where nothing happened', async () => {
    let rows = 0;
    const setting = await setUp(ACCOUNT, (answers) => ({
      ...answers,
      async messages(question, signal) {
        const found = await answers.messages(question, signal);
        rows += rowsIn(found.rows).length;
        return found;
      },
    }));
    const first = await run(setting);
    expect(first.incremental).toBeUndefined();
    const all = rows;
    rows = 0;
    const second = await run(setting);
    expect(second).toMatchObject({
      messages: { found: expect.any(Number), kept: 0 },
      media: { found: 0, kept: 0 },
      incremental: { after: 1, added: 0, changed: 0 },
    });
    expect(rows).toBeLessThan(all);
    expect(await copies(setting)).toBe(ALL.length);
    const history = await setting.file();
    expect(await compareWithTruth(truth, history)).toEqual([]);
    expect(history.runs).toHaveLength(2);
  });

  it('takes what came since, newer and older, once each, and the media with it', async () => {
    const setting = await setUp(
      ACCOUNT,
      undefined,
      moment({
        newer: (chat, places) => (chat.index % 4 === 3 ? places : Math.min(places, chat.index * 7)),
        older: (chat, places) => (mayGrow(chat) ? Math.floor(places / 4) : 0),
      }),
    );
    const first = await run(setting);
    await setting.reload(undefined, () => {});
    const second = await run(setting);
    expect(first.messages.kept).toBeLessThan(ALL.length - 100);
    expect(second.incremental?.changed).toBe(0);
    expect(second.incremental?.added).toBe(ALL.length - first.messages.kept);
    expect(first.media.kept + second.media.kept).toBe(truth.media.size);
    expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
    expect(await copies(setting)).toBe(ALL.length);
  });
});
