/** @file Kills at seeded points in a real Chromium: of the offscreen page that saves, the popup, the worker, the tab. Nothing lost, nothing doubled. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { Random } from '../whatsapp-web/data/random.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { compareWithTruth, openFile } from './archive.ts';
import { type LooseWorld, openLoose, pause, until } from './loose.ts';

const ACCOUNT = 'seed=31&chats=8&messages=400&mediaMiB=1';
const SITE = `https://web.whatsapp.com/?${ACCOUNT}`;
const PASSWORD = 'killed, and here all the same';

type Victim = 'offscreen' | 'popup' | 'worker' | 'tab';
const VICTIMS: readonly Victim[] = [
  'offscreen',
  'popup',
  'worker',
  'offscreen',
  'tab',
  'offscreen',
  'worker',
];
/** Milliseconds that an offscreen page is left alive, at most: about as long as this account's file takes. */
const SAVING_MS = 60;
/** Between looks at how far the backup has come. */
const LOOKS = 200;

const random = new Random(31, 'kills in a browser');
const truth = truthOf(ACCOUNT);
const messages = truth.chats.reduce((sum, { id }) => sum + truth.messages(id).length, 0);
const tally = { kills: 0, lost: 0, doubled: 0 };
/** What killed savings came to. */
const ends: string[] = [];

let world: LooseWorld;

beforeAll(async () => {
  world = await openLoose();
  await world.browser.open(SITE);
  await world.adopt(PASSWORD);
});
afterAll(() => world?.close());

const ready = () => until('the page', async () => ((await world.status()).page === 'ready' ? true : null));

/** A random point of a run: so many messages read, or media fetched. */
async function somewhere(): Promise<void> {
  const point = random.between(1, messages + truth.media.size - 1);
  await until('the point', async () => {
    const { run } = await world.status();
    const isThere = run === null || run.messages.done + run.media.done >= point;
    return isThere || null;
  });
}

async function kill(victim: Victim): Promise<void> {
  const { browser, extension } = world;
  if (victim === 'offscreen') await killOffscreen();
  else await somewhere();
  if (victim === 'popup') await browser.closeTarget(`${extension}popup.html`);
  if (victim === 'worker') {
    const page = await browser.attach(`${extension}setup.html`);
    await page.send('ServiceWorker.enable');
    await page.send('ServiceWorker.stopAllWorkers');
    page.close();
  }
  if (victim === 'tab') {
    await browser.closeTarget(SITE);
    await until('nothing', async () => ((await world.status()).page === 'no-tab' ? true : null));
    await browser.open(SITE);
  }
  tally.kills++;
}

/** A quick machine may have saved before the page is ended: then it saves once more, and the page is ended sooner. */
async function killOffscreen(): Promise<void> {
  let saving: Promise<unknown> = Promise.resolve();
  for (let life = random.between(0, SAVING_MS); !(await endOffscreen(life)); life = Math.floor(life / 2)) {
    await ended();
    saving = world.command('save').catch(() => {}); // its page is ended
  }
  await saving;
}

/** Looks for it as fast as can be: it is there for some tenths of a second. @returns false where it had ended by itself. */
async function endOffscreen(life: number): Promise<boolean> {
  const { browser, extension } = world;
  const page = `${extension}offscreen.html`;
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    for (let look = 0; look < LOOKS; look++) {
      if (!(await browser.hasTarget(page))) continue;
      await pause(life);
      return browser.closeTarget(page);
    }
    if (isSaved(await world.status())) return false;
  }
  throw new Error('the page that saves did not come');
}

async function begin(victim: Victim): Promise<void> {
  await ready();
  if (victim === 'popup') await world.browser.open(`${world.extension}popup.html`);
  await world.command('start', '{ full: true }');
}

const isSaved = ({ last, run, unsaved }: BackupStatus): boolean => run === null && last !== null && !unsaved;

/** The run's own end, whatever came of saving it. */
const ended = () =>
  until('the end', async () => {
    const status = await world.status();
    return status.run === null && status.last?.report ? status : null;
  });

it.each(VICTIMS.map((victim, index) => [index + 1, victim] as const))('kill %i: %s', async (_, victim) => {
  await begin(victim);
  await kill(victim);
  let status = await ended();
  expect(status.last).toMatchObject({ report: { stopped: false }, verified: { messages } });
  if (victim === 'offscreen') ends.push(status.unsaved ? (status.last?.fault?.code ?? 'unsaved') : 'saved');
  if (status.unsaved) {
    // Sealed, not saved yet: said, and *Save* works again.
    expect(status.last?.saved).toBeNull();
    await world.command('save');
    status = await world.status();
  }
  expect(isSaved(status)).toBe(true);

  const history = await openFile(await world.savedFile(), PASSWORD);
  for (const { id } of truth.chats) {
    const ids = (await history.messages(id, 0, 100_000)).map((record) => record.id);
    const found = new Set(ids);
    tally.doubled += ids.length - found.size;
    tally.lost += truth.messages(id).filter((record) => !found.has(record.id)).length;
  }
  expect(await compareWithTruth(truth, history)).toEqual([]);
  expect(history.notes).toEqual([]);
});

it('comes to nothing lost, nothing doubled', () => {
  const whom = Object.entries(Object.groupBy(VICTIMS, (one) => one)).map(
    ([one, all]) => `${one} ${all.length}`,
  );
  console.log(
    `in a browser: ${tally.kills} kills, ${tally.lost} lost, ${tally.doubled} doubled (${whom.join(', ')}); savings: ${ends}`,
  );
  expect(tally).toEqual({ kills: VICTIMS.length, lost: 0, doubled: 0 });
  expect(ends).toHaveLength(VICTIMS.filter((one) => one === 'offscreen').length);
  expect(ends.filter((end) => end !== 'saved' && end !== 'save-failed')).toEqual([]);
});
