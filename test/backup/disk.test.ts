/** @file The store fails at its door, at each put in turn: a full disk and a broken one are named, and nothing is lost. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import type { FaultCode } from '../../lib/base/fault.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { Random } from '../whatsapp-web/data/random.ts';
import { NEWEST } from '../whatsapp-web/data/slot.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import type { Door } from './door.ts';
import { type Setting, setUp } from './setting.ts';

const ACCOUNT = { seed: 55, chats: 5, messages: 120, mediaMiB: 0.2 };
const truth = truthOf(ACCOUNT);
const POINTS = 14;

vi.setConfig({ testTimeout: 240_000 });
// Commits that come with the time would make every put another one on a busy machine.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: (NEWEST + 86_400) * 1000 }));
afterAll(() => void vi.useRealTimers());

/** What an attempt came to: a fault's code, null where all went well; `open` where the run waits for room. */
async function attempt(setting: Setting, asked: object): Promise<FaultCode | 'open' | null> {
  try {
    await setting.engine.start(asked);
  } catch (thrown) {
    return (thrown as { code: FaultCode }).code;
  }
  await setting.ended();
  const { open, last } = await runsNow(setting.db);
  return open ? 'open' : (last?.fault?.code ?? null);
}

it('is named at every point, and the next run goes on after it', async () => {
  const door: Door = { count: 0, fails: null };
  const setting = await setUp(ACCOUNT, undefined, undefined, { door });
  const random = new Random(55, 'disk');
  expect(await attempt(setting, {})).toBeNull();
  const puts = door.count;
  expect(puts).toBeGreaterThan(100);
  let told = 0;
  for (let point = 0; point < POINTS; point++) {
    const at = random.between(1, Math.floor(puts / POINTS)) + Math.floor((point * puts) / POINTS);
    const name = random.pick(['QuotaExceededError', 'QuotaExceededError', 'UnknownError']);
    const forGood = random.chance(0.4);
    door.count = 0;
    door.fails = (put) => (put === at || (forGood && put > at) ? name : null);
    const code = await attempt(setting, { full: true });
    const reached = door.count >= at;
    door.fails = null;
    // What was left open goes on once there is room again: the alarm sees to it.
    if ((await runsNow(setting.db)).open) {
      await setting.ended();
      expect((await runsNow(setting.db)).open).toBeNull();
    }
    if (!reached || code === null) continue; // a put that only tidies up may fail
    const named = name === 'UnknownError' ? 'store-failed' : 'disk-full';
    expect([at, name, code]).toEqual([at, name, forGood && code === 'open' ? 'open' : named]);
    told++;
  }
  expect(told).toBeGreaterThan(POINTS / 2);
  expect(await attempt(setting, {})).toBeNull();
  await setting.save();
  const history = await setting.file();
  expect(await compareWithTruth(truth, history)).toEqual([]);
  expect(history.notes.filter(({ code }) => code !== 'run-unfinished')).toEqual([]);
});
