/** @file Programs started, and steps announced and timed. */
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Programs of the development dependencies, started without a shell and with this very Node. */
const PROGRAMS = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
  wxt: 'node_modules/wxt/bin/wxt.mjs',
} as const;

/** @returns whether it ended well. Its words go to the screen. */
export function run(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

export const runTool = (tool: keyof typeof PROGRAMS, ...args: string[]): Promise<boolean> =>
  run(process.execPath, [`${ROOT}${PROGRAMS[tool]}`, ...args]);

/** Announces a step, and says how long it took and how it went. */
export async function step(title: string, work: () => Promise<boolean>): Promise<boolean> {
  console.log(`\n── ${title}`);
  const start = performance.now();
  const ok = await work().catch((error: unknown) => {
    console.error(error);
    return false;
  });
  console.log(`── ${title}: ${ok ? 'ok' : 'FAILED'}, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return ok;
}

export const BROWSERS = {
  'chrome-mv3': ['-b', 'chrome'],
  'firefox-mv3': ['-b', 'firefox', '--mv3'],
} as const;

export type Build = keyof typeof BROWSERS;

export const outputOf = (build: Build): string => `${ROOT}.output/${build}`;

/** Builds into `.output`, from nothing: what an earlier build left must not stand in for a failed one. */
export async function build(name: Build, command: 'build' | 'zip' = 'build'): Promise<boolean> {
  await rm(outputOf(name), { recursive: true, force: true });
  return runTool('wxt', command, ...BROWSERS[name]);
}
