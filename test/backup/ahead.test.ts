/** @file What was asked ahead and went wrong meanwhile: nothing of it is believed, and it costs nobody else. */
import { expect, it, vi } from 'vitest';
import { type LinkOptions, type PageLink, patientAsking } from '../../lib/backup/asking.ts';
import { runsNow } from '../../lib/backup/saved.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { FoundMessages } from '../../lib/bridge/protocol.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { type Change, setUp } from './setting.ts';

const ACCOUNT = { seed: 78, chats: 8, messages: 300, mediaMiB: 0.3 };
const truth = truthOf(ACCOUNT);
vi.setConfig({ testTimeout: 60_000 });

/** Every chat's first answer comes from a page that is locked just then: as if nothing were there. */
const blinking =
  (there: { state: 'locked' | 'still-syncing' | 'ready'; account: string | null }): Change =>
  (answers) => {
    const asked = new Set<string>();
    return {
      ...answers,
      async messages(question, signal) {
        const found = await answers.messages(question, signal);
        if (asked.has(question.chat)) return found;
        asked.add(question.chat);
        return { ...found, rows: new ArrayBuffer(0), given: { rows: 0, newest: 0 }, older: null, there };
      },
    };
  };

it.each([
  { state: 'locked', account: null },
  { state: 'still-syncing', account: null },
  { state: 'ready', account: '4912345678@c.us' },
] as const)('an end that was told while the page was %j is no end', async (there) => {
  const setting = await setUp(ACCOUNT, blinking(there));
  await setting.engine.start();
  await setting.ended();
  expect((await runsNow(setting.db)).last).toMatchObject({ fault: null, report: { stopped: false } });
  expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
});

it('a chat that cannot be concluded ends the run before the rest is read for nothing', async () => {
  const chats = new Set<string>();
  const setting = await setUp({ ...ACCOUNT, chats: 40, messages: 400 }, (answers) => ({
    ...answers,
    async messages(question, signal) {
      chats.add(question.chat);
      await new Promise((resolve) => setTimeout(resolve, 60)); // a commit is due after 300 ms
      return answers.messages(question, signal);
    },
    witness() {
      throw new Fault('page-failed');
    },
  }));
  const seal = crypto.subtle.encrypt.bind(crypto.subtle);
  const broken = vi.spyOn(crypto.subtle, 'encrypt').mockImplementation((...asked) => {
    if (chats.size > 3) throw new RangeError('no memory');
    return seal(...asked);
  });
  await setting.engine.start();
  await setting.ended();
  broken.mockRestore();
  expect((await runsNow(setting.db)).last).toMatchObject({ fault: { code: 'unexpected' } });
  expect(chats.size).toBeLessThan(30);
});

const sizes = [...truth.media.values()].map(({ size }) => size).sort((a, b) => a - b);
const half = sizes[Math.floor(sizes.length / 2)] ?? 0;

it('a large file that is taken back takes no small one with it that was not committed yet', async () => {
  const spoil: Change = (answers) => ({
    ...answers,
    async readMedium(question, signal) {
      const { bytes } = await answers.readMedium(question, signal);
      return { bytes: new ArrayBuffer(bytes.byteLength) };
    },
  });
  const setting = await setUp(ACCOUNT, spoil, undefined, { limits: { atOnce: half } });
  await setting.engine.start();
  await setting.ended();
  const history = await setting.file();
  expect(history.notes).toEqual([]);
  const small = sizes.filter((size) => size <= half);
  const { last } = await runsNow(setting.db);
  expect(last?.report?.media).toMatchObject({
    kept: small.length,
    bytes: small.reduce((sum, size) => sum + size, 0),
  });
  const wrong = [...truth.missing.values()].filter((reason) => reason === 'hash-mismatch');
  expect(last?.report?.missing['hash-mismatch']).toBe(sizes.length - small.length + wrong.length);
  for (const [sha256, { size }] of truth.media) {
    if (size <= half) expect(await history.medium(sha256)).not.toBeNull();
    else expect(await history.missing(sha256)).toMatchObject({ reason: 'hash-mismatch' });
  }
});

it('files that turn out larger than what comes at once are all kept', async () => {
  const setting = await setUp(ACCOUNT, (answers) => ({
    ...answers,
    openMedium: (question, signal) => answers.openMedium({ ...question, atOnce: half }, signal),
  }));
  await setting.engine.start();
  await setting.ended();
  expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
  expect((await runsNow(setting.db)).last?.report?.media.kept).toBe(truth.media.size);
});

it('media beside one that takes its document down are not given up with it', async () => {
  const asked: string[] = [];
  let visit = 1;
  const open = new Set<() => void>();
  const link = {
    visit: () => visit,
    change: async () => {},
    ask(name: string, question: { filehash?: string }, { visit: only }: LinkOptions = {}) {
      if (only !== undefined && only !== visit) return Promise.reject(new Fault('disconnected'));
      if (name === 'hello')
        return Promise.resolve({
          state: 'ready',
          account: null,
          version: '1',
          capabilities: {},
          synced: true,
        });
      asked.push(question.filehash ?? '');
      return new Promise((resolve, reject) => {
        const lost = () => reject(new Fault('disconnected'));
        open.add(lost);
        setTimeout(
          () => {
            open.delete(lost);
            if (question.filehash !== 'culprit') return resolve({ missing: 'expired' });
            visit++;
            for (const one of [lost, ...open]) one();
            open.clear();
          },
          question.filehash === 'culprit' ? 1 : 20,
        );
      });
    },
  } as unknown as PageLink;
  const { signal } = new AbortController();
  const asking = patientAsking({ link, signal, checkAccount: async () => {}, waiting: () => {} });
  await asking.ready();
  const outcomes = await Promise.allSettled(
    ['a', 'culprit', 'b', 'c'].map((filehash) => asking.ask('openMedium', { filehash } as never)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(asked.filter((one) => one === 'culprit')).toHaveLength(3);
});

it.each([
  ['fails', async () => Promise.reject(new Fault('page-failed'))],
  ['is of another place', async (found: FoundMessages) => ({ ...found, from: 'elsewhere' })],
  ['says no place', async ({ from: _, ...found }: FoundMessages) => found],
])('a page asked for as the one after another that %s is asked for again', async (_, change) => {
  let after = 0;
  const setting = await setUp({ ...ACCOUNT, chats: 3, messages: 400 }, (answers) => ({
    ...answers,
    async messages(question, signal) {
      const found = await answers.messages({ ...question, count: 40 }, signal);
      if (!question.after) return found;
      after++;
      return change(found);
    },
  }));
  await setting.engine.start();
  await setting.ended();
  expect(after).toBeGreaterThan(3);
  expect((await runsNow(setting.db)).last).toMatchObject({ fault: null, report: { stopped: false } });
  const all = truthOf({ ...ACCOUNT, chats: 3, messages: 400 });
  expect(await compareWithTruth(all, await setting.file())).toEqual([]);
});
