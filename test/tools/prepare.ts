/** @file What every tool that drives the extension needs first: a browser and a fresh build. */
import { ensureChromium } from './browser.ts';
import { build, runTool, step } from './run.ts';

/** Ends the program where it cannot be had: the step has said why. */
export async function prepare(): Promise<void> {
  const ready =
    (await step('Chromium', ensureChromium)) &&
    (await step('Preparing', () => runTool('wxt', 'prepare'))) &&
    (await step('Building', () => build('chrome-mv3')));
  if (!ready) process.exit(1);
}
