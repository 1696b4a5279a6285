/**
 * @file One real backup past 4 GiB: saved by the extension, opened and checked in its viewer, and read beyond the border; how much
 * memory each of it took.
 *
 * What counts is what counts in the bench of memory: the resident memory of the extension's process at its true peak, the
 * 120 MiB and more that any such process has of its own included (where there are several, the largest of them). In it are
 * the background, the pages and their workers. The browser's own process, which keeps the Blobs and writes the download,
 * is told beside it.
 */
import { PASSWORD_COSTS } from '../../lib/vault/password.ts';
import { openWorld, sizeOf } from '../e2e/world.ts';
import { readBeyond } from './beyond.ts';
import type { Add } from './capture.ts';
import { browserProcesses, extensionProcesses, type PeakWatch, watchPeaks } from './memory.ts';

const MiB = 1024 * 1024;
const LIMIT = 300;
const BORDER = 2 ** 32;
const PASSWORD = 'bench password';
const HOUR = 3_600_000;
/** A worker that was ended gives its memory back a little later. */
const ENDED_MS = 2000;

/** @param mediaMiB of the account, of which not all can be had. */
export async function large(add: Add, mediaMiB = 4300): Promise<void> {
  const world = await openWorld({ query: `seed=6&chats=5&messages=1200&mediaMiB=${mediaMiB}` });
  const watches: PeakWatch[] = [];
  try {
    await world.until('the page', ({ page }) => page === 'ready');
    await world.adopt(PASSWORD, PASSWORD_COSTS);
    const extension = await watchPeaks(() => extensionProcesses(world.profile));
    const browser = await watchPeaks(() => browserProcesses(world.profile));
    watches.push(extension, browser);
    const before = (await browser.stretch()) / MiB;
    /** @param extra MiB that the stretch needs by design, beside the limit. */
    const stretch = async (what: string, extra = 0) => {
      const ours = (await extension.stretch()) / MiB;
      const theirs = (await browser.stretch()) / MiB;
      const limit = LIMIT + extra;
      add(`${what}: peak of the extension, MiB`, whole(ours), `< ${limit}`, ours < limit);
      add(
        `${what}: peak of the browser's own process, MiB`,
        `${whole(theirs)} (before: ${whole(before)})`,
        '',
        true,
      );
    };

    const start = performance.now();
    await world.command('start');
    await world.until(
      'what it saves',
      ({ run }) => !run || ['verifying', 'saving'].includes(run.phase),
      HOUR,
    );
    await stretch('reading and sealing');
    await world.until('what was read back', ({ run }) => !run || run.phase === 'saving', HOUR);
    await stretch('reading back');
    const { unsaved, last } = await world.until('the file', ({ run }) => run === null, HOUR);
    if (unsaved) throw new Error(`not saved: ${JSON.stringify(last?.fault)}`);
    const seconds = (performance.now() - start) / 1000;
    await stretch('saving');
    const [file = ''] = await world.savedFiles();
    const size = await sizeOf(file);
    add('a backup past 4 GiB, bytes', whole(size), '> 4,294,967,296', size > BORDER);
    add('from the click to the saved file, s', whole(seconds), '', true);

    const page = await world.extensionPage('viewer.html');
    await page.locator('input[type=file]').setInputFiles(file);
    await page.locator('input[type=password]').fill(PASSWORD);
    await stretch('before the password');
    const asked = performance.now();
    await page.keyboard.press('Enter');
    const chat = page.getByRole('option').first();
    await chat.waitFor();
    add('its chats in the viewer, ms after the password', whole(performance.now() - asked), '', true);
    await new Promise((resolve) => setTimeout(resolve, ENDED_MS));
    const { memoryKiB } = PASSWORD_COSTS;
    await stretch(`unlocking, with Argon2id's ${memoryKiB / 1024} MiB`, memoryKiB / 1024);
    await chat.click();
    await page.getByRole('article').first().waitFor();
    await stretch('a chat in the viewer');
    await page.getByRole('button', { name: 'Check everything' }).click();
    const checked = performance.now();
    await page.getByText(/were opened and checked/).waitFor({ timeout: HOUR });
    add('all of it checked in the viewer, s', whole((performance.now() - checked) / 1000), '', true);
    await stretch('checking everything');
    await page.close();
    const beyond = await readBeyond(file, PASSWORD, BORDER);
    add('media read beyond the border', whole(beyond), '> 0', beyond > 0);
  } finally {
    for (const watch of watches) watch.end();
    await world.close();
  }
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
