/** @file The account leaves in mid-run: a log-out, a lock, another account. Each stops the run by its name, and the next run has the rest. */
import { expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import type { Hello } from '../../lib/bridge/protocol.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { type Change, setUp } from './setting.ts';

const ACCOUNT = { seed: 77, chats: 8, messages: 300, mediaMiB: 0.3 };
const truth = truthOf(ACCOUNT);
vi.setConfig({ testTimeout: 60_000 });

const LEAVING: readonly [string, Partial<Hello>][] = [
  ['not-logged-in', { state: 'not-logged-in', account: null }],
  ['locked', { state: 'locked', account: null }],
  ['account-changed', { account: { id: '4912345678@c.us', lid: null, name: 'Someone else' } }],
];

/** After so many answers the page says something else of itself, and every chat seems to end where it is. */
function leaving(after: number, words: Partial<Hello>): Change {
  let count = 0;
  const gone = () => count >= after;
  return (answers) => ({
    ...answers,
    hello: async (...asked) => ({ ...(await answers.hello(...asked)), ...(gone() ? words : {}) }),
    async messages(question, signal) {
      const found = await answers.messages({ ...question, count: 30 }, signal);
      count++;
      if (!gone()) return found;
      const there = {
        state: words.state ?? found.there.state,
        account: words.account === undefined ? found.there.account : (words.account?.id ?? null),
      };
      return { ...found, rows: new ArrayBuffer(0), older: null, there };
    },
    async openMedium(question, signal) {
      count++;
      return gone() ? { missing: 'failed' } : answers.openMedium(question, signal);
    },
  });
}

it.each(LEAVING.flatMap(([code, words]) => [4, 30].map((after) => [code, after, words] as const)))(
  '%s after %i answers',
  async (code, after, words) => {
    const setting = await setUp(ACCOUNT, leaving(after, words));
    await setting.engine.start();
    await setting.ended();
    const { last } = await runsNow(setting.db);
    expect(last).toMatchObject({ fault: { code }, report: { stopped: true } });
    expect(last?.verified?.messages).toBe(last?.report?.messages.kept);
    await setting.reload((answers) => answers);
    await setting.engine.start();
    await setting.ended();
    await setting.save();
    const history = await setting.file();
    expect(await compareWithTruth(truth, history)).toEqual([]);
    expect(history.notes).toEqual([]);
  },
);
