/** @file One slot: the vault's secrets under what the user knows or has (FORMAT, "Header"). Unlocking lives here, and nowhere else. */
import { type Bytes, equal, randomBytes, toBase64url, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { openBytes, sealBytes } from '../seal/cobblestone.ts';
import { type Argon2Costs, type Argon2id, argon2id, hkdf } from '../seal/kdf.ts';
import { bytesOf, damaged, isObject, type RawSlot } from './header.ts';
import { unwrapped, type VaultSecrets, wrapped } from './keys.ts';
import { checkCosts, checkPassword, PASSWORD_COSTS, passwordBytes } from './password.ts';
import { parsePhrase } from './phrase.ts';

/** One way to unlock, as the user has it at hand. */
export type Way =
  /** `argon2id`: where it is worked out elsewhere than in this thread. */
  | { readonly kind: 'password'; readonly password: string; readonly argon2id?: Argon2id }
  | { readonly kind: 'phrase'; readonly phrase: string }
  | { readonly kind: 'passkey'; readonly credential: Bytes; readonly prf: Bytes };

/** What `navigator.credentials.get` needs: the credential's id, and 32 bytes for `prf.eval.first`. */
export interface Passkey {
  readonly rpId: string;
  readonly credential: Bytes;
  readonly prfSalt: Bytes;
}

/** A slot to be made. `prf`: the 32 bytes of `prf.results.first` for `prfSalt`. */
export type NewSlot =
  | { readonly set: 'password'; readonly password: string; readonly costs?: Argon2Costs }
  | { readonly set: 'phrase'; readonly phrase: string }
  | ({ readonly set: 'passkey'; readonly prf: Bytes } & Passkey);

/** A fresh slot with its own salts. @throws {Fault} those of {@link checkPassword} and {@link parsePhrase}, `kdf-refused`. */
export async function sealSlot(made: NewSlot, secrets: VaultSecrets): Promise<RawSlot> {
  const seal = async (key: Bytes) => toBase64url(await sealBytes(key, contextOf(made.set), wrapped(secrets)));
  switch (made.set) {
    case 'password': {
      checkPassword(made.password);
      const { memoryKiB, passes, lanes } = made.costs ?? PASSWORD_COSTS;
      const costs = { memoryKiB, passes, lanes };
      const salt = randomBytes(16);
      const sealed = await seal(await passwordKey(made.password, salt, costs));
      return { kind: 'password', kdf: { name: 'argon2id', ...costs, salt: toBase64url(salt) }, sealed };
    }
    case 'phrase':
      return { kind: 'phrase', sealed: await seal(await phraseKey(made.phrase)) };
    case 'passkey': {
      const { rpId, credential, prfSalt, prf } = made;
      if (rpId === '' || credential.length === 0 || prfSalt.length !== 32 || prf.length !== 32)
        throw new Fault('unexpected', { what: 'passkey' });
      const sealed = await seal(await passkeyKey(prf));
      return {
        kind: 'passkey',
        rpId,
        credential: toBase64url(credential),
        prfSalt: toBase64url(prfSalt),
        sealed,
      };
    }
  }
}

/**
 * Null: this is not the slot's secret. `id` is that of the private key: whether the header itself is genuine is not said here.
 * @throws {Fault} `header-damaged`, `newer-version` (another KDF), `kdf-refused` before any work, those of {@link parsePhrase}.
 */
export async function openSlot(slot: RawSlot, way: Way): Promise<VaultSecrets | null> {
  const sealed = bytesOf(slot.sealed, 136);
  const key = await keyOf(slot, way);
  if (!sealed) throw damaged('slot');
  const opened = await openBytes(key, contextOf(way.kind), sealed).catch(() => null);
  return opened && unwrapped(opened);
}

/** Whether a slot is of that way: its kind, and for a passkey its credential. */
export const isFor = (slot: RawSlot, kind: Way['kind'], credential?: Bytes): boolean =>
  slot.kind === kind &&
  (credential === undefined || equal(bytesOf(slot.credential) ?? new Uint8Array(0), credential));

/** Null where members are missing or no bytes. */
export function passkeyOf({ rpId, credential, prfSalt }: RawSlot): Passkey | null {
  const [id, salt] = [bytesOf(credential), bytesOf(prfSalt, 32)];
  return typeof rpId === 'string' && id && salt ? { rpId, credential: id, prfSalt: salt } : null;
}

function keyOf(slot: RawSlot, way: Way): Promise<Bytes> {
  switch (way.kind) {
    case 'password': {
      const { salt, costs } = kdfOf(slot);
      return passwordKey(way.password, salt, costs, way.argon2id);
    }
    case 'phrase':
      return phraseKey(way.phrase);
    case 'passkey':
      return passkeyKey(way.prf);
  }
}

/** The context of a slot's ciphertext. */
const contextOf = (kind: Way['kind']): Bytes => utf8(`keepsake/v1 slot${kind}`);

async function passwordKey(
  password: string,
  salt: Bytes,
  costs: Argon2Costs,
  derive: Argon2id = argon2id,
): Promise<Bytes> {
  checkCosts(costs, salt);
  return derive(passwordBytes(password), salt, costs);
}

const phraseKey = async (phrase: string): Promise<Bytes> =>
  hkdf(parsePhrase(phrase), utf8('keepsake/v1 phrase'));

const passkeyKey = (prf: Bytes): Promise<Bytes> => hkdf(prf, utf8('keepsake/v1 passkey'));

/** As found, not yet judged: {@link checkCosts}. @throws {Fault} `header-damaged`, `newer-version`. */
function kdfOf({ kdf }: RawSlot): { readonly salt: Bytes; readonly costs: Argon2Costs } {
  if (!isObject(kdf) || typeof kdf.name !== 'string') throw damaged('kdf');
  // Its name is not repeated: nobody has vouched for it yet.
  if (kdf.name !== 'argon2id') throw new Fault('newer-version', { what: 'kdf' });
  const { memoryKiB, passes, lanes } = kdf;
  const salt = bytesOf(kdf.salt);
  if (!salt || !isCount(memoryKiB) || !isCount(passes) || !isCount(lanes)) throw damaged('slot');
  return { salt, costs: { memoryKiB, passes, lanes } };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
