/** @file A Python with what the second reader needs: the one that is there, or its packages installed where that can be done without asking. */
import { spawnSync } from 'node:child_process';
import { installPackages } from './install.ts';

const PACKAGES = ['python3', 'python3-cryptography', 'python3-argon2'];

const WORDS = `No Python with the packages cryptography and argon2 was found: the tests of the second reader (docs/read_archive.py) are skipped.
  Debian, Ubuntu   apt-get install ${PACKAGES.join(' ')}
  elsewhere        Python 3.11 or newer with cryptography and argon2-cffi, and KEEPSAKE_PYTHON=/path/to/it`;

/** The system's own comes first: one that a version manager puts before it lacks the system's packages. */
const PLACES = [process.env.KEEPSAKE_PYTHON, '/usr/bin/python3', 'python3'];

const NEEDS = 'import sys, argon2, cryptography; sys.exit(sys.version_info < (3, 11))';

/** Null: none that has what is needed. */
export function findPython(): string | null {
  const works = (place: string) => spawnSync(place, ['-c', NEEDS], { stdio: 'ignore' }).status === 0;
  return PLACES.find((place) => place && works(place)) ?? null;
}

/** @returns false, after saying what to do, only in CI: elsewhere the tests that need one are skipped, and named. */
export async function ensurePython(): Promise<boolean> {
  let found = findPython();
  if (!found && !process.env.KEEPSAKE_PYTHON && (await installPackages(PACKAGES))) found = findPython();
  console.log(found ? `The second reader runs with ${found}` : WORDS);
  return found !== null || !process.env.CI;
}
