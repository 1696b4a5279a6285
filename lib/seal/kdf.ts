/** @file Hashes and key derivation: SHA-256, HMAC, HKDF (RFC 5869) and Argon2id (RFC 9106). */
import { argon2id as argon2idOf, createHMAC, createSHA256, type IHasher } from 'hash-wasm';
import { type Bytes, concat } from '../base/bytes.ts';

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

export const hmacSha256 = (key: Bytes, message: Bytes): Promise<Bytes> => hmac('SHA-256', key, message);

async function hmac(hash: 'SHA-256' | 'SHA-512', key: Bytes, message: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
}

/** HKDF-SHA-256 with an empty salt, 32 bytes out (RFC 5869): every key this program derives from another. */
export async function hkdf(ikm: Bytes, info: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', ikm, 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
}

/**
 * HKDF-Expand alone with SHA-512 (RFC 5869, 2.3), which WebCrypto does not offer: T(i) = HMAC(key, T(i−1) || info || i).
 * @param length bytes, at most 255 × 64.
 */
export async function expandSha512(key: Bytes, info: Bytes, length: number): Promise<Bytes> {
  if (length > 255 * 64) throw new RangeError('more than HKDF can expand');
  const algorithm = { name: 'HMAC', hash: 'SHA-512' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  const out = new Uint8Array(length);
  let block: Bytes = new Uint8Array(0);
  for (let at = 0, i = 1; at < length; at += 64, i++) {
    const message = concat(block, info, Uint8Array.of(i));
    block = new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
    out.set(block.subarray(0, Math.min(64, length - at)), at);
  }
  return out;
}

export interface Argon2Costs {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

export type Argon2id = (password: Bytes, salt: Bytes, costs: Argon2Costs) => Promise<Bytes>;

/**
 * Argon2id, version 0x13, 32 bytes out. Blocks its thread for about a second at 256 MiB: call it in a worker. Its memory
 * stays until it is collected, which an idle worker puts off.
 */
export const argon2id: Argon2id = async (password, salt, costs) =>
  new Uint8Array(
    await argon2idOf({
      password,
      salt,
      memorySize: costs.memoryKiB,
      iterations: costs.passes,
      parallelism: costs.lanes,
      hashLength: 32,
      outputType: 'binary',
    }),
  );

/** SHA-256 of bytes that come piece by piece, which WebCrypto does not offer. */
export class Sha256 {
  readonly #hasher: IHasher;

  private constructor(hasher: IHasher) {
    this.#hasher = hasher;
  }

  static async create(): Promise<Sha256> {
    return new Sha256((await createSHA256()).init());
  }

  update(bytes: Uint8Array): this {
    this.#hasher.update(bytes);
    return this;
  }

  /** Once, at the end. */
  digest(): Bytes {
    return new Uint8Array(this.#hasher.digest('binary'));
  }
}

/** HMAC-SHA-256 under one key of many short messages, without a promise for each. */
export class Hmac256 {
  readonly #hasher: IHasher;

  private constructor(hasher: IHasher) {
    this.#hasher = hasher;
  }

  static async create(key: Bytes): Promise<Hmac256> {
    return new Hmac256(await createHMAC(createSHA256(), key));
  }

  of(...parts: readonly Uint8Array[]): Bytes {
    this.#hasher.init();
    for (const part of parts) this.#hasher.update(part);
    return new Uint8Array(this.#hasher.digest('binary'));
  }
}
