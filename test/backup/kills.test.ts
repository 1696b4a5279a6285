/** @file Kills at seeded points: of the worker, the document, the tab, the browser. What all runs hold together is the account, each message once. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { Random } from '../whatsapp-web/data/random.ts';
import { NEWEST } from '../whatsapp-web/data/slot.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { mayGrow, moment } from './moments.ts';
import { type Change, type Setting, setUp } from './setting.ts';

const KILLS = 40;
const SCENES = 5;
const DAY = 86_400;
/** Answers between two kills, at most. */
const REACH = 30;
/** Some files come with the answer to their opening, others in slices. */
const AT_ONCE = 5_500;

vi.setConfig({ testTimeout: 240_000 });
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: (NEWEST + DAY) * 1000 }));
afterAll(() => void vi.useRealTimers());

type Victim = 'worker' | 'document' | 'tab' | 'browser';
const VICTIMS: readonly Victim[] = ['worker', 'worker', 'document', 'tab', 'browser', 'browser'];

const tally = { kills: 0, lost: 0, doubled: 0 };
const victims: Partial<Record<Victim, number>> = {};

/** Waits until a kill is due, at an answer of any kind, before or after it is given. */
function trap(random: Random) {
  let left = 0;
  let due: (() => unknown) | null = null;
  const wrap =
    <A extends unknown[], R>(answer: (...asked: A) => Promise<R>) =>
    async (...asked: A): Promise<R> => {
      const now = due !== null && --left === 0 ? due : null;
      if (now) due = null;
      const isBefore = random.chance(0.5);
      if (now && isBefore) await now();
      try {
        return await answer(...asked);
      } finally {
        if (now && !isBefore) setTimeout(now, random.between(0, 12)); // while it is sealed or stored
      }
    };
  const change: Change = (answers) => ({
    ...answers,
    hello: wrap(answers.hello),
    chats: wrap(answers.chats),
    contacts: wrap(answers.contacts),
    messages: wrap(async (question, signal) =>
      answers.messages({ ...question, count: Math.min(question.count, 40) }, signal),
    ),
    oldest: wrap(answers.oldest),
    openMedium: wrap(answers.openMedium),
    readMedium: wrap(answers.readMedium),
    closeMedium: wrap(answers.closeMedium),
  });
  return {
    change,
    set(after: number, then: () => unknown) {
      left = after;
      due = then;
    },
    off() {
      due = null;
    },
  };
}

/** Told when a worker dies: what it had promised comes to nothing. */
const deaths = new Set<() => void>();

async function kill(setting: Setting, victim: Victim): Promise<void> {
  if (victim === 'document') return setting.reload();
  if (victim === 'tab') {
    setting.closeTab();
    setTimeout(() => void setting.reload(), 30);
    return;
  }
  if (victim === 'browser') {
    setting.closeTab();
    setting.keys.clear();
  }
  await setting.kill();
  for (const tell of deaths) tell();
  deaths.clear();
  if (victim === 'browser') await setting.reload();
}

/** Faults of a start at whose moment the page or the worker was not there: it is tried again. */
const AGAIN = [
  'no-tab',
  'disconnected',
  'already-running',
  'page-loading',
  'reload-needed',
  'store-failed',
  'unexpected',
];

/** Starts, and goes on as alarms and relay make the background go on, until a run has come to its end by itself. */
async function untilWhole(setting: Setting, asked: object): Promise<void> {
  const dead = () => new Promise<void>((resolve) => deaths.add(resolve));
  for (;;) {
    const { open, last } = await runsNow(setting.db);
    const number = last?.number ?? 0;
    if (!open)
      await Promise.race([
        dead(),
        setting.engine.start(asked).catch((fault: { code: string }) => expect(AGAIN).toContain(fault.code)),
      ]);
    await Promise.race([dead(), setting.ended()]);
    const now = await runsNow(setting.db);
    const isWhole = now.last?.state === 'sealed' && now.last.fault === null;
    if (!now.open && isWhole && (now.last?.number ?? 0) > number - (open ? 1 : 0)) return;
    await new Promise((later) => setTimeout(later, 10));
  }
}

it.each(Array.from({ length: SCENES }, (_, scene) => scene))('scene %i', async (scene) => {
  const account = { seed: 100 + scene, chats: 8, messages: 260, mediaMiB: 0.3 };
  const truth = truthOf(account);
  const random = new Random(scene, 'kills');
  const set = trap(random);
  const setting = await setUp(
    account,
    set.change,
    moment({
      newer: (chat, places) => (chat.index === 2 ? places : Math.floor(places / 6)),
      older: (chat, places) => (mayGrow(chat) ? Math.floor(places / 5) : 0),
    }),
    { limits: { atOnce: AT_ONCE } },
  );
  let left = KILLS / SCENES;
  const next = () => {
    if (left === 0) return;
    set.set(random.between(1, REACH), async () => {
      const victim = random.pick(VICTIMS);
      left--;
      tally.kills++;
      victims[victim] = (victims[victim] ?? 0) + 1;
      await kill(setting, victim);
      if (left !== KILLS / SCENES / 2) next(); // the second half is for the run that reads what is new
    });
  };
  next();
  while (left > KILLS / SCENES / 2) await untilWhole(setting, { full: true });
  await untilWhole(setting, {});
  await setting.reload(undefined, () => {});
  next();
  while (left > 0) await untilWhole(setting, {});
  set.off();
  await untilWhole(setting, {});

  const history = await setting.file();
  for (const { id } of truth.chats) {
    const ids = (await history.messages(id, 0, 100_000)).map((record) => record.id);
    const wanted = new Set(truth.messages(id).map((record) => record.id));
    tally.doubled += ids.length - new Set(ids).size;
    tally.lost += [...wanted].filter((one) => !ids.includes(one)).length;
  }
  expect(await compareWithTruth(truth, history)).toEqual([]);
  expect(history.notes.filter(({ code }) => code !== 'run-unfinished')).toEqual([]);
});

it('40 kills', () => {
  // Offscreen page and popup are no part of the engine: test/e2e/kills.test.ts kills those, in a browser, on top of these.
  const whom = Object.entries(victims).map(([victim, count]) => `${victim} ${count}`);
  console.log(`${tally.kills} kills, ${tally.lost} lost, ${tally.doubled} doubled (${whom.join(', ')})`);
  expect(tally).toEqual({ kills: KILLS, lost: 0, doubled: 0 });
  expect(Object.keys(victims).sort()).toEqual(['browser', 'document', 'tab', 'worker']);
});
