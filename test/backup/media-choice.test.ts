/** @file Which media a run takes, and a later run that tries those that are missing. */
import { expect, it, vi } from 'vitest';
import { MEDIUM_MOST, mediaChoice } from '../../lib/backup/plan.ts';
import { runsNow } from '../../lib/backup/saved.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { type Setting, setUp } from './setting.ts';

const ACCOUNT = { seed: 12, chats: 6, messages: 700, mediaMiB: 1 };
const truth = truthOf(ACCOUNT);
const images = [...truth.media.values()]
  .filter(({ type }) => type.startsWith('image/jp'))
  .map(({ size }) => size);
/** Half of the pictures are larger. */
const limit = images.sort((a, b) => a - b)[Math.floor(images.length / 2)] ?? 0;
vi.setConfig({ testTimeout: 60_000 });

it('takes files of the kinds and sizes asked for, names the others, and gets them when asked again', async () => {
  const setting = await setUp(ACCOUNT);
  await setting.engine.start({ media: { limit, kinds: ['image', 'ptt'] } });
  await setting.ended();
  const first = (await runsNow(setting.db)).last?.report;
  expect(first?.missing['left-out']).toBeGreaterThan(0);
  expect(first?.missing['too-large']).toBeGreaterThan(0);
  expect(first?.media.kept).toBeGreaterThan(0);
  const history = await setting.file();
  for (const [sha256, { size }] of truth.media) {
    if ((await history.medium(sha256)) === null) continue;
    expect(size).toBeLessThanOrEqual(limit);
  }
  await setting.engine.start({ missing: true });
  await setting.ended();
  await setting.save();
  const second = await setting.file();
  for (const sha256 of truth.media.keys()) expect(await second.medium(sha256), sha256).not.toBeNull();
  const { last } = await runsNow(setting.db);
  expect(last?.report?.media.kept).toBe(truth.media.size - (first?.media.kept ?? 0));
  expect(last?.report?.messages.kept).toBe(0);
});

it('names how often it tried', async () => {
  const setting = await setUp(ACCOUNT);
  await setting.engine.start();
  await setting.ended();
  const history = await setting.file();
  const reasons = [...truth.missing].filter(([, reason]) => reason === 'failed' || reason === 'expired');
  expect(reasons.length).toBeGreaterThan(1);
  for (const [sha256, reason] of reasons)
    expect(await history.missing(sha256)).toMatchObject({ reason, tries: reason === 'failed' ? 3 : 1 });
});

it('goes on without a file that takes the tab down each time it is asked for', async () => {
  const [large = ''] = truth.media.keys();
  let asked = 0;
  const setting: Setting = await setUp(ACCOUNT, (answers) => ({
    ...answers,
    openMedium(question, signal) {
      if (Buffer.from(question.filehash, 'base64').toString('hex') !== large)
        return answers.openMedium(question, signal);
      asked++;
      void setting.reload();
      return new Promise(() => {});
    },
  }));
  await setting.engine.start();
  await setting.ended();
  expect(asked).toBe(3);
  const history = await setting.file();
  expect(await history.missing(large)).toMatchObject({ reason: 'failed' });
  for (const sha256 of truth.media.keys())
    if (sha256 !== large) expect(await history.medium(sha256), sha256).not.toBeNull();
});

it.each([
  [{}, { limit: 2 ** 28, kinds: null }],
  [{ limit: -1 }, { limit: 2 ** 28, kinds: null }],
  [{ limit: 2 ** 40 }, { limit: MEDIUM_MOST, kinds: null }],
  [
    { limit: 5, kinds: ['video', 'nonsense' as 'video'] },
    { limit: 5, kinds: ['video'] },
  ],
])('the choice %j is %j', (asked, expected) => expect(mediaChoice(asked as object)).toEqual(expected));
