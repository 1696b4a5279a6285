/** @file An archive, opened: locked as far as anyone can see it, then unlocked, run by run (FORMAT, "Reading"). */
import { type Bytes, equal } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { later } from '../base/later.ts';
import { macHolds, parseHeader } from '../vault/header.ts';
import { checkHeader, shortName, type VaultKeys, type VaultSecrets } from '../vault/keys.ts';
import { joinSlots, type Slots, slotsOf, unlockHeader, type Way, WRONG } from '../vault/slots.ts';
import { readChain } from './chain.ts';
import { type ArchiveFile, gather } from './gather.ts';
import type { OpenRun, RunMedia } from './opened.ts';
import { inTurn, openRuns } from './runs.ts';
import type { Source } from './source.ts';

export type { ArchiveFile } from './gather.ts';
export type { OpenIndex, OpenRun, RunMedia } from './opened.ts';
export { placed, readSegment } from './place.ts';
export { blobSource, type Source } from './source.ts';

export interface LockedArchive {
  /** 12 hex digits, as the header says: proof of nothing. */
  readonly shortName: string;
  readonly vaultId: Bytes;
  /** The ways to unlock it, of both headers where they differ. */
  readonly slots: Slots;
  /**
   * `header-one-damaged`, `headers-differ`, `slot-unknown`, `archive-cut`, `directory-damaged`, `zip-refused`,
   * `readme-differs`; of several files `file-left-aside` and why one of them cannot be used.
   */
  readonly notes: readonly Fault[];
  /**
   * With a password, asks Argon2id for about a second of this thread's time, two where the headers differ.
   * @throws {Fault} those of {@link unlockHeader}.
   */
  unlock(way: Way): Promise<OpenArchive>;
  /** For who holds the vault's secrets already. @throws {Fault} `other-vault` — they are not those of this archive's header. */
  open(secrets: VaultSecrets): Promise<OpenArchive>;
}

export interface OpenArchive {
  readonly shortName: string;
  readonly vaultId: Bytes;
  /** The header that was opened, and the keys to go on writing: to be adopted only where `genuine`. */
  readonly header: Bytes;
  readonly keys: VaultKeys;
  /** False: `header-altered` is among the notes. */
  readonly genuine: boolean;
  /** In their order; later records win over earlier ones with the same id. */
  readonly runs: readonly OpenRun[];
  /** Earlier runs are in another file, which is no fault. */
  readonly continues: boolean;
  /** What was met so far. It grows while the archive is read. */
  readonly notes: Fault[];
  /**
   * The media of each run, in the runs' order. Their indexes are read when this is first asked: the chats do not wait
   * for them. What is wrong with them is then among the notes.
   */
  readonly media: () => Promise<readonly MediaOfRun[]>;
}

export interface MediaOfRun extends RunMedia {
  readonly run: OpenRun;
}

/** One file. @throws {Fault} those of {@link openArchives}. */
export const openArchive = (source: Source): Promise<LockedArchive> => openArchives([{ name: '', source }]);

/**
 * Several archives, or the loose files of one in a folder: runs of one vault are joined, files of another are left aside.
 * @throws {Fault} where nothing is left to unlock: `not-an-archive`, `archive-cut` (before a header was whole),
 * `zip-refused`, `header-damaged` (both), `header-missing`, `newer-version`.
 */
export async function openArchives(files: readonly ArchiveFile[]): Promise<LockedArchive> {
  const { vaultId, headers, runs, notes } = await gather(files);
  const slots = joinSlots(await Promise.all(headers.map(slotsOf)));
  const known = slots.unknown > 0 ? [...notes, new Fault('slot-unknown', { count: slots.unknown })] : notes;
  return {
    shortName: shortName(vaultId),
    vaultId,
    slots,
    notes: known,
    async unlock(way) {
      const { header, secrets } = await tryHeaders(headers, way);
      const best = (await headerOf([header, ...headers], secrets)) ?? header;
      return unlocked(runs, { header: best, secrets }, known);
    },
    async open(secrets) {
      const header = await headerOf(headers, secrets);
      if (!header) throw new Fault('other-vault');
      return unlocked(runs, { header, secrets }, known);
    },
  };
}

interface Unlocked {
  readonly header: Bytes;
  readonly secrets: VaultSecrets;
}

/** The first header that opens. @throws {Fault} that of the wrong way, unless none could be tried. */
async function tryHeaders(headers: readonly Bytes[], way: Way): Promise<Unlocked> {
  const faults: Fault[] = [];
  for (const header of headers)
    try {
      return { header, secrets: await unlockHeader(header, way) };
    } catch (thrown) {
      faults.push(toFault(thrown));
    }
  throw faults.find(({ code }) => code === WRONG[way.kind]) ?? faults[0] ?? new Fault('unexpected');
}

/** The header of the secrets' vault: the first that is genuine before one that was altered. */
async function headerOf(headers: readonly Bytes[], secrets: VaultSecrets): Promise<Bytes | null> {
  let altered: Bytes | null = null;
  for (const bytes of headers) {
    const header = await parseHeader(bytes);
    if (!equal(header.vault, secrets.id)) continue;
    if (await macHolds(header, secrets.writerKey)) return bytes;
    altered ??= bytes;
  }
  return altered;
}

async function unlocked(
  sources: readonly Source[],
  { header, secrets }: Unlocked,
  before: readonly Fault[],
): Promise<OpenArchive> {
  const notes = [...before];
  const altered = await checkHeader(header, secrets).then(() => null, toFault);
  if (altered) notes.push(altered);
  const { runs, notes: met } = await openRuns(sources, secrets);
  const chain = readChain(runs);
  notes.push(...met, ...chain.notes);
  const { id, publicKey, writerKey } = secrets;
  return {
    shortName: shortName(id),
    vaultId: id,
    header,
    keys: { id, publicKey, writerKey },
    genuine: altered === null,
    runs,
    continues: chain.continues,
    notes,
    media: later(async () => {
      const media = await inTurn(runs, async (run) => ({ run, ...(await run.media()) }));
      notes.push(...media.flatMap((one) => one.notes));
      return media;
    }),
  };
}
