/** @file ZIPs that no honest program writes: every field at the caller's will. */
import { type Bytes, concat, utf8 } from '../../lib/base/bytes.ts';
import { crc32 } from '../../lib/base/crc32.ts';

export interface Member {
  readonly name: string;
  readonly data: Bytes;
}

/** What an entry says of itself, in one of its two headers. */
export interface Claims {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly extra: Bytes;
  readonly comment: Bytes;
  readonly disk: number;
  readonly offset: number;
}

export interface Entry extends Member {
  /** Stands before the local header. */
  readonly before?: Bytes;
  /** Stands behind the data. */
  readonly after?: Bytes;
  /** Changes what both headers say, or one of them. */
  readonly both?: Partial<Claims>;
  readonly local?: Partial<Claims>;
  readonly central?: Partial<Claims>;
  /** Not named in the directory. */
  readonly hidden?: boolean;
}

/** Little-endian. */
export function little(...list: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Bytes {
  return concat(
    ...list.map(([size, value]) =>
      Uint8Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256),
    ),
  );
}

const shared = ({ flags, method, crc, packed, size, name, extra }: Claims) =>
  [
    [2, flags],
    [2, method],
    [4, 0x0021_0000],
    [4, crc],
    [4, packed],
    [4, size],
    [2, utf8(name).length],
    [2, extra.length],
  ] as const;

export const localHeader = (claims: Claims): Bytes =>
  concat(little([4, 0x0403_4b50], [2, 10], ...shared(claims)), utf8(claims.name), claims.extra);

const centralHeader = (claims: Claims): Bytes =>
  concat(
    little([4, 0x0201_4b50], [2, 10], [2, 10], ...shared(claims)),
    little([2, claims.comment.length], [2, claims.disk], [2, 0], [4, 0], [4, claims.offset]),
    utf8(claims.name),
    claims.extra,
    claims.comment,
  );

export interface End {
  readonly entries: number;
  readonly size: number;
  readonly offset: number;
  /** Entries "on this disk". */
  readonly here?: number;
  readonly comment?: Bytes;
}

export const endRecord = ({ entries, here = entries, size, offset, comment = utf8('') }: End): Bytes =>
  concat(
    little([4, 0x0605_4b50], [2, 0], [2, 0], [2, here], [2, entries], [4, size], [4, offset]),
    little([2, comment.length]),
    comment,
  );

/** The ZIP64 record and its locator. @param at where the record stands. */
export const end64 = (
  { entries, here = entries, size, offset }: End,
  at: number,
  { length = 44, disks = 1 } = {},
): Bytes =>
  concat(
    little([4, 0x0606_4b50], [8, length], [2, 45], [2, 45], [4, 0], [4, 0]),
    little([8, here], [8, entries], [8, size], [8, offset]),
    little([4, 0x0706_4b50], [4, 0], [8, at], [4, disks]),
  );

/** @param close makes what stands behind the directory; without it an honest end. */
export function zip(entries: readonly Entry[], close: (end: End) => Bytes = endRecord): Bytes {
  const parts: Bytes[] = [];
  const directory: Bytes[] = [];
  let at = 0;
  const put = (bytes: Bytes): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const { name, data, before, after, both, local, central, hidden } of entries) {
    if (before) put(before);
    const honest: Claims = {
      ...{ name, flags: 0, method: 0, crc: crc32(data), packed: data.length, size: data.length },
      ...{ extra: utf8(''), comment: utf8(''), disk: 0, offset: at },
    };
    if (!hidden) directory.push(centralHeader({ ...honest, ...both, ...central }));
    put(localHeader({ ...honest, ...both, ...local }));
    put(data);
    if (after) put(after);
  }
  const names = concat(...directory);
  return concat(...parts, names, close({ entries: directory.length, size: names.length, offset: at }));
}
