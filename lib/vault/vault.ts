/** @file A vault is made: its keys, and the first slots that wrap them. */
import { type Bytes, randomBytes } from '../base/bytes.ts';
import { generateKeyPair } from '../seal/capsule.ts';
import type { Argon2Costs } from '../seal/kdf.ts';
import { encodeHeader } from './header.ts';
import { type VaultKeys, type VaultSecrets, vaultId } from './keys.ts';
import { type NewSlot, type Passkey, sealSlot } from './slot.ts';

export { checkHeader, shortName, type VaultKeys, type VaultSecrets, vaultId } from './keys.ts';

/** What opens a new vault beside its password. */
export interface MoreWays {
  readonly phrase?: string;
  readonly passkey?: Passkey & { readonly prf: Bytes };
  readonly costs?: Argon2Costs;
}

/** @throws {Fault} `password-short`, `password-characters`, `kdf-refused`, `phrase-word`, `phrase-length`, `phrase-checksum`. */
export async function createVault(
  password: string,
  { phrase, passkey, costs }: MoreWays = {},
): Promise<{ header: Bytes; keys: VaultKeys }> {
  const { publicKey, privateKey } = await generateKeyPair();
  const keys: VaultKeys = { id: await vaultId(publicKey), publicKey, writerKey: randomBytes(32) };
  const secrets: VaultSecrets = { ...keys, privateKey };
  const wanted: NewSlot[] = [{ set: 'password', password, ...(costs && { costs }) }];
  if (phrase !== undefined) wanted.push({ set: 'phrase', phrase });
  if (passkey) wanted.push({ set: 'passkey', ...passkey });
  const slots = [];
  for (const slot of wanted) slots.push(await sealSlot(slot, secrets));
  return { header: await encodeHeader(keys.id, slots, keys.writerKey), keys };
}
