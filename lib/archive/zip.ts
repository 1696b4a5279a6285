/** @file The ZIP structures an archive needs, each with its way back: stored entries, ZIP64 where needed (APPNOTE 6.3.10). */
import { type Bytes, concat, fromUtf8, utf8 } from '../base/bytes.ts';

export interface ZipEntry {
  readonly name: string;
  readonly crc32: number;
  /** Bytes of the data, stored as they are. */
  readonly size: number;
  /** Of the local header in the file. */
  readonly offset: number;
}

/** An entry as found: what a writer of ours never sets is told too. */
export interface FoundEntry extends ZipEntry {
  /** Bytes in the file; those of a stored entry are `size`. */
  readonly packed: number;
  /** 0: stored. */
  readonly method: number;
  readonly flags: number;
}

/** 1980-01-01, 00:00, in MS-DOS's form. */
const DATE = 0x0021;
const MAX16 = 0xffff;
const MAX32 = 0xffff_ffff;
const LOCAL = 0x0403_4b50;
const CENTRAL = 0x0201_4b50;
const END = 0x0605_4b50;
const END64 = 0x0606_4b50;
const LOCATOR64 = 0x0706_4b50;

export const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
export const END_SIZE = 22;
export const END64_SIZE = 56;
export const LOCATOR64_SIZE = 20;

/** Joins little-endian fields, each `[bytes, value]`. */
function fields(...list: readonly (readonly [2 | 4 | 8, number])[]): Bytes {
  const bytes = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of list) {
    if (size === 2) view.setUint16(at, value, true);
    else if (size === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += size;
  }
  return bytes;
}

const viewOf = (bytes: Bytes): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

const extra64 = (values: readonly number[]): Bytes =>
  values.length === 0
    ? new Uint8Array(0)
    : fields([2, 1], [2, 8 * values.length], ...values.map((value) => [8, value] as const));

const commonFields = ({ name, crc32, size }: ZipEntry, zip64: boolean, extra: Bytes) =>
  [
    [2, zip64 ? 45 : 10],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, DATE],
    [4, crc32],
    [4, Math.min(size, MAX32)],
    [4, Math.min(size, MAX32)],
    [2, name.length],
    [2, extra.length],
  ] as const;

/** @param entry its name in ASCII. */
export function encodeLocal(entry: ZipEntry): Bytes {
  const extra = extra64(entry.size >= MAX32 ? [entry.size, entry.size] : []);
  return concat(fields([4, LOCAL], ...commonFields(entry, extra.length > 0, extra)), utf8(entry.name), extra);
}

export function encodeCentral(entry: ZipEntry): Bytes {
  const large = entry.size >= MAX32 ? [entry.size, entry.size] : [];
  const far = entry.offset >= MAX32 ? [entry.offset] : [];
  const extra = extra64([...large, ...far]);
  const zip64 = extra.length > 0;
  return concat(
    fields([4, CENTRAL], [2, zip64 ? 45 : 10], ...commonFields(entry, zip64, extra)),
    fields([2, 0], [2, 0], [2, 0], [4, 0], [4, Math.min(entry.offset, MAX32)]),
    utf8(entry.name),
    extra,
  );
}

/** What stands after the central directory of `size` bytes at `offset`. */
export function encodeEnd(entries: number, size: number, offset: number): Bytes {
  const zip64 = entries >= MAX16 || size >= MAX32 || offset >= MAX32;
  const at = offset + size;
  const record = fields(
    ...([
      [4, END64],
      [8, END64_SIZE - 12],
      [2, 45],
      [2, 45],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, entries],
      [8, entries],
      [8, size],
      [8, offset],
    ] as const),
  );
  const locator = fields([4, LOCATOR64], [4, 0], [8, at], [4, 1]);
  const count = Math.min(entries, MAX16);
  const end = fields(
    ...([
      [4, END],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
    ] as const),
    ...([
      [4, Math.min(size, MAX32)],
      [4, Math.min(offset, MAX32)],
      [2, 0],
    ] as const),
  );
  return zip64 ? concat(record, locator, end) : end;
}

/** A local header at the start of `bytes`, and its own length. Null: none, or the bytes end before it does. */
export function parseLocal(bytes: Bytes, offset: number): { entry: FoundEntry; length: number } | null {
  if (bytes.length < LOCAL_SIZE || viewOf(bytes).getUint32(0, true) !== LOCAL) return null;
  const view = viewOf(bytes);
  const [nameLength, extraLength] = [view.getUint16(26, true), view.getUint16(28, true)];
  const length = LOCAL_SIZE + nameLength + extraLength;
  if (bytes.length < length) return null;
  const name = nameOf(bytes.subarray(LOCAL_SIZE, LOCAL_SIZE + nameLength));
  const found = common(view, 6, 0);
  const entry = widen({ ...found, name }, bytes.subarray(LOCAL_SIZE + nameLength, length));
  return entry && { entry: { ...entry, offset }, length };
}

