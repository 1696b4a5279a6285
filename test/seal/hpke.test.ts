import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { describe, expect, inject, test } from 'vitest';
import { type Bytes, fromHex, must, randomBytes, toHex, utf8 } from '../../lib/base/bytes.ts';
import { generateKeyPair, publicKeyOf, sealCapsule } from '../../lib/seal/capsule.ts';
import { openWith, receive } from './hpke.ts';

const hex = (text: string): Bytes => must(fromHex(text), 'hex');
const vectors = inject('vectors');

interface Group {
  readonly mode: string;
  readonly info: string;
  readonly pkRm: string;
  readonly skRm: string;
  readonly psk: string;
  readonly psk_id: string;
  readonly enc: string;
  readonly shared_secret: string;
  readonly key: string;
  readonly base_nonce: string;
  readonly encryptions: readonly { sequence_number: string; pt: string; aad: string; ct: string }[];
}

function pskGroup(): Group {
  const { groups } = JSON.parse(vectors?.hpke ?? '') as { groups: Group[] };
  return must(
    groups.find(({ mode }) => mode === '1'),
    'mode_psk',
  );
}

describe.skipIf(!vectors)('RFC 9180, A.1.2: mode_psk', () => {
  test('through the library that capsules use', async () => {
    const group = pskGroup();
    const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM);
    const [privateKey, publicKey] = await Promise.all([
      suite.DeserializePrivateKey(hex(group.skRm)),
      suite.DeserializePublicKey(hex(group.pkRm)),
    ]);
    const first = must(group.encryptions[0], 'encryption');
    const opened = await suite.Open({ privateKey, publicKey }, hex(group.enc), hex(first.ct), {
      aad: hex(first.aad),
      info: hex(group.info),
      psk: hex(group.psk),
      pskId: hex(group.psk_id),
    });
    expect(toHex(opened)).toBe(first.pt);
    expect(toHex(await publicKeyOf(hex(group.skRm)))).toBe(group.pkRm);
  });

  test('written out: shared secret, key, nonce, and all six ciphertexts', async () => {
    const group = pskGroup();
    const terms = { info: hex(group.info), psk: hex(group.psk), pskId: hex(group.psk_id) };
    const schedule = await receive(1, hex(group.skRm), hex(group.enc), terms);
    expect([schedule.sharedSecret, schedule.key, schedule.baseNonce].map(toHex)).toEqual([
      group.shared_secret,
      group.key,
      group.base_nonce,
    ]);
    expect(group.encryptions.length).toBe(6);
    for (const { sequence_number, aad, ct, pt } of group.encryptions)
      expect(toHex(await openWith(schedule, Number(sequence_number), hex(aad), hex(ct)))).toBe(pt);
  });
});

test('what is written out opens the capsules of this program, and only under their terms', async () => {
  const keys = await generateKeyPair();
  for (const length of [0, 1, 96, 1000]) {
    const terms = { psk: randomBytes(32), pskId: randomBytes(16), info: utf8('info'), aad: randomBytes(48) };
    const plaintext = randomBytes(length);
    const { enc, sealed } = await sealCapsule(keys.publicKey, terms, plaintext);
    const schedule = await receive(2, keys.privateKey, enc, terms);
    expect(await openWith(schedule, 0, terms.aad, sealed)).toEqual(plaintext);
    const other = await receive(2, keys.privateKey, enc, { ...terms, psk: randomBytes(32) });
    await expect(openWith(other, 0, terms.aad, sealed)).rejects.toThrow();
  }
});
