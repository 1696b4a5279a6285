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
