/** @file Marks under a new vault's key: of those the store has, the ones whose messages and media can be named again. */

import type { Database } from '../store/schema.ts';
import { taggerOf } from '../vault/tag.ts';
import { markedMedia, marksName, mediumName, pack, storedMarks, unpack } from './marks.ts';
import type { Continues } from './status.ts';
import type { StoredVault } from './vaults.ts';

/** What the kept runs name, to be known again by. */
export type Named = Pick<Continues, 'heads' | 'oldest' | 'media'>;

/**
 * Never more than was marked. Records within the window cannot be named without their text: they count as changed once.
 * @returns values by name, for the new vault alone.
 */
export async function rekeyedMarks(
  db: Database,
  old: StoredVault,
  vault: StoredVault,
  named: Named,
): Promise<Map<string, unknown>> {
  const [before, after, marks, media] = await Promise.all([
    taggerOf(old.keys.writerKey),
    taggerOf(vault.keys.writerKey),
    storedMarks(db, old),
    markedMedia(db, old.name),
  ]);
  const values = new Map<string, unknown>();
  for (const sha256 of named.media) {
    const number = media.get(before('medium', sha256));
    if (number !== undefined) values.set(mediumName(vault.name, after('medium', sha256)), number);
  }
  const [heads, oldest] = [unpack(marks?.heads), unpack(marks?.oldest)];
  const known = named.heads.filter((key) => heads.has(before('head', key)));
  if (marks && known.length > 0)
    values.set(marksName(vault.name), {
      ...marks,
      heads: pack(known.map((key) => after('head', key))),
      oldest: pack(
        named.oldest.filter((key) => oldest.has(before('oldest', key))).map((key) => after('oldest', key)),
      ),
      records: new Uint8Array(0),
    });
  return values;
}
