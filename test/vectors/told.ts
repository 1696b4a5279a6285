/** @file What a frozen archive must tell for ever: its way in, its chats, messages and media, and what is said of it. */
import { checkArchive } from '../../lib/archive/check.ts';
import { type LockedArchive, openArchive } from '../../lib/archive/open.ts';
import { type Bytes, fromHex, must, toHex } from '../../lib/base/bytes.ts';
import type { Fault } from '../../lib/base/fault.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import type { Way } from '../../lib/vault/slots.ts';

/** A way to unlock, as JSON: bytes in hex. */
export type FrozenWay =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'phrase'; readonly phrase: string }
  | { readonly kind: 'passkey'; readonly credential: string; readonly prf: string };

/** `NAME.json`, beside `NAME.keepsake`. */
export interface Frozen {
  readonly what: string;
  /** Each opens it. */
  readonly unlock: readonly FrozenWay[];
  /** Each is refused, with this code. */
  readonly refused: readonly { readonly way: FrozenWay; readonly code: string }[];
  readonly told: Told;
}

export interface Told {
  readonly shortName: string;
  readonly account: string | null;
  readonly continues: boolean;
  readonly runs: readonly { number: number; start: number; id: string; finished: boolean }[];
  /** By chat, oldest first. */
  readonly messages: Readonly<Record<string, readonly MessageRecord[]>>;
  readonly names: Readonly<Record<string, string | null>>;
  /** Hex of SHA-256 → bytes; of the media that are there. */
  readonly media: Readonly<Record<string, number>>;
  /** Each note: its code, and the run and segment it names. */
  readonly notes: readonly string[];
  /** Of everything read to its end: likewise. */
  readonly check: { segments: number; messages: number; media: number; findings: readonly string[] };
}

export const wayOf = (way: FrozenWay): Way =>
  way.kind === 'passkey'
    ? { kind: 'passkey', credential: bytesOf(way.credential), prf: bytesOf(way.prf) }
    : way;

const bytesOf = (hex: string): Bytes => must(fromHex(hex), 'hex');

export const lockedOf = (bytes: Bytes): Promise<LockedArchive> =>
  openArchive({
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + length),
  });

/** @param hashes of media that may be in it. */
export async function tell(bytes: Bytes, way: FrozenWay, hashes: readonly string[]): Promise<Told> {
  const open = await (await lockedOf(bytes)).unlock(wayOf(way));
  const history = await archiveHistory(open);
  const messages: Record<string, readonly MessageRecord[]> = {};
  const names: Record<string, string | null> = {};
  for (const { id, name } of await history.chats()) {
    messages[id] = await history.messages(id, 0, 10_000);
    names[id] = name;
  }
  const media: Record<string, number> = {};
  for (const hash of hashes) {
    const medium = await history.medium(hash);
    const found = await medium?.read(0, medium.size).catch(() => null);
    if (!found) continue;
    if (toHex(await sha256(found)) !== hash) throw new Error('another medium');
    media[hash] = found.length;
  }
  const { segments, messages: counted, media: files, findings } = await checkArchive(open);
  return {
    shortName: open.shortName,
    account: history.account?.id ?? null,
    continues: open.continues,
    runs: history.runs.map(({ number, start, id, finished }) => ({ number, start, id, finished })),
    messages,
    names,
    media,
    notes: open.notes.map(brief).sort(),
    check: { segments, messages: counted, media: files, findings: findings.map(brief).sort() },
  };
}

/** Figures beside these may be worded anew. */
const brief = ({ code, detail: { run, segment } }: Fault): string =>
  [code, run === undefined ? '' : ` run ${run}`, segment === undefined ? '' : ` segment ${segment}`].join('');
