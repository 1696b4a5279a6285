/** @file Reading and sealing messages against the same page read by a bare loop; and a second run over an account in which nothing happened. */
import { openWorld, type World } from '../e2e/world.ts';
import { median } from './sealing.ts';

const PASSWORD = 'bench password';
const ROUNDS = 3;
const SIZES = [
  { name: '1k', query: 'seed=3&chats=12&messages=1000&mediaMiB=1' },
  { name: '20k', query: 'seed=3&chats=40&messages=20000&mediaMiB=1' },
];

export type Add = (what: string, figure: string, aim: string, met: boolean) => void;

export async function capture(add: Add): Promise<void> {
  const costs: number[] = [];
  for (const { name, query } of SIZES) {
    const world = await openWorld({ query });
    try {
      await world.until('the page', ({ page }) => page === 'ready');
      await world.adopt(PASSWORD);
      const bare: number[] = [];
      const ours: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        bare.push(await bareLoop(world));
        ours.push(await captured(world));
      }
      const ratio = median(ours) / median(bare);
      costs.push(1e6 / median(ours));
      add(
        `capture at ${name}, messages/s`,
        `${whole(median(ours))} (${whole(1e6 / median(ours))} µs each)`,
        '',
        true,
      );
      add(`a bare msgFindBefore loop at ${name}, messages/s`, whole(median(bare)), '', true);
      add(`capture : bare loop at ${name}`, ratio.toFixed(2), '≥ 0.5', ratio >= 0.5);
      const { rows, all, seconds } = await unchanged(world);
      add(
        `unchanged second run at ${name}, rows read of all`,
        `${whole(rows)} of ${whole(all)} in ${seconds.toFixed(2)} s`,
        '',
        true,
      );
    } finally {
      await world.close();
    }
  }
  const flat = (costs[1] ?? 0) / (costs[0] ?? 1);
  add('cost per message, 20k : 1k', flat.toFixed(2), '≤ 1.3', flat <= 1.3);
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

/** Messages a second from the click to the last sealed message, all of them read anew. */
async function captured(world: World): Promise<number> {
  const start = performance.now();
  await world.command('start', { full: true });
  let end = 0;
  const status = await world.until('the end', ({ run }) => {
    if (run?.phase !== 'messages' && run?.phase !== 'starting' && end === 0) end = performance.now();
    return run === null;
  });
  return (1000 * (status.last?.report?.messages.kept ?? 0)) / (end - start);
}

/** A run that has nothing to read but the window of changes: what it read, and how long it took from the click to the end of reading. */
async function unchanged(world: World): Promise<{ rows: number; all: number; seconds: number }> {
  const read = () =>
    world.whatsapp().evaluate(() => {
      const { __simulator } = window as unknown as { __simulator: { stats: { rowsReturned: number } } };
      return __simulator.stats.rowsReturned;
    });
  const before = await read();
  const start = performance.now();
  await world.command('start');
  let end = 0;
  const { last } = await world.until('the end', ({ run }) => {
    if (run?.phase !== 'messages' && run?.phase !== 'starting' && end === 0) end = performance.now();
    return run === null;
  });
  if (last?.report?.messages.kept !== 0) throw new Error('something changed');
  const rows = (await read()) - before;
  return { rows, all: Number(/messages=(\d+)/.exec(world.site)?.[1] ?? 0), seconds: (end - start) / 1000 };
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
