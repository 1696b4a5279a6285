/**
 * @file Files that are opened together: several archives, or the loose files of one in a folder. Those of one vault are
 * one; those of another are named and left aside.
 */
import { type Bytes, equal, toHex } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { parseHeader } from '../vault/header.ts';
import { shortName } from '../vault/keys.ts';
import { type Container, isLoose, looseContainer, openContainer } from './container.ts';
import type { Source } from './source.ts';

/** A file as it was chosen or dropped. */
export interface ArchiveFile {
  /** With its folders, where it came in one: `My backup/runs/000001-….run`. Proof of nothing. */
  readonly name: string;
  readonly source: Source;
}

/** What is known of the files of one vault before anything is unlocked. */
export interface Gathered {
  /** As the headers say. */
  readonly vaultId: Bytes;
  /** Whole ones, each once, in the order of the files. */
  readonly headers: readonly Bytes[];
  readonly runs: readonly Source[];
  /** With the file's name, where there are several. */
  readonly notes: readonly Fault[];
}

/** One archive among the files: a `.keepsake`, or what lies loose in one folder. */
export interface Pile extends Container {
  readonly name: string | null;
}

/** A pile, its headers read. */
interface Sorted {
  readonly pile: Pile;
  readonly vault: Bytes | null;
  readonly headers: readonly Bytes[];
  readonly faults: readonly Fault[];
}

/**
 * @throws {Fault} where nothing is left to unlock: `not-an-archive`, `archive-cut` (before a header was whole),
 * `zip-refused`, `header-damaged` (both), `header-missing`, `newer-version`.
 */
export async function gather(files: readonly ArchiveFile[]): Promise<Gathered> {
  const { piles, refused } = await readPiles(files);
  const sorted = await Promise.all(piles.map(sort));
  const vaultId = commonVault(sorted);
  if (!vaultId) throw sorted.map(whyLocked).at(0) ?? refused[0] ?? new Fault('not-an-archive');
  const headers: Bytes[] = [];
  const runs: Source[] = [];
  const notes: Fault[] = [...refused];
  for (const one of sorted) {
    const { pile, vault } = one;
    if (vault && !equal(vault, vaultId)) {
      notes.push(named(new Fault('file-left-aside', { backup: shortName(vault) }), pile));
      continue;
    }
    notes.push(...notesOf(one).map((note) => named(note, pile)));
    for (const bytes of one.headers) if (!headers.some((other) => equal(other, bytes))) headers.push(bytes);
    // Runs without a header of their own go along: whose they are shows when they are opened.
    runs.push(...pile.runs);
  }
  return { vaultId, headers, runs, notes };
}

/** What each file holds. `refused`: files that are no archive and no piece of one. */
async function readPiles(
  files: readonly ArchiveFile[],
): Promise<{ piles: readonly Pile[]; refused: readonly Fault[] }> {
  const piles: Pile[] = [];
  const refused: Fault[] = [];
  const loose = new Map<string, ArchiveFile[]>();
  for (const { name, source } of files) {
    const file: ArchiveFile =
      files.length > 1 ? { name, source: { ...source, file: name.slice(-NAME_LIMIT) } } : { name, source };
    if (await isLoose(file)) {
      const folder = folderOf(name);
      loose.set(folder, [...(loose.get(folder) ?? []), file]);
      continue;
    }
    try {
      piles.push({ ...(await openContainer(file.source)), name: file.source.file ?? null });
    } catch (thrown) {
      refused.push(named(toFault(thrown), { name: file.source.file ?? null }));
    }
  }
  // Each of a folder's files has its own name in a note; the folder's own says enough where there are several.
  for (const [folder, parts] of loose) {
    const only = loose.size + piles.length === 1;
    piles.push({ ...(await looseContainer(parts)), name: only || folder === '' ? null : folder });
  }
  return { piles, refused };
}

/** Characters of a name that a fault carries. */
const NAME_LIMIT = 200;

/** `My backup/runs/000001-….run` and `My backup/keepsake.json` lie in the same archive. */
const folderOf = (name: string): string =>
  name
    .replace(/[^/]*$/, '')
    .replace(/(^|\/)runs\/$/, '$1')
    .replace(/\/$/, '');

const named = ({ code, detail, cause }: Fault, { name }: Pick<Pile, 'name'>): Fault =>
  new Fault(code, { ...(name === null ? {} : { file: name }), ...detail }, cause);

/** What each file holds, and what is wrong with it from outside: where nothing in it can be unlocked, why. */
export async function lookAtPiles(
  files: readonly ArchiveFile[],
): Promise<{ piles: readonly Pile[]; notes: readonly Fault[] }> {
  const { piles, refused } = await readPiles(files);
  const sorted = await Promise.all(piles.map(sort));
  const notes = sorted.flatMap((one) => notesOf(one).map((note) => named(note, one.pile)));
  return { piles, notes: [...refused, ...notes] };
}

async function sort(pile: Pile): Promise<Sorted> {
  let vault: Bytes | null = null;
  const headers: Bytes[] = [];
  const faults: Fault[] = [];
  for (const bytes of pile.headers)
    try {
      const header = await parseHeader(bytes);
      vault ??= header.vault;
      headers.push(bytes);
    } catch (thrown) {
      faults.push(toFault(thrown));
    }
  return { pile, vault, headers, faults };
}

/** The vault of most files; of as many, that of the first. */
function commonVault(sorted: readonly Sorted[]): Bytes | null {
  const counts = new Map<string, { vault: Bytes; files: number }>();
  for (const { vault } of sorted) {
    if (!vault) continue;
    const known = counts.get(toHex(vault));
    counts.set(toHex(vault), { vault, files: (known?.files ?? 0) + 1 });
  }
  const [most] = [...counts.values()].sort((a, b) => b.files - a.files);
  return most?.vault ?? null;
}

/** Why nothing in a pile without a whole header can be unlocked. */
function whyLocked({ pile, faults }: Sorted): Fault {
  const newer = faults.find(({ code }) => code === 'newer-version');
  const cut = pile.notes.find(({ code }) => code === 'archive-cut');
  return newer ?? cut ?? faults[0] ?? new Fault('header-missing');
}

/** One header damaged: the other was taken. Both right but different: both are tried. */
function notesOf(sorted: Sorted): Fault[] {
  const { pile, headers, faults } = sorted;
  const [first, other] = headers;
  if (!first) return [...new Set([...pile.notes, ...(pile.headers.length > 0 ? [whyLocked(sorted)] : [])])];
  const told = faults.map((fault) =>
    fault.code === 'header-damaged' ? new Fault('header-one-damaged', fault.detail, fault) : fault,
  );
  const differ = other && !equal(first, other) ? [new Fault('headers-differ')] : [];
  return [...pile.notes, ...told, ...differ];
}
