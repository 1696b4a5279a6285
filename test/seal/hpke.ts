/**
 * @file HPKE's mode_psk, receiving, written out from RFC 9180 over HMAC and X25519 alone: slow, obvious, and another
 * pair of hands than the library that capsules use.
 */
import { type Bytes, concat, utf8 } from '../../lib/base/bytes.ts';
import { publicKeyOf, x25519 } from '../../lib/seal/capsule.ts';
import { hmacSha256 } from '../../lib/seal/kdf.ts';

const KEM = 0x0020;
const KDF = 0x0001;
const two = (value: number): Bytes => Uint8Array.of(value >> 8, value & 255);
const none = new Uint8Array(0);

const extract = (salt: Bytes, ikm: Bytes): Promise<Bytes> =>
  hmacSha256(salt.length === 0 ? new Uint8Array(32) : salt, ikm);

/** At most 32 bytes: one round. */
const expand = async (prk: Bytes, info: Bytes, length: number): Promise<Bytes> =>
  (await hmacSha256(prk, concat(info, Uint8Array.of(1)))).slice(0, length);

const labeled = (suite: Bytes) => ({
  extract: (salt: Bytes, label: string, ikm: Bytes) =>
    extract(salt, concat(utf8('HPKE-v1'), suite, utf8(label), ikm)),
  expand: (prk: Bytes, label: string, info: Bytes, length: number) =>
    expand(prk, concat(two(length), utf8('HPKE-v1'), suite, utf8(label), info), length),
});

export interface Schedule {
  readonly sharedSecret: Bytes;
  readonly key: Bytes;
  readonly baseNonce: Bytes;
}

/** @param aead 1: AES-128-GCM, 2: AES-256-GCM. */
export async function receive(
  aead: 1 | 2,
  privateKey: Bytes,
  enc: Bytes,
  { info, psk, pskId }: { readonly info: Bytes; readonly psk: Bytes; readonly pskId: Bytes },
): Promise<Schedule> {
  const kem = labeled(concat(utf8('KEM'), two(KEM)));
  const dh = await x25519(privateKey, enc);
  const context = concat(enc, await publicKeyOf(privateKey));
  const sharedSecret = await kem.expand(await kem.extract(none, 'eae_prk', dh), 'shared_secret', context, 32);

  const hpke = labeled(concat(utf8('HPKE'), two(KEM), two(KDF), two(aead)));
  const mode = Uint8Array.of(1);
  const terms = concat(
    mode,
    await hpke.extract(none, 'psk_id_hash', pskId),
    await hpke.extract(none, 'info_hash', info),
  );
  const secret = await hpke.extract(sharedSecret, 'secret', psk);
  return {
    sharedSecret,
    key: await hpke.expand(secret, 'key', terms, aead === 1 ? 16 : 32),
    baseNonce: await hpke.expand(secret, 'base_nonce', terms, 12),
  };
}

/** @throws where it is not authentic. */
export async function openWith(
  { key, baseNonce }: Schedule,
  sequence: number,
  aad: Bytes,
  ciphertext: Bytes,
): Promise<Bytes> {
  const iv = baseNonce.slice();
  const view = new DataView(iv.buffer);
  view.setUint32(8, view.getUint32(8) ^ sequence);
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: aad }, aes, ciphertext),
  );
}
