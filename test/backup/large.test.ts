/** @file Files of several slices, of which the next one's are on their way: what breaks off among them costs nothing but time. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { LIMITS } from '../../lib/backup/messages.ts';
import { SLICE } from '../../lib/backup/opening.ts';
import { runsNow } from '../../lib/backup/saved.ts';
import { Fault } from '../../lib/base/fault.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { NEWEST } from '../whatsapp-web/data/slot.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { type Change, setUp } from './setting.ts';

const ACCOUNT = { seed: 5, chats: 4, messages: 60, mediaMiB: 26 };
const MIB = 1024 * 1024;
const AT_ONCE = LIMITS.atOnce;
const truth = truthOf(ACCOUNT);

vi.setConfig({ testTimeout: 240_000 });
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: (NEWEST + 86_400) * 1000 }));
afterAll(() => void vi.useRealTimers());

/** Handles as the page gave them out and was told to let them go, and questions by name. */
function watched(change: Change = (answers) => answers) {
  const seen = { opened: new Set<number>(), closed: new Set<number>(), slices: 0, opens: 0 };
  const watching: Change = (given) => {
    const answers = change(given);
    return {
      ...answers,
      async openMedium(question, signal) {
        seen.opens++;
        const answer = await answers.openMedium(question, signal);
        if ('handle' in answer) seen.opened.add(answer.handle);
        return answer;
      },
      async readMedium(question, signal) {
        seen.slices++;
        return answers.readMedium(question, signal);
      },
      async closeMedium(question, signal) {
        seen.closed.add(question.handle);
        return answers.closeMedium(question, signal);
      },
    };
  };
  return { seen, watching };
}

it('there are such files', () => {
  const large = [...truth.media.values()].filter(({ size }) => size > 3 * MIB);
  expect(large.length).toBeGreaterThan(2);
});

it('each is read once, and everything that was opened is closed', async () => {
  const { seen, watching } = watched();
  const setting = await setUp(ACCOUNT, watching);
  await setting.engine.start();
  await setting.ended();
  expect((await runsNow(setting.db)).last).toMatchObject({ fault: null, state: 'sealed' });
  expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
  expect(seen.opened.size).toBeGreaterThan(2);
  await expect.poll(() => [...seen.closed].sort()).toEqual([...seen.opened].sort());
  const large = [...truth.media.values()].filter(({ size }) => size > AT_ONCE);
  expect(seen.opened.size).toBe(large.length);
  expect(seen.slices).toBe(large.reduce((sum, { size }) => sum + Math.ceil(size / SLICE), 0));
});

it.each(['worker', 'document', 'browser'] as const)('the %s ends among their slices', async (victim) => {
  const due = new Set([2, 10, 18]);
  let slices = 0;
  let done = 0;
  const setting = await setUp(ACCOUNT, (answers) => ({
    ...answers,
    async readMedium(question, signal) {
      const answer = await answers.readMedium(question, signal);
      if (due.delete(++slices)) {
        done++;
        if (victim === 'browser') setting.keys.clear();
        if (victim !== 'document') await setting.kill();
        if (victim !== 'worker') await setting.reload();
      }
      return answer;
    },
  }));
  const isWhole = async () => {
    const { open, last } = await runsNow(setting.db);
    return !open && last?.state === 'sealed' && last.fault === null;
  };
  while (!(await isWhole())) {
    const { open } = await runsNow(setting.db);
    if (!open) await setting.engine.start().catch(() => {});
    await Promise.race([setting.ended(), new Promise((later) => setTimeout(later, 2_000))]);
  }
  expect(done).toBe(3);
  const history = await setting.file();
  expect(await compareWithTruth(truth, history)).toEqual([]);
  expect(history.notes.filter(({ code }) => code !== 'run-unfinished')).toEqual([]);
});

it('one that the page let go before its turn is opened again', async () => {
  const gone = new Map<string, number>();
  const { seen, watching } = watched((answers) => ({
    ...answers,
    async openMedium(question, signal) {
      const answer = await answers.openMedium(question, signal);
      if ('handle' in answer && question.beside && !gone.has(question.filehash))
        gone.set(question.filehash, answer.handle);
      return answer;
    },
    async readMedium(question, signal) {
      if (question.offset > 2 * MIB && [...gone.values()].includes(question.handle))
        throw new Fault('page-failed', { what: 'medium is closed' });
      return answers.readMedium(question, signal);
    },
  }));
  const setting = await setUp(ACCOUNT, watching);
  await setting.engine.start();
  await setting.ended();
  expect(gone.size).toBeGreaterThan(1);
  expect(seen.opens).toBeGreaterThan(truth.media.size);
  expect((await runsNow(setting.db)).last?.verified?.media).toBe(truth.media.size);
  expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
});

it('one that fails once costs the one beside it nothing', async () => {
  const large = new Set<number>();
  let failed = 0;
  const { seen, watching } = watched((answers) => ({
    ...answers,
    async openMedium(question, signal) {
      const answer = await answers.openMedium(question, signal);
      if ('handle' in answer && question.beside && answer.size > 3 * SLICE) large.add(answer.handle);
      return answer;
    },
    async readMedium(question, signal) {
      const isBeside = () => large.size > 0 && !large.has(question.handle);
      for (let i = 0; i < 10 && failed === 0 && !isBeside(); i++)
        await new Promise((later) => setTimeout(later, 10)); // until the next one has come
      if (failed === 0 && isBeside()) {
        failed = question.handle;
        throw new Fault('page-failed');
      }
      return answers.readMedium(question, signal);
    },
  }));
  const setting = await setUp(ACCOUNT, watching, undefined, { limits: { atOnce: 1000 } });
  await setting.engine.start();
  await setting.ended();
  expect(failed).not.toBe(0);
  expect((await runsNow(setting.db)).last?.verified?.media).toBe(truth.media.size);
  // Of what was opened one was opened twice: for it nothing was let go.
  expect(seen.opened.size).toBe(1 + [...truth.media.values()].filter(({ size }) => size > 1000).length);
});
