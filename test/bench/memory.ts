/** @file Peak memory of the extension's process, from /proc: the true peak, not a sample (Linux). */
import { readdir, readFile, writeFile } from 'node:fs/promises';

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes of the browser with this profile that run extension code. */
export async function extensionProcesses(profile: string): Promise<number[]> {
  const all = await processes();
  const byId = new Map(all.map((one) => [one.id, one]));
  const within = (one: Process | undefined): boolean =>
    one !== undefined && (one.command.includes(`--user-data-dir=${profile}`) || within(byId.get(one.parent)));
  return all.filter((one) => one.command.includes('--extension-process') && within(one)).map(({ id }) => id);
}

/** The processes of that browser which are neither a page's nor a helper's: the one that holds its Blobs and writes its downloads. */
export async function browserProcesses(profile: string): Promise<number[]> {
  const all = await processes();
  const own = (one: Process): boolean => one.command.includes(`--user-data-dir=${profile}`);
  return all.filter((one) => own(one) && !one.command.includes('--type=')).map(({ id }) => id);
}

export interface PeakWatch {
  /** Bytes: the highest peak of any one process since the stretch before, those that came and went included. Begins the next. */
  stretch(): Promise<number>;
  end(): void;
}

/** Looks for processes that come and go so often, in milliseconds. */
const LOOK_MS = 200;

/** @param find the processes that count, as they are now. @throws {Error} where there is none. */
export async function watchPeaks(find: () => Promise<number[]>): Promise<PeakWatch> {
  const known = new Set(await find());
  if (known.size === 0) throw new Error('no such process found');
  for (const id of known) await resetPeak(id);
  let highest = 0;
  let looking = Promise.resolve();
  const look = async () => {
    for (const id of await find()) known.add(id);
    for (const id of known) highest = Math.max(highest, await peak(id).catch(() => 0)); // ended meanwhile
  };
  const looks = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_MS);
  return {
    async stretch() {
      let found = 0;
      // In a row with the looks: one of them may hold what it read before the reset.
      looking = looking.then(look).then(async () => {
        found = highest;
        highest = 0;
        for (const id of await find()) await resetPeak(id).catch(() => {});
      });
      await looking;
      return found;
    },
    end: () => clearInterval(looks),
  };
}

/** Begins a new peak. */
export const resetPeak = (id: number): Promise<void> => writeFile(`/proc/${id}/clear_refs`, '5');

/** Bytes. */
export async function peak(id: number): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

async function processes(): Promise<Process[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    ids.map(async (id): Promise<Process | null> => {
      try {
        const [command, stat] = await Promise.all([
          readFile(`/proc/${id}/cmdline`, 'utf8'),
          readFile(`/proc/${id}/stat`, 'utf8'),
        ]);
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return { id, parent, command: command.replaceAll('\0', ' ') };
      } catch {
        return null; // ended meanwhile
      }
    }),
  );
  return found.filter((one) => one !== null);
}
