/** @file C2SP/wycheproof's vectors for chunked encryption, as the tests take them. */
import { expect, inject, vi } from 'vitest';
import { type Bytes, fromHex, must, toHex } from '../../lib/base/bytes.ts';
import { CHUNK, PREFIX, SEALED_CHUNK } from '../../lib/seal/cobblestone.ts';

interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly key: string;
  readonly ctx: string;
  readonly ct: string;
  readonly msgLength?: number;
  readonly msgSha512?: string;
  readonly result: 'valid' | 'invalid';
  readonly flags: readonly string[];
}

export interface Vector {
  readonly key: Bytes;
  readonly context: Bytes;
  readonly sealed: Bytes;
  /** Of the message, or of the longest valid prefix of an invalid one. */
  readonly length: number;
  readonly sha512: string | null;
  readonly valid: boolean;
  readonly flags: readonly string[];
  /** Bytes of the ciphertext with which a stream has to fail; null where only its end can tell, or nothing is wrong. */
  readonly fails: number | null;
}

export const vectors = inject('vectors');
const groups = vectors ? (JSON.parse(vectors.chunked) as { testGroups: { tests: Case[] }[] }).testGroups : [];
export const cases = groups.flatMap(({ tests }) => tests);

export async function parse({
  key,
  ctx,
  ct,
  msgLength = 0,
  msgSha512,
  result,
  flags,
}: Case): Promise<Vector> {
  const sealed = await inflateZlib(hex(ct));
  const valid = result === 'valid';
  const damage = flags.includes('HeaderFailure') ? PREFIX : PREFIX + SEALED_CHUNK * (msgLength / CHUNK + 1);
  return {
    key: hex(key),
    context: hex(ctx),
    sealed,
    length: msgLength,
    sha512: msgSha512 ?? null,
    valid,
    flags,
    fails: valid || damage > sealed.length ? null : damage,
  };
}

/** Fails where `bytes` are not the message, or not the longest valid prefix of an invalid one. */
export async function isMessage(bytes: Bytes, { length, sha512: expected }: Vector): Promise<void> {
  expect(bytes.length).toBe(length);
  if (expected) expect(await sha512(bytes)).toBe(expected);
}

/** What is sealed within `work` is sealed under this salt. */
export async function underSalt<T>(salt: Bytes, work: () => Promise<T>): Promise<T> {
  const random = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    (array as unknown as Bytes).set(salt);
    return array;
  });
  try {
    return await work();
  } finally {
    random.mockRestore();
  }
}

const hex = (text: string): Bytes => must(fromHex(text), 'hex');

async function inflateZlib(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const sha512 = async (bytes: Bytes): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-512', bytes)));
