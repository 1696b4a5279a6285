/** @file A hidden tab is read in a real Chromium, and the page cannot tell: not by a trace, an event, a count, nor by a moment of its time. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { compareWithTruth, openFile } from './archive.ts';
import { FOOTPRINT, HEARD, LISTEN } from './footprint.ts';
import { type LooseWorld, openLoose, until } from './loose.ts';
import { type Profile, stretchesOf } from './stretches.ts';
import { EXTENSION } from './world.ts';

const ACCOUNT = 'seed=33&chats=24&messages=3000&mediaMiB=3';
const SITE = `https://web.whatsapp.com/?${ACCOUNT}`;
const PASSWORD = 'nobody noticed anything';
/** Microseconds between two looks at what the page is doing. */
const LOOK_US = 1000;
/** Milliseconds that a person would notice. */
const NOTICED = 50;

interface Seen {
  readonly footprint: readonly string[];
  readonly unread: Record<string, number>;
  readonly hidden: boolean;
}

const LOOK = `(async () => ({
  footprint: await ${FOOTPRINT},
  unread: __simulator.unreadCounts(),
  hidden: document.hidden,
}))()`;

let world: LooseWorld;
let bare: Seen;
let before: Seen;
let after: Seen;
let profile: Profile;

const look = async ({ browser }: LooseWorld): Promise<Seen> => (await browser.evaluate(SITE, LOOK)) as Seen;

/** The page has started, and lies behind another tab. */
async function openHidden({ browser }: LooseWorld): Promise<void> {
  await browser.open(SITE);
  await until('the page', () => browser.evaluate(SITE, '__simulator.ready.then(() => true)'));
  await browser.evaluate(SITE, LISTEN);
  await browser.open('about:blank');
  await until('hiding', async () => ((await browser.evaluate(SITE, 'document.hidden')) ? true : null));
}

beforeAll(async () => {
  const alone = await openLoose({ extension: false });
  await openHidden(alone);
  bare = await look(alone);
  await alone.close();

  world = await openLoose();
  await openHidden(world);
  before = await look(world);
  const page = await world.browser.attach(SITE);
  await page.send('Profiler.enable');
  await page.send('Profiler.setSamplingInterval', { interval: LOOK_US });
  await page.send('Profiler.start');
  await world.adopt(PASSWORD);
  await world.command('start');
  const isSaved = ({ last, run, unsaved }: BackupStatus) => run === null && last !== null && !unsaved;
  await until('the file', async () => (isSaved(await world.status()) ? true : null));
  ({ profile } = (await page.send('Profiler.stop')) as { profile: Profile });
  page.close();
  after = await look(world);
});
afterAll(() => world?.close());

it('a hidden tab gives the whole account', async () => {
  expect([before.hidden, after.hidden]).toEqual([true, true]);
  const history = await openFile(await world.savedFile(), PASSWORD);
  expect(await compareWithTruth(truthOf(ACCOUNT), history)).toEqual([]);
  expect(history.notes).toEqual([]);
});

it('a page that was read looks like one in a browser without Keepsake', () => {
  expect(bare.footprint.length).toBeGreaterThan(5000);
  expect(differences(bare.footprint, before.footprint)).toEqual([]);
  expect(differences(bare.footprint, after.footprint)).toEqual([]);
});

it('it heard no event of ours', async () => {
  const heard = (await world.browser.evaluate(SITE, HEARD)) as string[];
  expect(heard.filter((one) => !/^(visibilitychange|blur|focus|pagehide|resize) /.test(one))).toEqual([]);
  for (const name of await readdir(join(EXTENSION, 'content-scripts')))
    expect(await readFile(join(EXTENSION, 'content-scripts', name), 'utf8')).not.toContain('dispatchEvent');
});

it('its unread counts are the same, no wire was touched, nothing was said', async () => {
  expect(Object.values(before.unread).some((count) => count > 0)).toBe(true);
  expect(after.unread).toEqual(before.unread);
  expect(await world.browser.evaluate(SITE, '__simulator.check()')).toEqual([]);
  expect(await world.browser.evaluate(SITE, '[...__simulator.errors]')).toEqual([]);
});

it('our own work does not hold it up for as long as a person would notice', () => {
  // Counted in looks and not by the clock: a machine that is busy elsewhere takes none.
  const stretches = stretchesOf(profile, world.extension).map((looks) => (looks * LOOK_US) / 1000);
  const p99 = stretches[Math.ceil(stretches.length * 0.99) - 1] ?? Number.NaN;
  console.log(`our ${stretches.length} stretches: p99 ${p99} ms, at most ${stretches.at(-1)} ms`);
  expect(stretches.length).toBeGreaterThan(20);
  expect(p99).toBeLessThan(NOTICED);
});

it('a trace would show, and an event be heard', async () => {
  const traces = `(async () => {
    const { map } = Array.prototype;
    Array.prototype.map = function (...args) { return Reflect.apply(map, this, args); };
    document.body.append(document.createComment('left behind'));
    const heard = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
    postMessage('aloud', location.origin);
    await heard;
  })()`;
  await world.browser.evaluate(SITE, traces);
  const found = differences(bare.footprint, (await look(world)).footprint).join('\n');
  expect(found).toContain('Array.prototype.map');
  expect(found).toContain('node #comment');
  expect(await world.browser.evaluate(SITE, HEARD)).toContain('message true');
});

/** What the one has more often than the other. */
function differences(one: readonly string[], other: readonly string[]): string[] {
  const count = (lines: readonly string[]) => Map.groupBy(lines, (line) => line);
  const [a, b] = [count(one), count(other)];
  return [...new Set([...one, ...other])]
    .filter((line) => a.get(line)?.length !== b.get(line)?.length)
    .map((line) => `${a.has(line) ? '-' : '+'} ${line}`);
}
