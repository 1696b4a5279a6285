/** @file HPKE (RFC 9180), mode_psk, single-shot: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; and X25519 (RFC 7748). */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { type Bytes, concat, randomBytes } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';

const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

/** RFC 8410: what stands before the 32 bytes of an X25519 private key in PKCS #8. */
const PKCS8 = Uint8Array.of(
  ...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20],
);

/** X25519 keys, 32 raw bytes each. */
export interface KeyPair {
  readonly publicKey: Bytes;
  readonly privateKey: Bytes;
}

/** What both sides of a capsule must agree on. `psk` is 32 bytes or more. */
export interface CapsuleTerms {
  readonly psk: Bytes;
  readonly pskId: Bytes;
  readonly info: Bytes;
  readonly aad: Bytes;
}

export interface Capsule {
  /** The ephemeral public key, 32 bytes. */
  readonly enc: Bytes;
  /** 16 bytes longer than the plaintext. */
  readonly sealed: Bytes;
}

export async function generateKeyPair(): Promise<KeyPair> {
  const privateKey = randomBytes(32);
  return { privateKey, publicKey: await publicKeyOf(privateKey) };
}

/** @throws {Fault} `not-authentic` — not 32 bytes. */
export const publicKeyOf = (privateKey: Bytes): Promise<Bytes> =>
  x25519(privateKey, Uint8Array.of(9, ...new Uint8Array(31)));

/** The shared secret, 32 bytes. @throws {Fault} `not-authentic` — keys of another size, or an all-zero result (RFC 7748, 6.1). */
export async function x25519(privateKey: Bytes, publicKey: Bytes): Promise<Bytes> {
  try {
    const [mine, theirs] = await Promise.all([
      crypto.subtle.importKey('pkcs8', concat(PKCS8, privateKey), 'X25519', false, ['deriveBits']),
      crypto.subtle.importKey('raw', publicKey, 'X25519', false, []),
    ]);
    const bits = await crypto.subtle.deriveBits({ name: 'X25519', public: theirs }, mine, 256);
    const shared = new Uint8Array(bits);
    if (shared.some((byte) => byte !== 0)) return shared;
  } catch (thrown) {
    throw new Fault('not-authentic', { what: 'X25519' }, thrown);
  }
  throw new Fault('not-authentic', { what: 'X25519, all zero' });
}

/** @throws {Fault} `not-authentic` — a public key of low order, with which anyone could open the capsule. */
export async function sealCapsule(publicKey: Bytes, terms: CapsuleTerms, plaintext: Bytes): Promise<Capsule> {
  await x25519(randomBytes(32), publicKey);
  try {
    const key = await suite.DeserializePublicKey(publicKey);
    const { encapsulatedSecret, ciphertext } = await suite.Seal(key, plaintext, terms);
    return { enc: new Uint8Array(encapsulatedSecret), sealed: new Uint8Array(ciphertext) };
  } catch (thrown) {
    throw new Fault('not-authentic', { what: 'HPKE' }, thrown);
  }
}

/** @throws {Fault} `not-authentic` — other keys or terms, any change, an `enc` of low order. */
export async function openCapsule(keys: KeyPair, terms: CapsuleTerms, capsule: Capsule): Promise<Bytes> {
  await x25519(keys.privateKey, capsule.enc);
  try {
    const [privateKey, publicKey] = await Promise.all([
      suite.DeserializePrivateKey(keys.privateKey),
      suite.DeserializePublicKey(keys.publicKey),
    ]);
    return new Uint8Array(
      await suite.Open({ privateKey, publicKey }, capsule.enc, capsule.sealed, { ...terms }),
    );
  } catch (thrown) {
    throw new Fault('not-authentic', { what: 'HPKE' }, thrown);
  }
}
