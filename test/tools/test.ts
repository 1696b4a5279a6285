/** @file `npm test`: browser, programs, Python, lint, types, both builds, every test — and one line that counts them. */
import { parseCLI, startVitest, type Vitest } from 'vitest/node';
import { ensureChromium } from './browser.ts';
import { ensurePrograms } from './programs.ts';
import { ensurePython } from './python.ts';
import { BROWSERS, type Build, build, runTool, step } from './run.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const tally: Tally = { passed: 0, failed: 0, skipped: 0 };

/** Each counts as one test. */
async function check(title: string, work: () => Promise<boolean>): Promise<void> {
  if (await step(title, work)) tally.passed++;
  else tally.failed++;
}

async function tests(args: readonly string[]): Promise<boolean> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  const vitest = await startVitest('test', filter, { ...options, watch: false });
  const counted = count(vitest);
  await vitest.close();
  for (const key of ['passed', 'failed', 'skipped'] as const) tally[key] += counted[key];
  return counted.failed === 0;
}

/** A file that could not be read, a set-up that threw and a stray error are failures too, and so is no test at all. */
function count(vitest: Vitest): Tally {
  const counted: Tally = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: 0 };
  const modules = vitest.state.getTestModules();
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counted[state === 'pending' ? 'failed' : state]++;
      if (state === 'skipped')
        console.log(`skipped (${module.project.name}): ${module.relativeModuleId} > ${test.fullName}`);
    }
    for (const group of [module, ...module.children.allSuites()]) counted.failed += group.errors().length;
  }
  if (modules.length === 0) counted.failed++;
  return counted;
}

await check('Chromium', ensureChromium);
// Elsewhere than in CI the tests that need them are skipped, and named below.
await check(
  'Programs',
  async () => (await ensurePrograms(['unzip', '7z', 'python3', 'argon2'])).length === 0 || !process.env.CI,
);
await check('Python', ensurePython);
await check('Preparing', () => runTool('wxt', 'prepare'));
await check('Lint', () => runTool('biome', 'check', '--error-on-warnings', '.'));
await check('Types', () => runTool('tsc', '--noEmit'));
for (const name of Object.keys(BROWSERS) as Build[]) await check(`Build ${name}`, () => build(name));
if (!process.env.KEEPSAKE_VECTORS)
  console.log('\nKEEPSAKE_VECTORS is not set: tests against published vectors are skipped, and named below.');
const before = tally.failed;
const ok = await step('Tests', () => tests(process.argv.slice(2)));
if (!ok && tally.failed === before) tally.failed++;

const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
const line = `${tally.passed} passed, ${tally.failed} failed${skipped}`;
process.stdout.write(`\n${line}\n`, () => process.exit(tally.failed === 0 ? 0 : 1));
