/** @file Media of a saved file that lie beyond a place in it, each read and compared with its hash. */
import { open } from 'node:fs/promises';
import { openArchive } from '../../lib/archive/open.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { sha256 } from '../../lib/seal/kdf.ts';

/** At most this many are read: the last ones. */
const MOST = 5;

/** @returns how many were right. @throws {Error} where one is not. */
export async function readBeyond(path: string, password: string, place: number): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const locked = await openArchive({
      size,
      async read(offset, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        await file.read(bytes, 0, bytes.length, offset);
        return bytes;
      },
    });
    const opened = await locked.unlock({ kind: 'password', password });
    const history = await archiveHistory(opened);
    const found = (await opened.media()).flatMap(({ entries }) =>
      entries.filter(({ offset, sha256: hash }) => offset > place && hash !== undefined),
    );
    for (const { sha256: hash = '' } of found.slice(-MOST)) {
      const medium = await history.medium(hash);
      const bytes = await medium?.read(0, medium.size);
      if (!bytes || toHex(await sha256(bytes)) !== hash) throw new Error('a medium is not what it was');
    }
    return Math.min(MOST, found.length);
  } finally {
    await file.close();
  }
}
