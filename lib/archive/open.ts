/** @file An archive, opened: locked as far as anyone can see it, then unlocked, run by run (FORMAT, "Reading"). */
import { type Bytes, equal, toHex } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { macHolds, parseHeader } from '../vault/header.ts';
import { checkHeader, shortName, type VaultKeys, type VaultSecrets } from '../vault/keys.ts';
import { joinSlots, type Slots, slotsOf, unlockHeader, type Way, WRONG } from '../vault/slots.ts';
import { byPlace, readChain } from './chain.ts';
import { type Container, openContainer } from './container.ts';
import { HEAD, openHead } from './run.ts';
import { placeIn, type Source } from './source.ts';
import { type OpenRun, surveyRun } from './survey.ts';

export { blobSource, type Source } from './source.ts';
export { type OpenIndex, type OpenRun, placed, readSegment } from './survey.ts';

export interface LockedArchive {
  /** 12 hex digits, as the header says: proof of nothing. */
  readonly shortName: string;
  readonly vaultId: Bytes;
  /** The ways to unlock it, of both headers where they differ. */
  readonly slots: Slots;
  /** `header-damaged` (one of the two), `headers-differ`, `archive-cut`, `directory-damaged`, `zip-refused`, `readme-differs`. */
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
}

/** Runs opened side by side. */
const AT_ONCE = 8;

/**
 * @throws {Fault} `not-an-archive`, `archive-cut` (before a header was whole), `zip-refused`, `header-damaged` (both),
 * `newer-version`.
 */
export async function openArchive(source: Source): Promise<LockedArchive> {
  const container = await openContainer(source);
  const notes = [...container.notes];
  const headers: Bytes[] = [];
  const faults: Fault[] = [];
  let vaultId: Bytes | null = null;
  for (const bytes of container.headers)
    try {
      const { vault } = await parseHeader(bytes);
      vaultId ??= vault;
      if (!headers.some((other) => equal(other, bytes))) headers.push(bytes);
    } catch (thrown) {
      faults.push(toFault(thrown));
    }
  const newer = faults.find(({ code }) => code === 'newer-version');
  const cut = container.notes.find(({ code }) => code === 'archive-cut');
  if (!vaultId) throw newer ?? cut ?? faults[0] ?? new Fault('header-damaged');
  notes.push(...faults);
  if (headers.length > 1) notes.push(new Fault('headers-differ'));
  const id = vaultId;
  return {
    shortName: shortName(id),
    vaultId: id,
    slots: joinSlots(await Promise.all(headers.map(slotsOf))),
    notes,
    async unlock(way) {
      const { header, secrets } = await tryHeaders(headers, way);
      return unlocked(
        container,
        { header: (await headerOf([header, ...headers], secrets)) ?? header, secrets },
        notes,
      );
    },
    async open(secrets) {
      const header = await headerOf(headers, secrets);
      if (!header) throw new Fault('other-vault');
      return unlocked(container, { header, secrets }, notes);
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
  container: Container,
  { header, secrets }: Unlocked,
  before: readonly Fault[],
): Promise<OpenArchive> {
  const notes = [...before];
  const altered = await checkHeader(header, secrets).then(() => null, toFault);
  if (altered) notes.push(altered);
  const runs = await openRuns(container.runs, secrets, notes);
  const chain = readChain(runs);
  notes.push(...runs.flatMap((run) => run.notes), ...chain.notes);
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
  };
}

/** Of two files with one run id the one with more good segments stays. */
async function openRuns(
  sources: readonly Source[],
  secrets: VaultSecrets,
  notes: Fault[],
): Promise<readonly OpenRun[]> {
  const runs = new Map<string, OpenRun>();
  for (let at = 0; at < sources.length; at += AT_ONCE) {
    const batch = await Promise.all(
      sources.slice(at, at + AT_ONCE).map((source) => openRun(source, secrets)),
    );
    for (const run of batch) {
      if (run instanceof Fault) {
        notes.push(run);
        continue;
      }
      const id = toHex(run.head.id);
      const other = runs.get(id);
      if (!other || good(run) > good(other)) runs.set(id, run);
    }
  }
  return [...runs.values()].sort(byPlace);
}

/** A Fault where the run's beginning does not open. */
async function openRun(source: Source, secrets: VaultSecrets): Promise<OpenRun | Fault> {
  try {
    return await surveyRun(source, await openHead(await source.read(0, HEAD), secrets));
  } catch (thrown) {
    const fault = toFault(thrown);
    if (fault.code === 'unexpected') throw fault;
    return new Fault(fault.code, { ...fault.detail, ...placeIn(source, 0) }, thrown);
  }
}

const good = (run: OpenRun): number =>
  run.indexes.length + run.entries.length + run.unlisted.length - run.notes.length;
