/**
 * @file The composed file into the user's downloads, and the store told when it really lies there.
 *
 * [Note: offscreen] A service worker cannot make a URL of a Blob. In Chromium an offscreen page does, one at a time,
 * closed when the download has ended; Firefox's event page can do it itself.
 */
import { markSaved, type What } from '../../lib/backup/saved.ts';
import type { SavedFile } from '../../lib/backup/status.ts';
import { Fault, parseFault } from '../../lib/base/fault.ts';
import type { Database } from '../../lib/store/schema.ts';
import { type Composed, compose } from '../shared/compose.ts';
import { browser } from './api.ts';
import type { Compose } from './words.ts';

const PENDING = 'saving';
/** Hashing and saving gigabytes takes longer than an idle worker lives. */
const ALIVE_MS = 20_000;

interface Pending extends Omit<Composed, 'url'> {
  readonly download: number;
}

export interface Saver {
  /** Resolves when the file lies on the disk. @param what everything where left out. @throws {Fault} `nothing-to-save`, `save-failed`, `disk-full`. */
  save(what?: What): Promise<void>;
}

export function createSaver(database: Promise<Database>): Saver {
  let waiting: { resolve(): void; reject(fault: Fault): void } | null = null;

  /** Also after the worker died in between: the browser's event wakes it. */
  browser.downloads.onChanged.addListener((change) => {
    if (change.state || change.error) void settle(change.id);
  });

  const settle = async (download: number) => {
    const pending = (await browser.storage.session.get(PENDING))[PENDING] as Pending | undefined;
    if (pending?.download !== download) return;
    const [item] = await browser.downloads.search({ id: download });
    if (item?.state === 'in_progress') return;
    await browser.storage.session.remove(PENDING);
    await closeOffscreen();
    const isWhole = !item || item.fileSize <= 0 || item.fileSize === pending.size;
    if (item?.state === 'complete' && isWhole) {
      const saved: SavedFile = {
        name: item.filename.split(/[\\/]/).at(-1) ?? '',
        size: pending.size,
        sha256: pending.sha256,
        at: Date.now(),
        mark: pending.mark,
      };
      await markSaved(await database, pending.runs, saved);
      waiting?.resolve();
    } else waiting?.reject(failed(item?.error));
    waiting = null;
  };

  return {
    async save(what = 'all') {
      if (waiting) throw new Fault('already-running');
      const beat = setInterval(() => void browser.runtime.getPlatformInfo(), ALIVE_MS);
      const done = new Promise<void>((resolve, reject) => {
        waiting = { resolve, reject };
      });
      done.catch(() => {});
      try {
        const { url, ...composed } = await composeSomewhere(what);
        const download = await browser.downloads.download({
          url,
          filename: fileName(new Date()),
          conflictAction: 'uniquify',
        });
        await browser.storage.session.set({ [PENDING]: { download, ...composed } satisfies Pending });
        await settle(download); // it may have ended before it was noted
      } catch (thrown) {
        waiting = null;
        await closeOffscreen();
        clearInterval(beat);
        throw thrown instanceof Fault ? thrown : new Fault('save-failed', {}, thrown);
      }
      await done.finally(() => clearInterval(beat));
    },
  };
}

async function composeSomewhere(what: What): Promise<Composed> {
  if (!hasOffscreen()) return compose(what);
  await openOffscreen();
  const answer: unknown = await browser.runtime.sendMessage({ compose: what } satisfies Compose);
  if (typeof answer === 'object' && answer !== null && 'value' in answer) return answer.value as Composed;
  throw parseFault(typeof answer === 'object' && answer !== null && 'fault' in answer ? answer.fault : null);
}

const hasOffscreen = (): boolean => 'offscreen' in browser;

async function openOffscreen(): Promise<void> {
  if (await isOffscreenOpen()) return;
  await browser.offscreen.createDocument({
    url: '/offscreen.html',
    reasons: ['BLOBS' as chrome.offscreen.Reason],
    justification: 'Makes a download of the sealed backup.',
  });
}

async function closeOffscreen(): Promise<void> {
  if (hasOffscreen() && (await isOffscreenOpen())) await browser.offscreen.closeDocument();
}

const isOffscreenOpen = async (): Promise<boolean> =>
  (await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT' as chrome.runtime.ContextType] }))
    .length > 0;

const failed = (error: string | undefined): Fault =>
  error === 'FILE_NO_SPACE'
    ? new Fault('disk-full')
    : new Fault('save-failed', { reason: error ?? 'unknown' });

/** The day in the user's own time; nothing of the account. */
function fileName(now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((n) => String(n).padStart(2, '0'))
    .join('-');
  return `Keepsake ${day}.keepsake`;
}
