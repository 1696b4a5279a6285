/** @file Other people's programs that a test compares with: those that are there, or installed where that can be done without asking. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages } from './install.ts';

/** Program → the Debian package that has it. */
export const PROGRAMS = {
  unzip: 'unzip',
  '7z': 'p7zip-full',
  python3: 'python3',
  argon2: 'argon2',
  age: 'age',
  gpg: 'gnupg',
} as const;

export type Program = keyof typeof PROGRAMS;

export const isThere = (program: Program): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`));

/** Its tests are skipped: it is not there, and this is no CI, where that is a failure. */
export const isDoneWithout = (program: Program): boolean => !isThere(program) && !process.env.CI;

/** Installs what is missing. @returns the programs that are still missing, after saying so. */
export async function ensurePrograms(programs: readonly Program[]): Promise<readonly Program[]> {
  const missing = programs.filter((program) => !isThere(program));
  if (missing.length === 0) return [];
  await installPackages(missing.map((program) => PROGRAMS[program]));
  const still = missing.filter((program) => !isThere(program));
  if (still.length > 0)
    console.error(
      `Not there: ${still.join(', ')} (Debian, Ubuntu: apt-get install ${still.map((program) => PROGRAMS[program]).join(' ')}).`,
    );
  return still;
}

/** Runs a program to its end. `input` goes to its standard input. */
export function runProgram(
  program: Program,
  args: readonly string[],
  input = '',
): { readonly ok: boolean; readonly out: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', input });
  return { ok: status === 0, out: `${stdout}${stderr}${error ?? ''}` };
}
