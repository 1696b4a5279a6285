/** @file What a ZIP holds and where: by its central directory, and where that is lost or wrong, by its local headers. */
import { Fault } from '../base/fault.ts';
import type { Source } from './source.ts';
import {
  END_SIZE,
  END64_SIZE,
  type FoundEntry,
  findEnd,
  LOCAL_SIZE,
  LOCATOR64_SIZE,
  parseCentral,
  parseEnd,
  parseEnd64,
  parseLocal,
  parseLocator64,
  saysSame,
} from './zip.ts';

/** Bytes of central directory, at most: over 100,000 runs. */
const DIRECTORY_LIMIT = 16 * 1024 * 1024;
/** Bytes of a local header's name and extra field that are read. Ours need 100. */
const LOCAL_LIMIT = 4096;

/** Files a walk from the front finds, at most. */
const WALK_LIMIT = 200_000;
/** Bytes of a comment, at most. */
const COMMENT_LIMIT = 65_535;
/** Bytes of sizes behind a streamed file, at most. */
const DESCRIPTOR = 24;

export interface StoredFile {
  readonly name: string;
  /** Where its data begin in the source. */
  readonly start: number;
  /** Bytes of data in the source; where that is cut, those that are left. */
  readonly size: number;
  /** As the file says. */
  readonly crc32: number;
  readonly method: number;
  readonly flags: number;
}

export const isEncrypted = ({ flags }: { readonly flags: number }): boolean => (flags & 1) !== 0;
/** Its sizes stand behind its data. */
export const isStreamed = ({ flags }: { readonly flags: number }): boolean => (flags & 8) !== 0;

interface Directory {
  readonly entries: readonly FoundEntry[];
  /** Where it begins: no data reach further. */
  readonly offset: number;
}

/**
 * Never throws for what the bytes are. Notes: `archive-cut` (no directory at the end), `directory-damaged` with the
 * reason why it was not followed blindly.
 */
export async function findEntries(source: Source): Promise<{ files: StoredFile[]; notes: Fault[] }> {
  const directory = await readDirectory(source);
  if (directory === null) {
    const front = await walk(source);
    return { files: front, notes: front.length > 0 ? [new Fault('archive-cut')] : [] };
  }
  if (typeof directory === 'string')
    return { files: await walk(source), notes: [new Fault('directory-damaged', { reason: directory })] };
  const { files, reason } = await follow(source, directory);
  if (!reason) return { files, notes: [] };
  const known = new Set(files.map(placeOf));
  const front = (await walk(source)).filter((file) => !known.has(placeOf(file)));
  return { files: [...files, ...front], notes: [new Fault('directory-damaged', { reason })] };
}

const placeOf = ({ start, size, flags, method, name }: StoredFile): string =>
  `${start}+${size} ${flags} ${method} ${name}`;

/** Null: there is none at the end. A string: there is one, and why it cannot be used. */
async function readDirectory(source: Source): Promise<Directory | string | null> {
  const tail = Math.min(source.size, END_SIZE + LOCATOR64_SIZE);
  const bytes = await source.read(source.size - tail, tail);
  const end = parseEnd(bytes.subarray(-END_SIZE));
  if (!end) return whatIsBehind(source);
  if (!end.plain) return 'end record';
  let { entries, size, offset } = end;
  let limit = source.size - END_SIZE;
  if (end.zip64) {
    const at = parseLocator64(bytes.slice(0, -END_SIZE));
    if (at === null || at + END64_SIZE + LOCATOR64_SIZE !== limit) return 'zip64';
    const wide = parseEnd64(await source.read(at, END64_SIZE));
    if (!wide || !saysSame(end, wide)) return 'zip64';
    ({ entries, size, offset } = wide);
    limit = at;
  }
  if (size > DIRECTORY_LIMIT || offset + size !== limit) return 'place';
  const found = parseCentral(await source.read(offset, size));
  return found?.length === entries ? { entries: found, offset } : 'entries';
}

/** A comment, or anything else, behind the end record. Null: no such record in the last 64 KiB. */
async function whatIsBehind(source: Source): Promise<string | null> {
  const length = Math.min(source.size, COMMENT_LIMIT + END_SIZE);
  const end = findEnd(await source.read(source.size - length, length));
  if (!end) return null;
  return end.fits ? 'comment' : 'bytes behind the end';
}

/** The files a directory names. `reason` says why it cannot be followed blindly; the files are then the best guesses. */
async function follow(
  source: Source,
  { entries, offset }: Directory,
): Promise<{ files: StoredFile[]; reason: string | null }> {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  const files: StoredFile[] = [];
  const names = new Set<string>();
  let reason: string | null = null;
  let next = 0;
  for (const [i, entry] of sorted.entries()) {
    const limit = sorted[i + 1]?.offset ?? offset;
    const local = await readLocal(source, entry.offset);
    const start = entry.offset + (local?.length ?? 0);
    if (local && agree(local.entry, entry) && start + entry.packed <= limit) {
      if (entry.offset > next) reason ??= 'gap';
      if (entry.method === 0 && entry.size !== entry.packed && !isEncrypted(entry)) reason ??= 'sizes';
      if (names.has(entry.name)) reason ??= 'a name twice';
      files.push({ ...entry, start, size: entry.packed });
    } else {
      reason ??= local && agree(local.entry, entry) ? 'overlap' : 'local header differs';
      // One of the two is damaged. Data end where the next entry begins, so that a whole size leads to their start.
      const anchored = limit - entry.packed;
      if (anchored >= entry.offset + LOCAL_SIZE)
        files.push({ ...entry, start: anchored, size: entry.packed });
    }
    names.add(entry.name);
    next =
      start + entry.packed + (isStreamed(entry) ? Math.min(limit - start - entry.packed, DESCRIPTOR) : 0);
  }
  if (next < offset) reason ??= 'gap';
  return { files, reason };
}

/** Streamed entries have no sizes in their local header: they are told apart by their flag, and refused later. */
const agree = (local: FoundEntry, central: FoundEntry): boolean =>
  local.name === central.name &&
  local.method === central.method &&
  local.flags === central.flags &&
  (isStreamed(local) ||
    (local.size === central.size && local.packed === central.packed && local.crc32 === central.crc32));

/** The files in a row from the front, as far as local headers follow one another. The last may be cut. */
async function walk(source: Source): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (let at = 0; at < source.size && files.length < WALK_LIMIT; ) {
    const local = await readLocal(source, at);
    if (!local) break;
    const { entry, length } = local;
    const start = at + length;
    files.push({ ...entry, start, size: Math.max(0, Math.min(entry.packed, source.size - start)) });
    if (isStreamed(entry)) break;
    at = start + entry.packed;
  }
  return files;
}

const readLocal = async (
  source: Source,
  offset: number,
): Promise<{ entry: FoundEntry; length: number } | null> =>
  parseLocal(await source.read(offset, LOCAL_SIZE + LOCAL_LIMIT), offset);
