/** @file Reading and sealing messages against the same page read by a bare loop; and a second run over an account in which nothing happened. */
import type { Asked } from '../../lib/backup/plan.ts';
import type { BackupStatus, RunPhase } from '../../lib/backup/status.ts';
import { openWorld, type World } from '../e2e/world.ts';
import { extensionProcesses, type PeakWatch, watchPeaks } from './memory.ts';
import { median } from './sealing.ts';

const PASSWORD = 'bench password';
const ROUNDS = 3;
/** Each look costs the worker some of its time: while messages are read they come as often as the popup's own. */
const POPUP_MS = 400;
const LOOK_MS = 50;
interface Size {
  readonly name: string;
  readonly query: string;
  /** Whoever began the backup looks on: a browser gives a process that is seen more of the machine. */
  readonly seen?: boolean;
}
const SMALL: Size = { name: '1k', query: 'seed=3&chats=12&messages=1000&mediaMiB=1' };
const MIDDLE: Size = { name: '20k', query: 'seed=3&chats=40&messages=20000&mediaMiB=1' };
const seen = (size: Size): Size => ({ ...size, name: `${size.name}, popup open`, seen: true });
/** Minutes: `npm run bench -- million`. Its hundred thousand media are left out: they have a line of their own. */
const MILLION: Size = { name: '1M', query: 'seed=3&chats=200&messages=1000000&mediaMiB=0' };
const NO_MEDIA = { media: { kinds: [] } };
/** Share of the first run's time that a second one may take in which nothing has happened. */
const SHARE = 0.05;

export type Add = (what: string, figure: string, aim: string, met: boolean) => void;

export async function capture(add: Add): Promise<void> {
  const small = await captureOf(SMALL, ROUNDS, add);
  flat('20k : 1k', (await captureOf(MIDDLE, ROUNDS, add)) / small, add);
  await captureOf(seen(SMALL), ROUNDS, add);
  await captureOf(seen(MIDDLE), ROUNDS, add);
}

export async function captureMillion(add: Add): Promise<void> {
  const cost = await captureOf(seen(MILLION), 1, add);
  flat('1M : 20k, popup open', cost / (await captureOf(seen(MIDDLE), 1, add)), add);
}

function flat(what: string, ratio: number, add: Add): void {
  add(`cost per message, ${what}`, ratio.toFixed(2), '≤ 1.3', ratio <= 1.3);
}

/** @returns microseconds a message. */
async function captureOf({ name, query, seen: apart = false }: Size, rounds: number, add: Add) {
  const world = await openWorld({ query, apart });
  const isLarge = query === MILLION.query;
  const asked = isLarge ? NO_MEDIA : {};
  let watch: PeakWatch | null = null;
  try {
    await world.until('the page', ({ page }) => page === 'ready');
    await world.adopt(PASSWORD);
    if (isLarge) watch = await watchPeaks(() => extensionProcesses(world.profile));
    const bare: number[] = [];
    const ours: number[] = [];
    const starts: number[] = [];
    const firsts: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await bareLoop(world));
      const { rate, start, reading } = await captured(world, asked);
      ours.push(rate);
      starts.push(start);
      firsts.push(start + reading);
    }
    const ratio = median(ours) / median(bare);
    const cost = 1e6 / median(ours);
    add(`capture at ${name}, messages/s`, `${whole(median(ours))} (${whole(cost)} µs each)`, '', true);
    add(`a bare msgFindBefore loop at ${name}, messages/s`, whole(median(bare)), '', true);
    add(`capture : bare loop at ${name}`, ratio.toFixed(2), '≥ 0.5', ratio >= 0.5);
    add(`from the click to a run that reads, at ${name}`, `${whole(median(starts))} ms`, '', true);
    const { rows, inWindow, all, milliseconds } = await unchanged(world, asked);
    const share = milliseconds / median(firsts);
    add(
      `unchanged second run at ${name}, rows read of all`,
      `${whole(rows)} of ${whole(all)}, ${whole(inWindow)} of them young`,
      '',
      true,
    );
    add(
      `unchanged second run at ${name}, share of the first's time`,
      `${(100 * share).toFixed(1)} % (${whole(milliseconds)} ms)`,
      isLarge ? '< 5 %' : '',
      !isLarge || share < SHARE,
    );
    if (watch) {
      const highest = (await watch.stretch()) / 2 ** 20;
      add(`peak memory of the extension at ${name}, MiB`, whole(highest), '< 300', highest < 300);
    }
    return cost;
  } finally {
    watch?.end();
    await world.close();
  }
}

/** Messages a second of the client's own way of reading (facts B0), nothing done with them. */
function bareLoop(world: World): Promise<number> {
  return world.whatsapp().evaluate(async () => {
    const { require: find } = window as unknown as { require: (name: string) => Record<string, never> };
    const { msgFindBefore } = find('WAWebDBMessageFindLocal') as unknown as {
      msgFindBefore(ask: { anchor: unknown; count: number }): Promise<{ messages: { id: unknown }[] }>;
    };
    const { Chat } = find('WAWebCollections') as unknown as { Chat: { getModelsArray(): { id: unknown }[] } };
    const start = performance.now();
    let count = 0;
    for (const { id } of Chat.getModelsArray()) {
      let anchor: unknown = { remote: id };
      for (;;) {
        const { messages } = await msgFindBefore({ anchor, count: 50 });
        const [first] = messages;
        if (!first) break;
        count += messages.length;
        anchor = first.id;
      }
    }
    return (1000 * count) / (performance.now() - start);
  });
}

/** All messages read anew: messages a second, those that are not kept among them, from a run that has begun to the last sealed one, and milliseconds of both parts. */
async function captured(world: World, asked: Asked) {
  const { status, start, reading } = await timed(world, { full: true, ...asked });
  return { rate: (1000 * (status.last?.report?.messages.found ?? 0)) / reading, start, reading };
}

/** A run that has nothing to read but the window of changes: what it read, and how long it took from the click to the end of reading. */
async function unchanged(world: World, asked: Asked) {
  const read = () =>
    world.whatsapp().evaluate(() => {
      const { __simulator } = window as unknown as { __simulator: { stats: { rowsReturned: number } } };
      return __simulator.stats.rowsReturned;
    });
  const before = await read();
  const { status, start, reading } = await timed(world, asked);
  const { report } = status.last ?? {};
  if (report?.messages.kept !== 0) throw new Error('something changed');
  return {
    rows: (await read()) - before,
    inWindow: report.incremental?.unchanged ?? 0,
    all: Number(/messages=(\d+)/.exec(world.site)?.[1] ?? 0),
    milliseconds: start + reading,
  };
}

/** One run. Milliseconds until it had begun, from then until nothing was left to read, and from then until every medium was there: the worker's own times. */
export async function timed(world: World, asked: Asked) {
  const click = Date.now();
  await world.command('start', asked);
  const begun: Partial<Record<RunPhase, number>> = {};
  const past = (phase: RunPhase) => (status: BackupStatus) => {
    Object.assign(begun, status.run?.begun);
    return status.run === null || begun[phase] !== undefined;
  };
  await world.until('every message', past('media'), 1_800_000, POPUP_MS);
  await world.until('every medium', past('saving'), 1_800_000, POPUP_MS);
  const status = await world.until('the end', ({ run }) => run === null, 1_800_000, LOOK_MS);
  const at = (phase: RunPhase): number => {
    const time = begun[phase];
    if (time === undefined) throw new Error(`nobody saw when ${phase} began`);
    return time;
  };
  return {
    status,
    start: at('messages') - click,
    reading: at('media') - at('messages'),
    fetching: at('verifying') - at('media'),
  };
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
