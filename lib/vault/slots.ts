/** @file All the ways to unlock a header: which there are, opening it by any of them, and changing them once it is open. */
import { type Bytes, equal } from '../base/bytes.ts';
import { Fault, type FaultCode } from '../base/fault.ts';
import { publicKeyOf } from '../seal/capsule.ts';
import { encodeHeader, MAX_SLOTS, parseHeader, type RawSlot } from './header.ts';
import { checkHeader, type VaultSecrets } from './keys.ts';
import { parsePhrase } from './phrase.ts';
import { isFor, type NewSlot, openSlot, type Passkey, passkeyOf, sealSlot, type Way } from './slot.ts';

export type { NewSlot, Passkey, Way } from './slot.ts';

/** What a header says of its slots, locked: for the unlock screen, and proof of nothing. */
export interface Slots {
  readonly password: boolean;
  readonly phrase: boolean;
  /** In the header's order. */
  readonly passkeys: readonly Passkey[];
  /** Slots of kinds that this version does not know, and passkeys it cannot read. */
  readonly unknown: number;
}

/** What is changed by one step; what is not there is not removed. `set` of a known passkey's credential replaces that one. */
export type SlotChange =
  | NewSlot
  | { readonly remove: 'password' | 'phrase' }
  | { readonly remove: 'passkey'; readonly credential: Bytes };

/** No slot opened: by its kind. */
export const WRONG: Readonly<Record<Way['kind'], FaultCode>> = {
  password: 'wrong-password',
  phrase: 'wrong-phrase',
  passkey: 'wrong-passkey',
};

/** @throws {Fault} `header-damaged`, `newer-version`. */
export async function slotsOf(header: Bytes): Promise<Slots> {
  const { slots } = await parseHeader(header);
  const passkeys = slots.filter(({ kind }) => kind === 'passkey').map(passkeyOf);
  const known = passkeys.filter((passkey) => passkey !== null);
  const [password, phrase] = [has(slots, 'password'), has(slots, 'phrase')];
  return {
    password,
    phrase,
    passkeys: known,
    unknown: slots.length - known.length - Number(password) - Number(phrase),
  };
}

/** What can be tried where an archive has several headers. A passkey of two salts stands there twice. */
export function joinSlots(all: readonly Slots[]): Slots {
  const passkeys: Passkey[] = [];
  for (const one of all.flatMap((slots) => slots.passkeys))
    if (!passkeys.some((other) => isSame(one, other))) passkeys.push(one);
  return {
    password: all.some(({ password }) => password),
    phrase: all.some(({ phrase }) => phrase),
    passkeys,
    unknown: Math.max(0, ...all.map(({ unknown }) => unknown)),
  };
}

/**
 * The vault's secrets, `id` being that of the private key: whether the header itself is genuine is {@link checkHeader}'s to say.
 * A password asks Argon2id for about a second of this thread's time.
 * @throws {Fault} `wrong-password`, `wrong-phrase`, `wrong-passkey` — also where there is no such slot; `phrase-word`,
 * `phrase-length`, `phrase-checksum` and `kdf-refused`, before any work; `newer-version`, `header-damaged`.
 */
export async function unlockHeader(header: Bytes, way: Way): Promise<VaultSecrets> {
  const { slots } = await parseHeader(header);
  if (way.kind === 'phrase') parsePhrase(way.phrase);
  const isEmpty = way.kind === 'password' && way.password === '';
  const credential = way.kind === 'passkey' ? way.credential : undefined;
  for (const slot of isEmpty ? [] : slots.filter((one) => isFor(one, way.kind, credential))) {
    const secrets = await openSlot(slot, way);
    if (secrets) return secrets;
  }
  throw new Fault(WRONG[way.kind]);
}

/**
 * The header written anew. Slots of unknown kinds and unknown members stay as they were, and so does every slot that is
 * not named; a new password gets this program's costs and a fresh salt.
 * @throws {Fault} `header-altered`, `vault-key-damaged`, `header-damaged`, `newer-version` — before anything is changed;
 * `last-way` — neither password nor phrase would be left; `too-many-ways`; those of new passwords and phrases.
 */
export async function changeSlots(
  header: Bytes,
  secrets: VaultSecrets,
  changes: readonly SlotChange[],
): Promise<Bytes> {
  await checkHeader(header, secrets);
  // A private key that is not the vault's would make a slot that opens, and then opens no run.
  if (!equal(await publicKeyOf(secrets.privateKey), secrets.publicKey)) throw new Fault('vault-key-damaged');
  const { vault, slots, more } = await parseHeader(header);
  let changed = slots;
  for (const change of changes) changed = await changedBy(changed, change, secrets);
  if (!has(changed, 'password') && !has(changed, 'phrase')) throw new Fault('last-way');
  if (changed.length > MAX_SLOTS) throw new Fault('too-many-ways', { most: MAX_SLOTS });
  return encodeHeader(vault, changed, secrets.writerKey, more);
}

async function changedBy(
  slots: readonly RawSlot[],
  change: SlotChange,
  secrets: VaultSecrets,
): Promise<readonly RawSlot[]> {
  const kind = 'set' in change ? change.set : change.remove;
  const credential = 'credential' in change ? change.credential : undefined;
  const rest = slots.filter((slot) => !isFor(slot, kind, credential));
  if (!('set' in change)) return rest;
  const at = slots.findIndex((slot) => isFor(slot, kind, credential));
  const slot = { ...slots[at], ...(await sealSlot(change, secrets)) };
  return at < 0 ? [...rest, slot] : rest.toSpliced(at, 0, slot);
}

const has = (slots: readonly RawSlot[], kind: Way['kind']): boolean =>
  slots.some((slot) => slot.kind === kind);

const isSame = (a: Passkey, b: Passkey): boolean =>
  a.rpId === b.rpId && equal(a.credential, b.credential) && equal(a.prfSalt, b.prfSalt);
