import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumPath } from './test/tools/chromium.ts';

/** Rooms whose tests run twice: in Node and in real Chromium. */
const BOTH = ['base', 'model', 'seal', 'vault', 'archive', 'history', 'bridge', 'vectors', 'size'].map(
  (room) => `test/${room}/**/*.test.ts`,
);
const E2E = ['test/e2e/**/*.test.ts'];

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { alias: { '#i18n': fileURLToPath(new URL('test/tools/i18n.ts', import.meta.url)) } },
  test: {
    // Machines are shared: what comes late is not missing.
    expect: { poll: { timeout: 30_000 } },
    // Vitest's own choice on two cores is one.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          globalSetup: ['test/seal/vectors.ts', 'test/vectors/provide.ts'],
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: [...E2E, 'test/**/*.browser.test.*'],
        },
      },
      {
        extends: true,
        test: {
          name: 'chromium',
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
          include: E2E,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
