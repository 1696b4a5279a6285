/** @file `npm run bench`: each claim about speed or memory as a ratio to a peer, or a limit, in the same run. */
import { capture, captureMillion } from '../bench/capture.ts';
import { large } from '../bench/large.ts';
import { media } from '../bench/media.ts';
import { extensionProcesses, peak, resetPeak } from '../bench/memory.ts';
import type { OpeningFigures } from '../bench/opening.ts';
import { inPage } from '../bench/page.ts';
import { files, sealing } from '../bench/speed.ts';
import { openWorld } from '../e2e/world.ts';
import { prepare } from './prepare.ts';

const MiB = 1024 * 1024;
const PASSWORD = 'bench password';

interface Line {
  readonly what: string;
  readonly figure: string;
  readonly aim: string;
  readonly met: boolean;
}

const lines: Line[] = [];

/** Named on the command line, only these: `npm run bench -- opening files`. */
const ALL = {
  capture: () => capture(add),
  media: () => media(add),
  memory,
  sealing: () => sealing(add),
  opening,
  files: () => files(add),
  large: () => large(add),
  million: () => captureMillion(add),
};
const wanted = process.argv.slice(2);

await prepare();
for (const [name, work] of Object.entries(ALL))
  if (wanted.length === 0 || wanted.includes(name)) await work();
report();

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

/** From the key to the chat list, in the extension's page. */
async function opening(): Promise<void> {
  let least = Number.NaN;
  for (const [messages, media] of [
    [1000, 0],
    [100_000, 0],
    [1_000_000, 0],
    [1_000_000, 100_000],
  ] as const) {
    const { milliseconds, reads } = await inPage('opening', (page) =>
      page.evaluate(
        ({ messages, media }) =>
          (
            globalThis as unknown as {
              openingFigures(messages: number, media: number, turns: number): Promise<OpeningFigures>;
            }
          ).openingFigures(messages, media, 5),
        { messages, media },
      ),
    );
    least = messages === 1000 ? milliseconds : least;
    const what = `chat list, ${round(messages)} messages${media > 0 ? `, ${round(media)} media` : ''}`;
    const isAim = messages === 1_000_000;
    const figure = `${round(milliseconds)} ms, ${(milliseconds / least).toFixed(1)} × 1,000's; ${reads} reads`;
    add(what, figure, isAim ? '< 300 ms' : '', !isAim || milliseconds < 300);
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
