/** @file A Chromium that runs: the one that is there, or one installed where that can be done without asking. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from './chromium.ts';
import { run } from './run.ts';

const PACKAGES = [
  'chromium',
  'fonts-liberation',
  'fonts-noto-core',
  'fonts-noto-cjk',
  'fonts-noto-color-emoji',
];

const WORDS = `No Chromium was found. The tests run in a real one; please install it:
  Debian, Ubuntu   apt-get install ${PACKAGES.join(' ')}
  Fedora           dnf install chromium
  elsewhere        any Chromium or Chrome for Testing, with KEEPSAKE_CHROMIUM=/path/to/its/program`;

/** @returns false, after saying what to do, where there is none and none could be installed. */
export async function ensureChromium(): Promise<boolean> {
  if (saysVersion()) return true;
  if (process.env.KEEPSAKE_CHROMIUM) {
    console.error(`KEEPSAKE_CHROMIUM=${process.env.KEEPSAKE_CHROMIUM} does not start.`);
    return false;
  }
  const root = rootCommand();
  if (root && existsSync('/etc/debian_version')) {
    console.log(`Installing ${PACKAGES.join(', ')}.`);
    const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...PACKAGES];
    for (const args of [['apt-get', 'update'], install]) {
      const [command = '', ...rest] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', ...args];
      if (!(await run(command, rest))) break;
    }
    if (saysVersion()) return true;
  }
  console.error(WORDS);
  return false;
}

/** What stands before a command to run it as root; null where that would ask for a password. */
export function rootCommand(): string[] | null {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null;
}

/** A place alone proves nothing: some systems keep a script there that only names another package. */
function saysVersion(): boolean {
  const path = chromiumPath();
  if (path === '') return false;
  const { status, stdout } = spawnSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8' });
  if (status === 0) console.log(`${stdout.trim()} at ${path}`);
  return status === 0;
}
