/** @file The vault: its keys, made once and wrapped in the header's slots, and the checks before they are used. */
import { type Bytes, concat, equal, randomBytes, toBase64url, toHex, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { generateKeyPair, publicKeyOf } from '../seal/capsule.ts';
import { openBytes, sealBytes } from '../seal/cobblestone.ts';
import { type Argon2Costs, argon2id, sha256 } from '../seal/kdf.ts';
import { checkCosts, encodeHeader, type Header, macHolds, parseHeader, passwordSlot } from './header.ts';
import { checkPassword, passwordBytes } from './password.ts';

export { checkPassword } from './password.ts';

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

/** About a second. More lanes would help only a guesser: in a browser they run one after another. */
export const PASSWORD_COSTS: Argon2Costs = { memoryKiB: 262_144, passes: 3, lanes: 1 };

/** The context of a slot's ciphertext; the slot kinds are FORMAT's: password, phrase, passkey. */
const slotContext = (kind: 'password'): Bytes => utf8(`keepsake/v1 slot${kind}`);

/** @throws {Fault} `password-short`, `password-characters`, `kdf-refused`. */
export async function createVault(
  password: string,
  costs: Argon2Costs = PASSWORD_COSTS,
): Promise<{ header: Bytes; keys: VaultKeys }> {
  checkPassword(password);
  const salt = randomBytes(16);
  checkCosts(costs, salt);
  const { publicKey, privateKey } = await generateKeyPair();
  const writerKey = randomBytes(32);
  const keys: VaultKeys = { id: await vaultId(publicKey), publicKey, writerKey };
  const slotKey = await argon2id(passwordBytes(password), salt, costs);
  const sealed = await sealBytes(slotKey, slotContext('password'), concat(privateKey, writerKey));
  const slot = {
    kind: 'password',
    kdf: { name: 'argon2id', ...costs, salt: toBase64url(salt) },
    sealed: toBase64url(sealed),
  };
  return { header: await encodeHeader(keys.id, [slot], writerKey), keys };
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

/**
 * The vault's secrets, `id` being that of the private key: whether the header itself is genuine is {@link checkHeader}'s to say.
 * @throws {Fault} `wrong-password` — also where there is no password slot; `kdf-refused`, before any work;
 * `newer-version`, `header-damaged`.
 */
export async function unlockWithPassword(header: Bytes, password: string): Promise<VaultSecrets> {
  return unlockParsed(await parseHeader(header), password);
}

async function unlockParsed(header: Header, password: string): Promise<VaultSecrets> {
  const slot = passwordSlot(header);
  if (!slot || password === '') throw new Fault('wrong-password');
  checkCosts(slot.costs, slot.salt);
  const slotKey = await argon2id(passwordBytes(password), slot.salt, slot.costs);
  const secrets = await openBytes(slotKey, slotContext('password'), slot.sealed).catch((thrown: unknown) => {
    throw new Fault('wrong-password', {}, thrown);
  });
  const privateKey = secrets.slice(0, 32);
  const publicKey = await publicKeyOf(privateKey);
  return { id: await vaultId(publicKey), publicKey, privateKey, writerKey: secrets.slice(32) };
}

/** What the user sees and prints: the first 12 hex digits of the id. */
export const shortName = (id: Bytes): string => toHex(id.subarray(0, 6));

export const vaultId = async (publicKey: Bytes): Promise<Bytes> => (await sha256(publicKey)).slice(0, 16);
