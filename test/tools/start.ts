/** @file `npm start`: a Chromium of its own with the extension, on WhatsApp Web. Its profile stays in `.cache/profile`. */
import { chromium } from 'playwright';
import { ensureChromium } from './browser.ts';
import { chromiumPath } from './chromium.ts';
import { build, outputOf, ROOT, runTool, step } from './run.ts';

/** Playwright turns off more than this; these alone leave storage partitioned as in everyone's browser. */
const FEATURES = '--disable-features=DestroyProfileOnBrowserClose,MediaRouter,OptimizationHints';

async function open(): Promise<boolean> {
  const context = await chromium.launchPersistentContext(`${ROOT}.cache/profile`, {
    executablePath: chromiumPath(),
    headless: false,
    viewport: null,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--disable-extensions-except=${outputOf('chrome-mv3')}`,
      `--load-extension=${outputOf('chrome-mv3')}`,
      '--no-first-run',
      FEATURES,
    ],
  });
  const closed = new Promise((resolve) => context.once('close', resolve));
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto('https://web.whatsapp.com/').catch((error: Error) => console.error(error.message));
  console.log('Keepsake is the seal in the toolbar (behind the puzzle piece, until it is pinned).');
  await closed;
  return true;
}

const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
if (!hasScreen) {
  console.error(
    'There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): `npm start` opens a window.',
  );
  process.exit(1);
}
const ready =
  (await step('Chromium', ensureChromium)) &&
  (await step('Preparing', () => runTool('wxt', 'prepare'))) &&
  (await step('Building', () => build('chrome-mv3'))) &&
  (await step('WhatsApp Web', open));
process.exit(ready ? 0 : 1);
