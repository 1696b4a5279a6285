/** @file The archive as one file: header and runs in a ZIP that only stores (FORMAT, "Container"). */
import { type Bytes, equal, toHex, utf8 } from '../base/bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { Fault } from '../base/fault.ts';
import { findEntries, isEncrypted, isStreamed, type StoredFile } from './directory.ts';
import { README } from './readme.ts';
import { partOf, type Source } from './source.ts';
import { encodeCentral, encodeEnd, encodeLocal, type ZipEntry } from './zip.ts';

export { blobSource, type Source } from './source.ts';

/** A file of an archive that lies in a folder by itself. */
interface LooseFile {
  readonly name: string;
  readonly source: Source;
}

const HEADER = 'keepsake.json';
const COPY = 'keepsake-copy.json';
const README_NAME = 'README.txt';
const RUN_NAME = /^runs\/\d{6,}-[0-9a-f]{32}\.run$/;
const MAGIC = utf8('keepsrn');
/** A longer file is no header: it is given on cut, and refused by its reader. */
const HEADER_READ = 65_537;

export interface StoredRun {
  readonly number: number;
  /** 16 bytes. */
  readonly id: Bytes;
  /** Bytes of all blobs together. */
  readonly size: number;
  /** Of the same. */
  readonly crc32: number;
  readonly blobs: readonly Blob[];
}

/** The archive as parts in a row: no byte of a run is read or copied. */
export function composeArchive(
  header: Bytes,
  runs: readonly StoredRun[],
): { parts: BlobPart[]; size: number } {
  const parts: BlobPart[] = [];
  const entries: ZipEntry[] = [];
  let size = 0;
  const put = (...bytes: Bytes[]): void => {
    parts.push(...bytes);
    for (const { length } of bytes) size += length;
  };
  const add = (name: string, length: number, crc: number, data: readonly BlobPart[]): void => {
    const entry: ZipEntry = { name, crc32: crc, size: length, offset: size };
    entries.push(entry);
    put(encodeLocal(entry));
    parts.push(...data);
    size += length;
  };
  const readme = utf8(README);
  add(README_NAME, readme.length, crc32(readme), [readme]);
  add(HEADER, header.length, crc32(header), [header]);
  for (const run of runs) add(runName(run), run.size, run.crc32, run.blobs);
  add(COPY, header.length, crc32(header), [header]);
  const start = size;
  put(...entries.map(encodeCentral));
  put(encodeEnd(entries.length, size - start, start));
  return { parts, size };
}

export const runName = (run: { readonly number: number; readonly id: Bytes }): string =>
  `runs/${String(run.number).padStart(6, '0')}-${toHex(run.id)}.run`;

/** A file of the ZIP, and the check sum that stands there for it. */
export interface Packed {
  readonly name: string;
  readonly source: Source;
  readonly crc32: number;
}

export interface Container {
  /** `keepsake.json` and its copy, as far as they are there, in this order: at most two. */
  readonly headers: readonly Bytes[];
  /** What begins like a run or is named like one. Two may be the same run. */
  readonly runs: readonly Source[];
  /** What is stored under a name of ours. None where nobody packed it. */
  readonly packed: readonly Packed[];
  /**
   * `archive-cut`, `directory-damaged`, `zip-refused`, `readme-differs`, `header-one-damaged` (it is missing):
   * what was met on the way.
   */
  readonly notes: readonly Fault[];
}

/**
 * Names, order, dates and CRC-32 prove nothing here. Other names are ignored. Where the directory is lost, or does not
 * agree with what it points at, the file is read from its front.
 * @throws {Fault} `not-an-archive`; `archive-cut` — before a header was whole; `zip-refused` — headers there, but compressed, encrypted or streamed.
 */