/** All entries of a central directory, which must fill `bytes`. Null: they do not. */
export function parseCentral(bytes: Bytes): readonly FoundEntry[] | null {
  const entries: FoundEntry[] = [];
  const view = viewOf(bytes);
  let at = 0;
  while (at < bytes.length) {
    if (at + CENTRAL_SIZE > bytes.length || view.getUint32(at, true) !== CENTRAL) return null;
    const [n, e, c] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ];
    const [name, extra] = [at + CENTRAL_SIZE, at + CENTRAL_SIZE + n];
    // Ours have no comment, and there is one disk.
    if (extra + e > bytes.length || c > 0 || view.getUint16(at + 34, true) > 0) return null;
    const found = common(view, at + 8, view.getUint32(at + 42, true));
    const entry = widen(
      { ...found, name: nameOf(bytes.subarray(name, extra)) },
      bytes.subarray(extra, extra + e),
    );
    if (!entry) return null;
    entries.push(entry);
    at = extra + e;
  }
  return entries;
}

/** The end record, as far as it is one; its claims are not compared yet. */
export interface EndRecord {
  readonly entries: number;
  readonly size: number;
  readonly offset: number;
  /** Some of these did not fit: the ZIP64 record has them. */
  readonly zip64: boolean;
  /** One disk, no comment, one count of entries. */
  readonly plain: boolean;
}

/** The end record that fills `bytes`. Null: it is none. */
export function parseEnd(bytes: Bytes): EndRecord | null {
  if (bytes.length !== END_SIZE || viewOf(bytes).getUint32(0, true) !== END) return null;
  const view = viewOf(bytes);
  const [disk, first, here, entries, comment] = [4, 6, 8, 10, 20].map((at) => view.getUint16(at, true));
  const [size, offset] = [view.getUint32(12, true), view.getUint32(16, true)];
  return {
    entries: entries ?? 0,
    size,
    offset,
    zip64: entries === MAX16 || size === MAX32 || offset === MAX32,
    plain: disk === 0 && first === 0 && here === entries && comment === 0,
  };
}

/** The end record in `bytes` that comes last: where it begins, and whether its comment reaches their end. */
export function findEnd(bytes: Bytes): { readonly at: number; readonly fits: boolean } | null {
  const view = viewOf(bytes);
  for (let at = bytes.length - END_SIZE; at >= 0; at--)
    if (view.getUint32(at, true) === END)
      return { at, fits: at + END_SIZE + view.getUint16(at + 20, true) === bytes.length };
  return null;
}

/** Where the ZIP64 end record lies, by the locator that fills `bytes`. */
export function parseLocator64(bytes: Bytes): number | null {
  if (bytes.length !== LOCATOR64_SIZE || viewOf(bytes).getUint32(0, true) !== LOCATOR64) return null;
  const view = viewOf(bytes);
  return view.getUint32(4, true) === 0 && view.getUint32(16, true) === 1 ? wide(view, 8) : null;
}

/** The ZIP64 end record that `bytes` begin with. Null: it is none, or not one of ours (longer, of several disks). */
export function parseEnd64(bytes: Bytes): { entries: number; size: number; offset: number } | null {
  if (bytes.length < END64_SIZE || viewOf(bytes).getUint32(0, true) !== END64) return null;
  const view = viewOf(bytes);
  const [length, here, entries, size, offset] = [4, 24, 32, 40, 48].map((at) => wide(view, at));
  const plain = length === END64_SIZE - 12 && view.getUint32(16, true) + view.getUint32(20, true) === 0;
  if (!plain || entries == null || here !== entries || size == null || offset == null) return null;
  return { entries, size, offset };
}

/** Whether the plain end record says the same as the ZIP64 one, as far as it can. */
export const saysSame = (end: EndRecord, wide: { entries: number; size: number; offset: number }): boolean =>
  (end.entries === MAX16 || end.entries === wide.entries) &&
  (end.size === MAX32 || end.size === wide.size) &&
  (end.offset === MAX32 || end.offset === wide.offset);

/** Members that local and central headers share, from `at` on (the flags). */
const common = (view: DataView, at: number, offset: number) => ({
  flags: view.getUint16(at, true),
  method: view.getUint16(at + 2, true),
  crc32: view.getUint32(at + 8, true),
  packed: view.getUint32(at + 12, true),
  size: view.getUint32(at + 16, true),
  offset,
});

/** Takes what did not fit 32 bits from the ZIP64 extra field. Null: it is missing, there twice, or says more than that. */
function widen(found: FoundEntry, extra: Bytes): FoundEntry | null {
  const members = (['size', 'packed', 'offset'] as const).filter((member) => found[member] === MAX32);
  const view = viewOf(extra);
  let widened: FoundEntry | null = null;
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const length = view.getUint16(at + 2, true);
    if (widened || members.length === 0 || length !== 8 * members.length || at + 4 + length > extra.length)
      return null;
    const values = members.map((member, i) => [member, wide(view, at + 4 + 8 * i)] as const);
    if (values.some(([, value]) => value === null)) return null;
    widened = { ...found, ...Object.fromEntries(values) };
  }
  return members.length === 0 ? found : widened;
}

function wide(view: DataView, at: number): number | null {
  const value = view.getBigUint64(at, true);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

/** Names of ours are ASCII; another's that is not UTF-8 is none of ours. */
function nameOf(bytes: Bytes): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return '';
  }
}
