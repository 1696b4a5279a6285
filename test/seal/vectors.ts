/**
 * @file Public test vectors, for Node and the browser alike. They lie outside the project, in the folder that
 * `KEEPSAKE_VECTORS` names. Unset: their tests are skipped, and one line says so. Set, but not there: an error.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const FILES = {
  chunked: 'c2sp_chunked_encryption_aes_256_gcm_test.json',
  gcm: 'aes_gcm_test.json',
  hkdf: 'hkdf_sha512_test.json',
  x25519: 'x25519_test.json',
  hpke: 'hpke_rfc9180_a1.json',
} as const;

/** The files' text. */
export type Vectors = Record<keyof typeof FILES, string>;

declare module 'vitest' {
  interface ProvidedContext {
    vectors: Vectors | null;
  }
}

export default function setup(project: TestProject): void {
  const folder = process.env.KEEPSAKE_VECTORS;
  if (folder && !existsSync(folder)) throw new Error(`KEEPSAKE_VECTORS names ${folder}, which is not there`);
  if (!folder && !process.env.KEEPSAKE_VECTORS_TOLD) {
    process.env.KEEPSAKE_VECTORS_TOLD = '1';
    console.log('Tests of public vectors are skipped: KEEPSAKE_VECTORS names no folder.');
  }
  const texts = folder
    ? Object.entries(FILES).map(([name, file]) => [name, readFileSync(join(folder, file), 'utf8')])
    : null;
  project.provide('vectors', texts && (Object.fromEntries(texts) as Vectors));
}
