/**
 * @file Makes frozen archives: `node test/vectors/make.ts [NAME…]`. What is there already is never written again.
 *
 * What must be told of an archive is known here from what went into it, and only then compared with what the reader says.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { toHex } from '../../lib/base/bytes.ts';
import { byTime, type MessageRecord } from '../../lib/model/record.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { ENGINE_CASES } from './engine-case.ts';
import { RUN_CASES } from './run-cases.ts';
import { SLOT_CASES } from './slot-cases.ts';
import { type Frozen, tell } from './told.ts';

const wanted = process.argv.slice(2);
const place = (file: string): URL => new URL(file, import.meta.url);

for (const [name, make] of Object.entries({ ...SLOT_CASES, ...RUN_CASES, ...ENGINE_CASES })) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const [archive, json] = [place(`${name}.keepsake`), place(`${name}.json`)];
  if (existsSync(archive) || existsSync(json)) {
    console.log(`${name}: is there, and stays as it is`);
    continue;
  }
  const { what, bytes, unlock, refused = [], records, media } = await make();
  const [way] = unlock;
  if (!way) throw new Error('no way in');
  const hashes = await Promise.all(media.map(async (file) => toHex(await sha256(file))));
  const told = await tell(bytes, way, hashes);
  const found = Object.entries(told.messages).filter(([, list]) => list.length > 0);
  same(`${name}: messages`, Object.fromEntries(found), merged(records));
  const sizes = Object.fromEntries(media.map((file, i) => [hashes[i] ?? '', file.length]));
  same(`${name}: media`, told.media, sizes);
  const frozen: Frozen = { what, unlock, refused, told };
  writeFileSync(archive, bytes, { flag: 'wx' });
  writeFileSync(json, `${JSON.stringify(frozen, null, 2)}\n`, { flag: 'wx' });
  console.log(`${name}: ${bytes.length} bytes; ${[...told.notes].join(', ') || 'nothing to tell'}`);
}
// The engine's page keeps its ports open.
process.exit();

/** By chat, each id once, the last word winning. */
function merged(records: readonly MessageRecord[]): Record<string, MessageRecord[]> {
  const byId = new Map(records.map((item) => [item.id, item]));
  const chats: Record<string, MessageRecord[]> = {};
  for (const item of [...byId.values()].sort(byTime)) chats[item.chat] = [...(chats[item.chat] ?? []), item];
  return chats;
}

function same(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  console.error(what, JSON.stringify(found, null, 1), JSON.stringify(expected, null, 1));
  throw new Error(`${what} are not what was written`);
}
