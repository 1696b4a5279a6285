/** @file Opens and reads an archive away from the page. Ending this worker drops every key and every readable thing. */

import { blobSource } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { portChannel, serve } from '../../lib/bridge/call.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { Sha256 } from '../../lib/seal/kdf.ts';
import { createLibrarian } from './librarian.ts';
import type { ViewerQuestions } from './protocol.ts';

const PART = 4 * 1024 * 1024;

async function digest(file: Blob, signal: AbortSignal): Promise<string> {
  const sum = await Sha256.create();
  for (let at = 0; at < file.size; at += PART) {
    signal.throwIfAborted();
    sum.update(new Uint8Array(await file.slice(at, at + PART).arrayBuffer()));
  }
  return toHex(sum.digest());
}

serve<ViewerQuestions>(
  portChannel(self as unknown as MessagePort),
  createLibrarian({
    digest,
    async open(file) {
      const archive = await openArchive(blobSource(file));
      return {
        shortName: archive.shortName,
        slots: archive.slots,
        notes: archive.notes,
        unlock: async (way) => archiveHistory(await archive.unlock(way)),
      };
    },
  }),
);