export async function openContainer(source: Source): Promise<Container> {
  const { files, notes } = await findEntries(source);
  const headers = new Map<string, Bytes>();
  const runs: Source[] = [];
  const packed: Packed[] = [];
  let readme = false;
  for (const file of files) {
    const isHeader = file.name === HEADER || file.name === COPY;
    const named = isHeader || RUN_NAME.test(file.name);
    const part = partOf(source, file.start, file.size);
    const refusal = refusalOf(file);
    if (!refusal && (named || file.name === README_NAME))
      packed.push({ name: file.name, source: part, crc32: file.crc32 });
    if (isPath(file.name)) notes.push(new Fault('zip-refused', { reason: 'path name' }));
    else if (refusal) {
      if (named) notes.push(new Fault('zip-refused', { entry: file.name, reason: refusal }));
    } else if (isHeader) {
      if (!headers.has(file.name)) headers.set(file.name, await part.read(0, HEADER_READ));
    } else if (file.name === README_NAME) {
      readme = true;
      if (!(await isReadme(part))) notes.push(new Fault('readme-differs'));
    } else if (equal(await part.read(0, 7), MAGIC) || named) runs.push(part);
  }
  const found = [headers.get(HEADER), headers.get(COPY)].filter((bytes) => bytes !== undefined);
  if (found.length === 0) throw whyNone(files, notes);
  const cut = notes.some(({ code }) => code === 'archive-cut');
  if (found.length === 1 && !cut) notes.push(new Fault('header-one-damaged', { what: 'missing' }));
  if (!readme) notes.push(new Fault('readme-differs'));
  return { headers: found, runs, packed, notes };
}

/** Whether a file is a piece of an archive in a folder: a run by how it begins, the others by their names. */
export async function isLoose({ name, source }: LooseFile): Promise<boolean> {
  const base = baseOf(name);
  return LOOSE.includes(base) || RUN_NAME.test(`runs/${base}`) || equal(await source.read(0, 7), MAGIC);
}

/** The same from the files of a folder, packed by nobody. */
export async function looseContainer(files: readonly LooseFile[]): Promise<Container> {
  const headers: Bytes[] = [];
  const runs: Source[] = [];
  const notes: Fault[] = [];
  const sorted = files.toSorted((a, b) => LOOSE.indexOf(baseOf(a.name)) - LOOSE.indexOf(baseOf(b.name)));
  for (const { name, source } of sorted) {
    const base = baseOf(name);
    if (base === HEADER || base === COPY) headers.push(await source.read(0, HEADER_READ));
    else if (base !== README_NAME) runs.push(source);
    else if (!(await isReadme(source))) notes.push(new Fault('readme-differs'));
  }
  return { headers, runs, packed: [], notes };
}

/** In the order in which they are read. */
const LOOSE: readonly string[] = [HEADER, COPY, README_NAME];

const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

async function isReadme(part: Source): Promise<boolean> {
  const readme = utf8(README);
  return part.size === readme.length && equal(await part.read(0, part.size), readme);
}

function refusalOf(file: StoredFile): string | null {
  if (isEncrypted(file)) return 'encrypted';
  if (file.method !== 0) return 'compressed';
  return isStreamed(file) ? 'streamed' : null;
}

/** A name that leads somewhere when a program unpacks it. Ours are followed by nobody; this one was made to be. */
const isPath = (name: string): boolean => /^\/|^[a-z]:|(^|\/)\.\.(\/|$)|[\\\p{Cc}]/iu.test(name);

function whyNone(files: readonly StoredFile[], notes: readonly Fault[]): Fault {
  const refused = notes.find(({ code }) => code === 'zip-refused');
  if (refused) return refused;
  const [first] = files;
  const ours = files.some(({ name }) => RUN_NAME.test(name)) || first?.name === README_NAME;
  const cut = notes.some(({ code }) => code === 'archive-cut');
  const [damage] = notes;
  if (files.length === 0 && damage) return new Fault('zip-refused', damage.detail, damage);
  return new Fault(ours && cut ? 'archive-cut' : 'not-an-archive');
}
