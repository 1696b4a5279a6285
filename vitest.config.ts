import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { chromiumPath } from './test/tools/chromium.ts';

/** Rooms whose tests run twice: in Node and in real Chromium. */
const BOTH = ['base', 'model', 'seal', 'vault', 'archive', 'history', 'bridge', 'vectors', 'size'].map(
  (room) => `test/${room}/**/*.test.ts`,
);
const E2E = ['test/e2e/**/*.test.ts'];

/** Short files that take long; by itself Vitest begins with the longest file. */
const LONG = /\/test\/attacks\/mutants\.test\.ts$/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => Number(LONG.test(b.moduleId)) - Number(LONG.test(a.moduleId)));
  }
}

/** On two cores Vitest's own choice is one worker. Browsers keep both busy with two; in Node many tests wait for a timer. */
const WORKERS = { browsers: 2, node: 3 };

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { alias: { '#i18n': fileURLToPath(new URL('test/tools/i18n.ts', import.meta.url)) } },
  test: {
    // Machines are shared: what comes late is not missing.
    expect: { poll: { timeout: 30_000 } },
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          maxWorkers: WORKERS.node,
          sequence: { groupOrder: 1 },
          globalSetup: ['test/seal/vectors.ts', 'test/vectors/provide.ts'],
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: [...E2E, 'test/**/*.browser.test.*'],
        },
      },
      {
        extends: true,
        test: {
          name: 'chromium',
          maxWorkers: WORKERS.browsers,
          globalSetup: ['test/seal/vectors.ts', 'test/vectors/provide.ts'],
          include: [...BOTH, 'test/**/*.browser.test.ts', 'test/**/*.browser.test.tsx'],
          // What these compare with comes from files.
          exclude: ['test/**/*.node.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: chromiumPath(),
                args: ['--no-sandbox', '--disable-quic', '--no-first-run'],
              },
            }),
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          maxWorkers: WORKERS.browsers,
          include: E2E,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
