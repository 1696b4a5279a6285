/** @file Where the browser under test is. */
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-for-testing',
  '/snap/bin/chromium',
];

/** `KEEPSAKE_CHROMIUM`, or a Chromium at a usual place. Empty where there is none. */
export const chromiumPath = (): string =>
  process.env.KEEPSAKE_CHROMIUM ?? PLACES.find((path) => existsSync(path)) ?? '';
