/** @file Packages of the system, installed where that can be done without asking. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './run.ts';

/** On Debian and Ubuntu, as root or by a sudo that asks for nothing. @returns whether it was done. */
export async function installPackages(packages: readonly string[]): Promise<boolean> {
  const root = rootCommand();
  if (!root || !existsSync('/etc/debian_version')) return false;
  console.log(`Installing ${packages.join(', ')}.`);
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
  for (const args of [['apt-get', 'update'], install]) {
    const [command = '', ...rest] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', ...args];
    if (!(await run(command, rest))) return false;
  }
  return true;
}

/** What stands before a command to run it as root; null where that would ask for a password. */
function rootCommand(): string[] | null {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null;
}
