/** @file A Chromium that runs: the one that is there, or one installed where that can be done without asking. */
import { spawnSync } from 'node:child_process';
import { chromiumPath } from './chromium.ts';
import { installPackages } from './install.ts';

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
  if ((await installPackages(PACKAGES)) && saysVersion()) return true;
  console.error(WORDS);
  return false;
}

/** A place alone proves nothing: some systems keep a script there that only names another package. */
function saysVersion(): boolean {
  const path = chromiumPath();
  if (path === '') return false;
  const { status, stdout } = spawnSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8' });
  if (status === 0) console.log(`${stdout.trim()} at ${path}`);
  return status === 0;
}
