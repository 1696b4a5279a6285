/** @file What a ZIP holds and where: by its central directory, and where that is lost or wrong, by its local headers. */
import { Fault } from '../base/fault.ts';
import type { Source } from './source.ts';
import {
  END_SIZE,
  type FoundEntry,
  LOCAL_SIZE,
  LOCATOR64_SIZE,
  parseCentral,
  parseEnd,
  parseEnd64,
  parseLocal,
  parseLocator64,
} from './zip.ts';

/** Bytes of central directory, at most: over 100,000 runs. */
const DIRECTORY_LIMIT = 16 * 1024 * 1024;
/** Bytes of a local header's name and extra field that are read. Ours need 100. */
const LOCAL_LIMIT = 4096;

export interface StoredFile {
  readonly name: string;
  /** Where its data begin in the source. */
  readonly start: number;
  /** Bytes of data in the source; where that is cut, those that are left. */
  readonly size: number;
  readonly method: number;
  readonly flags: number;
}

interface Directory {
  readonly entries: readonly FoundEntry[];
  /** Where it begins: no data reach further. */
  readonly offset: number;
}

/** Never throws for what the bytes are. Notes: `archive-cut` (no directory at the end), `directory-damaged` with the reason. */
export async function findEntries(source: Source): Promise<{ files: StoredFile[]; notes: Fault[] }> {
  const directory = await readDirectory(source);
  if (!directory) {
    const front = await walk(source);
    return { files: front, notes: front.length > 0 ? [new Fault('archive-cut')] : [] };
  }
  const { files, reason } = await follow(source, directory);
  if (!reason) return { files, notes: [] };
  const known = new Set(files.map(placeOf));
  const front = (await walk(source)).filter((file) => !known.has(placeOf(file)));
  return { files: [...files, ...front], notes: [new Fault('directory-damaged', { reason })] };
}

const placeOf = ({ start, size }: StoredFile): string => `${start}+${size}`;

async function readDirectory(source: Source): Promise<Directory | null> {
  const tail = Math.min(source.size, END_SIZE + LOCATOR64_SIZE);
  const bytes = await source.read(source.size - tail, tail);
  const end = parseEnd(bytes.subarray(-END_SIZE));
  if (!end) return null;
  let { entries, size, offset } = end;
  let limit = source.size - END_SIZE;
  if (end.zip64) {
    const at = parseLocator64(bytes.slice(0, -END_SIZE));
    const wide = at === null || at > limit ? null : parseEnd64(await source.read(at, 56));
    if (at === null || !wide) return null;
    ({ entries, size, offset } = wide);
    limit = at;
  }
  if (size > DIRECTORY_LIMIT || offset + size !== limit) return null;
  const found = parseCentral(await source.read(offset, size));
  return found?.length === entries ? { entries: found, offset } : null;
}

/** The files a directory names. `reason` says why it cannot be followed blindly; the files are then the best guesses. */
async function follow(
  source: Source,
  { entries, offset }: Directory,
): Promise<{ files: StoredFile[]; reason: string | null }> {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  const files: StoredFile[] = [];
  let reason: string | null = null;
  for (const [i, entry] of sorted.entries()) {
    const limit = sorted[i + 1]?.offset ?? offset;
    const local = await readLocal(source, entry.offset);
    const start = entry.offset + (local?.length ?? 0);
    const agrees = local && agree(local.entry, entry);
    if (agrees && start + entry.packed <= limit) files.push({ ...entry, start, size: entry.packed });
    else {
      reason ??= agrees ? 'overlap' : 'local header differs';
      // One of the two is damaged. Data end where the next entry begins, so that a whole size leads to their start.
      const anchored = limit - entry.packed;
      if (anchored >= entry.offset + LOCAL_SIZE)
        files.push({ ...entry, start: anchored, size: entry.packed });
    }
  }
  return { files, reason };
}

/** Streamed entries have no sizes in their local header: they are told apart by their flag, and refused later. */
const agree = (local: FoundEntry, central: FoundEntry): boolean =>
  local.name === central.name &&
  local.method === central.method &&
  local.flags === central.flags &&
  ((local.size === central.size && local.packed === central.packed) || (local.flags & 8) !== 0);

/** The files in a row from the front, as far as local headers follow one another. The last may be cut. */
async function walk(source: Source): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (let at = 0; at < source.size; ) {
    const local = await readLocal(source, at);
    if (!local) break;
    const { entry, length } = local;
    const start = at + length;
    files.push({ ...entry, start, size: Math.max(0, Math.min(entry.packed, source.size - start)) });
    if (entry.flags & 8) break;
    at = start + entry.packed;
  }
  return files;
}

const readLocal = async (
  source: Source,
  offset: number,
): Promise<{ entry: FoundEntry; length: number } | null> =>
  parseLocal(await source.read(offset, LOCAL_SIZE + LOCAL_LIMIT), offset);
