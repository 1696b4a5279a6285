/**
 * @file The composed file into the user's downloads, and the store told when it really lies there.
 *
 * [Note: offscreen] A service worker cannot make a URL of a Blob. In Chromium an offscreen page does, one at a time,
 * closed when the download has ended; Firefox's event page can do it itself.
 */
import { markSaved, type What } from '../../lib/backup/saved.ts';
import type { SavedFile } from '../../lib/backup/status.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { Database } from '../../lib/store/schema.ts';
import { type Composed, compose } from '../shared/compose.ts';
import { browser } from './api.ts';
import { composeThere } from './composing.ts';

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
  let saving = false;
  /** One after the other: event and caller may both ask after the same download. */
  let settled: Promise<void> = Promise.resolve();

  /** Also after the worker died in between: the browser's event wakes it. */
  browser.downloads.onChanged.addListener((change) => {
    if (change.state || change.error) void settle(change.id).catch(() => {});
  });

  const settle = (download: number): Promise<void> => {
    settled = settled.catch(() => {}).then(() => settleOne(download));
    return settled;
  };

  const settleOne = async (download: number) => {
    const pending = await pendingNow();
    if (pending?.download !== download) return;
    const [item] = await browser.downloads.search({ id: download });
    if (item?.state === 'in_progress') return;
    await browser.storage.session.remove(PENDING);
    await closeOffscreen();
    const isWhole = !item || item.fileSize <= 0 || item.fileSize === pending.size;
    try {
      if (item?.state !== 'complete' || !isWhole) throw failed(item?.error);
      const saved: SavedFile = {
        name: item.filename.split(/[\\/]/).at(-1) ?? '',
        size: pending.size,
        sha256: pending.sha256,
        at: Date.now(),
        mark: pending.mark,
      };
      await markSaved(await database, pending.runs, saved);
      waiting?.resolve();
    } catch (thrown) {
      waiting?.reject(asFault(thrown));
    }
    waiting = null;
  };

  /** Resolves when the download that `begin` names is settled. */
  const ended = async (begin: () => Promise<number>): Promise<void> => {
    const done = new Promise<void>((resolve, reject) => {
      waiting = { resolve, reject };
    });
    done.catch(() => {});
    await settle(await begin()); // it may have ended before it was noted
    await done;
  };

  const begin = async (what: What): Promise<number> => {
    const { url, ...composed } = await composeSomewhere(what);
    const download = await browser.downloads.download({
      url,
      filename: fileName(new Date()),
      conflictAction: 'uniquify',
    });
    await browser.storage.session.set({ [PENDING]: { download, ...composed } satisfies Pending });
    return download;
  };

  return {
    async save(what = 'all') {
      if (saving) throw new Fault('already-running');
      saving = true;
      const beat = setInterval(() => void browser.runtime.getPlatformInfo(), ALIVE_MS);
      try {
        // The worker that began it died: its file is still being written, out of a page that must stay open meanwhile.
        const earlier = await pendingNow();
        if (earlier) await ended(async () => earlier.download).catch(() => {});
        await ended(() => begin(what));
      } catch (thrown) {
        await closeOffscreen();
        throw asFault(thrown);
      } finally {
        waiting = null;
        saving = false;
        clearInterval(beat);
      }
    },
  };
}

const pendingNow = async (): Promise<Pending | undefined> =>
  (await browser.storage.session.get(PENDING))[PENDING] as Pending | undefined;

const asFault = (thrown: unknown): Fault =>
  thrown instanceof Fault ? thrown : new Fault('save-failed', {}, thrown);

async function composeSomewhere(what: What): Promise<Composed> {
  if (!hasOffscreen()) return compose(what);
  await openOffscreen();
  return composeThere(what, (message) => browser.runtime.sendMessage(message));
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

/** It may go by itself meanwhile. */
async function closeOffscreen(): Promise<void> {
  if (hasOffscreen() && (await isOffscreenOpen())) await browser.offscreen.closeDocument().catch(() => {});
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
