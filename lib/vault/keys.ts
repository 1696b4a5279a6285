/** @file The vault's keys: what a writer holds, what a slot wraps, and the checks before they are used. */
import { type Bytes, concat, equal, toHex } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { publicKeyOf } from '../seal/capsule.ts';
import { sha256 } from '../seal/kdf.ts';
import { macHolds, parseHeader } from './header.ts';

/** What a writer holds: with it one can add runs and try passwords, and read nothing. */
export interface VaultKeys {
  /** The first 16 bytes of SHA-256(publicKey). */
  readonly id: Bytes;
  /** X25519, 32 bytes. */
  readonly publicKey: Bytes;
  /** 32 bytes. */
  readonly writerKey: Bytes;
}

/** What a slot wraps. Never stored. */
export interface VaultSecrets extends VaultKeys {
  /** X25519, 32 bytes. */
  readonly privateKey: Bytes;
}

export const vaultId = async (publicKey: Bytes): Promise<Bytes> => (await sha256(publicKey)).slice(0, 16);

/** What the user sees and prints: the first 12 hex digits of the id. */
export const shortName = (id: Bytes): string => toHex(id.subarray(0, 6));

/** The 64 bytes that a slot seals. */
export const wrapped = ({ privateKey, writerKey }: VaultSecrets): Bytes => concat(privateKey, writerKey);

/** @param bytes as {@link wrapped} has them. */
export async function unwrapped(bytes: Bytes): Promise<VaultSecrets> {
  const privateKey = bytes.slice(0, 32);
  const publicKey = await publicKeyOf(privateKey);
  return { id: await vaultId(publicKey), publicKey, privateKey, writerKey: bytes.slice(32) };
}

/**
 * To be called before each run and before anything is adopted.
 * @throws {Fault} `header-damaged`, `newer-version`; `vault-key-damaged` — the keys are not those of one vault;
 * `header-altered` — the `mac` is wrong (or the writer key is), or the header is another vault's.
 */
export async function checkHeader(header: Bytes, keys: VaultKeys): Promise<void> {
  const parsed = await parseHeader(header);
  const whole = keys.publicKey.length === 32 && keys.writerKey.length === 32;
  if (!whole || !equal(await vaultId(keys.publicKey), keys.id)) throw new Fault('vault-key-damaged');
  if (!equal(parsed.vault, keys.id) || !(await macHolds(parsed, keys.writerKey)))
    throw new Fault('header-altered');
}
