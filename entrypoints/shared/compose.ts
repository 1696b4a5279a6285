/** @file The file to save, as a URL to download: composed from the store's Blobs, hashed as it will lie on the disk. */
import { composeFile, type What } from '../../lib/backup/saved.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { Sha256 } from '../../lib/seal/kdf.ts';
import { openDatabase } from '../../lib/store/schema.ts';
import type { HeaderMark } from '../../lib/vault/mark.ts';

const WINDOW = 1024 * 1024;

export interface Composed {
  readonly url: string;
  readonly size: number;
  /** 64 hex digits. */
  readonly sha256: string;
  /** The runs it holds. */
  readonly runs: readonly string[];
  /** Of its header. */
  readonly mark: HeaderMark;
}

/** @param hashed told how many bytes are behind it. @throws {Fault} `nothing-to-save`, `store-failed`. */
export async function compose(what: What, hashed: (bytes: number) => void = () => {}): Promise<Composed> {
  const db = await openDatabase();
  try {
    const { blob, runs, mark } = await composeFile(db, what);
    return {
      url: URL.createObjectURL(blob),
      size: blob.size,
      sha256: await hashOf(blob, hashed),
      runs,
      mark,
    };
  } finally {
    db.close();
  }
}

/**
 * [Note: held] Chromium collects a Blob's stream while it is being read, and with it whoever waits for the read, unless
 * something that stays refers to it: the call would never come to its end.
 */
const held = new Set<unknown>();

/** In one buffer that goes to and fro: fresh ones pile up faster than they are collected (measured: +40 to +120 MiB). */
async function hashOf(blob: Blob, hashed: (bytes: number) => void): Promise<string> {
  const hash = await Sha256.create();
  const reader = blob.stream().getReader({ mode: 'byob' });
  held.add(reader);
  try {
    let behind = 0;
    for (let buffer = new ArrayBuffer(WINDOW); ; ) {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (value) hash.update(value);
      behind += value?.length ?? 0;
      hashed(behind);
      if (done || !value) return toHex(hash.digest());
      buffer = value.buffer;
    }
  } finally {
    held.delete(reader);
  }
}
