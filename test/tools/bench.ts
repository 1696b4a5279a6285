/** @file `npm run bench`: each claim about speed or memory as a ratio to a peer, or a limit, in the same run. */
import { rolldown } from 'rolldown';
import { extensionProcesses, peak, resetPeak } from '../bench/memory.ts';
import { median, type SealingFigures } from '../bench/sealing.ts';
import { openWorld, type World } from '../e2e/world.ts';
import { prepare } from './prepare.ts';

const MiB = 1024 * 1024;
const PASSWORD = 'bench password';
const ROUNDS = 3;

interface Line {
  readonly what: string;
  readonly figure: string;
  readonly aim: string;
  readonly met: boolean;
}

const lines: Line[] = [];

await prepare();
await capture();
await memory();
await sealing();
report();

/** Reading and sealing messages against the same page read by a bare loop, page after page of 50. */
async function capture(): Promise<void> {
  const query = 'seed=3&chats=40&messages=20000&mediaMiB=1';
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
    add('capture, messages/s', `${round(median(ours))} (${round(1e6 / median(ours))} µs each)`, '', true);
    add('a bare msgFindBefore loop, messages/s', round(median(bare)), '', true);
    add('capture : bare loop', ratio.toFixed(2), '≥ 0.5', ratio >= 0.5);
  } finally {
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

/** Messages a second from the click to the last sealed message. */
async function captured(world: World): Promise<number> {
  const start = performance.now();
  await world.command('start');
  let end = 0;
  const status = await world.until('the end', ({ run }) => {
    if (run?.phase !== 'messages' && run?.phase !== 'starting' && end === 0) end = performance.now();
    return run === null;
  });
  return (1000 * (status.last?.report?.messages.kept ?? 0)) / (end - start);
}

/** The extension's process over a run with a good deal of media. */
async function memory(): Promise<void> {
  const world = await openWorld({ query: 'seed=4&chats=20&messages=5000&mediaMiB=200' });
  try {
    await world.until('the page', ({ page }) => page === 'ready');
    await world.adopt(PASSWORD);
    const processes = await extensionProcesses(world.profile);
    if (processes.length === 0) throw new Error('no extension process found');
    for (const id of processes) await resetPeak(id);
    await world.command('start');
    const { last } = await world.until('the file', ({ run, unsaved }) => run === null && !unsaved, 600_000);
    const highest = Math.max(...(await Promise.all(processes.map(peak)))) / MiB;
    add('media sealed, MB', round((last?.report?.media.bytes ?? 0) / 1e6), '', true);
    add('peak memory of the extension, MiB', round(highest), '< 300', highest < 300);
  } finally {
    await world.close();
  }
}

async function sealing(): Promise<void> {
  const bundle = await rolldown({ input: new URL('../bench/sealing.ts', import.meta.url).pathname });
  const { output } = await bundle.generate({ format: 'iife', name: 'bench' });
  const world = await openWorld({ query: 'chats=1&messages=10&mediaMiB=0', whatsapp: false });
  try {
    const page = await world.extensionPage('popup.html');
    await page.evaluate(output[0].code);
    const { bare, sealed } = await page.evaluate(
      (size) =>
        (
          globalThis as unknown as { sealingFigures(size: number, turns: number): Promise<SealingFigures> }
        ).sealingFigures(size, 9),
      16 * MiB,
    );
    const ratio = sealed / bare;
    add('sealing without DEFLATE, MB/s', round(sealed), '', true);
    add('a bare AES-256-GCM loop, MB/s', round(bare), '', true);
    add('sealing : bare AES-256-GCM', ratio.toFixed(2), '≥ 0.8', ratio >= 0.8);
  } finally {
    await world.close();
  }
}

function add(what: string, figure: string, aim: string, met: boolean): void {
  lines.push({ what, figure, aim, met });
  console.log(`${what}: ${figure}`);
}

function report(): void {
  console.log();
  for (const { what, figure, aim, met } of lines)
    console.log(
      `${what.padEnd(42)} ${figure.padStart(28)}  ${aim && `aim ${aim}${met ? '' : '  — not met'}`}`,
    );
  process.exitCode = lines.every(({ met }) => met) ? 0 : 1;
}

function round(value: number): string {
  return Math.round(value).toLocaleString('en');
}
