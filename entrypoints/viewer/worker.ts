/** @file Opens and reads an archive away from the page. Ending this worker drops every key and every readable thing. */

import { checkArchive } from '../../lib/archive/check.ts';
import { blobSource } from '../../lib/archive/container.ts';
import { type OpenArchive, openArchives } from '../../lib/archive/open.ts';
import { checkStructure } from '../../lib/archive/structure.ts';
import { continuesOf } from '../../lib/backup/adoption.ts';
import { ahead } from '../../lib/base/ahead.ts';
import { must, toHex } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import { portChannel, serve } from '../../lib/bridge/call.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { Sha256 } from '../../lib/seal/kdf.ts';
import { apart } from '../shared/password.ts';
import { fromInside, fromOutside } from './inspector.ts';
import { createLibrarian } from './librarian.ts';
import type { ViewerQuestions } from './protocol.ts';

const PART = 4 * 1024 * 1024;

async function digest(file: Blob, signal: AbortSignal): Promise<string> {
  const sum = await Sha256.create();
  const parts = ahead(Math.ceil(file.size / PART), (i) => file.slice(i * PART, (i + 1) * PART).arrayBuffer());
  for await (const part of parts) {
    signal.throwIfAborted();
    sum.update(new Uint8Array(part));
  }
  return toHex(sum.digest());
}

serve<ViewerQuestions>(
  portChannel(self as unknown as MessagePort),
  createLibrarian({
    digest,
    async open(picked) {
      const files = picked.map(({ name, file }) => ({ name, source: blobSource(file) }));
      const archive = await openArchives(files);
      let opened: OpenArchive | null = null;
      return {
        shortName: archive.shortName,
        slots: archive.slots,
        notes: archive.notes,
        async unlock(way) {
          opened = await archive.unlock(apart(way));
          return archiveHistory(opened);
        },
        continues: () => opened?.continues === true,
        genuine: () => opened?.genuine === true,
        async listMedia() {
          await must(opened, 'no archive is open').media();
        },
        async adoption() {
          const open = must(opened, 'no archive is open');
          const { header, keys, genuine } = open;
          const { account, continues } = await continuesOf(open);
          if (!genuine || account === null) throw new Fault('header-altered');
          return { header, publicKey: keys.publicKey, writerKey: keys.writerKey, account, continues };
        },
        async inspect(depth, options) {
          if (depth !== 'everything')
            return fromOutside(await checkStructure(files, { ...options, sums: depth === 'sums' }));
          return fromInside(await checkArchive(must(opened, 'no archive is open'), options));
        },
      };
    },
  }),
);
