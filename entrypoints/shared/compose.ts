/** @file The file to save, as a URL to download: composed from the store's Blobs, hashed as it will lie on the disk. */
import { composeFile } from '../../lib/backup/saved.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { Sha256 } from '../../lib/seal/kdf.ts';
import { openDatabase } from '../../lib/store/schema.ts';

export interface Composed {
  readonly url: string;
  readonly size: number;
  /** 64 hex digits. */
  readonly sha256: string;
  /** The runs it holds. */
  readonly runs: readonly string[];
}

/** @throws {Fault} `nothing-to-save`, `store-failed`. */
export async function compose(): Promise<Composed> {
  const db = await openDatabase();
  try {
    const { blob, runs } = await composeFile(db);
    const hash = await Sha256.create();
    for await (const chunk of blob.stream()) hash.update(chunk);
    return { url: URL.createObjectURL(blob), size: blob.size, sha256: toHex(hash.digest()), runs };
  } finally {
    db.close();
  }
}
