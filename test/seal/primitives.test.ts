import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { describe, expect, inject, test } from 'vitest';
import { type Bytes, concat, fromHex, must, randomBytes, toHex, utf8 } from '../../lib/base/bytes.ts';
import { generateKeyPair, openCapsule, publicKeyOf, sealCapsule, x25519 } from '../../lib/seal/capsule.ts';
import { argon2id, expandSha512, hkdf, hmacSha256, Sha256, sha256 } from '../../lib/seal/kdf.ts';

const hex = (text: string): Bytes => must(fromHex(text), 'hex');
const vectors = inject('vectors');
const NOT_AUTHENTIC = expect.objectContaining({ code: 'not-authentic' });

/** All tests of a Wycheproof file, with their group. */
function casesOf<T, G = object>(json: string | undefined): (T & { readonly group: G })[] {
  if (!json) return [];
  const { testGroups } = JSON.parse(json) as { testGroups: (G & { tests: T[] })[] };
  return testGroups.flatMap((group) => group.tests.map((item) => ({ ...item, group })));
}

describe('Argon2id', () => {
  // The plain vectors of the reference implementation (phc-winner-argon2, src/test.c), version 0x13, one lane and two.
  const reference: [
    passes: number,
    memoryKiB: number,
    lanes: number,
    password: string,
    salt: string,
    out: string,
  ][] = [
    [
      2,
      65_536,
      1,
      'password',
      'somesalt',
      '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7',
    ],
    [2, 256, 1, 'password', 'somesalt', '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
    [2, 256, 2, 'password', 'somesalt', '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
    [
      1,
      65_536,
      1,
      'password',
      'somesalt',
      'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98',
    ],
    [
      4,
      65_536,
      1,
      'password',
      'somesalt',
      '9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c',
    ],
    [
      2,
      65_536,
      1,
      'differentpassword',
      'somesalt',
      '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde',
    ],
    [
      2,
      65_536,
      1,
      'password',
      'diffsalt',
      'bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c',
    ],
  ];
  test.each(reference)('t=%i m=%i p=%i %s %s', async (passes, memoryKiB, lanes, password, salt, out) => {
    expect(toHex(await argon2id(utf8(password), utf8(salt), { passes, memoryKiB, lanes }))).toBe(out);
  });

  // Made with the reference implementation in C through Python's argon2-cffi.
  test('at the floor, a password outside ASCII', async () => {
    const costs = { memoryKiB: 19_456, passes: 3, lanes: 1 };
    const salt = Uint8Array.from({ length: 16 }, (_, i) => i);
    expect(toHex(await argon2id(utf8('Grüße 🔑'), salt, costs))).toBe(
      'd072ac7824a993b859876c174f4633587cae6cd9969e36fe97a7e3041d2b0ff2',
    );
  });

  test('at the costs of a new vault', async () => {
    const costs = { memoryKiB: 262_144, passes: 3, lanes: 1 };
    const salt = Uint8Array.from({ length: 16 }, (_, i) => i);
    expect(toHex(await argon2id(utf8('correct horse battery staple'), salt, costs))).toBe(
      'aad608b5866cef907f47d5cae529ed01a91301c92c5d5fef46e1a65e394e5742',
    );
  }, 30_000);
});

describe('hashes', () => {
  test('SHA-256 of "abc" (FIPS 180-2), whole and in pieces', async () => {
    const out = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(toHex(await sha256(utf8('abc')))).toBe(out);
    const hash = await Sha256.create();
    expect(toHex(hash.update(utf8('a')).update(utf8('')).update(utf8('bc')).digest())).toBe(out);
  });

  test('two running hashes do not mix', async () => {
    const [a, b] = [await Sha256.create(), await Sha256.create()];
    for (const byte of utf8('abc')) {
      a.update(Uint8Array.of(byte));
      b.update(Uint8Array.of(byte ^ 1));
    }
    expect(a.digest()).toEqual(await sha256(utf8('abc')));
    expect(b.digest()).toEqual(await sha256(utf8('`cb')));
  });

  test('HMAC-SHA-256 (RFC 4231, case 2)', async () => {
    expect(toHex(await hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?')))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('HKDF-SHA-256 with an empty salt (RFC 5869, case 3, its first 32 bytes)', async () => {
    const ikm = new Uint8Array(22).fill(0x0b);
    expect(toHex(await hkdf(ikm, utf8('')))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
    );
  });
});

describe('capsules', () => {
  const terms = { psk: randomBytes(32), pskId: randomBytes(16), info: utf8('info'), aad: utf8('aad') };

  test('opening undoes sealing; other terms or keys do not open', async () => {
    const keys = await generateKeyPair();
    const sealed = await sealCapsule(keys.publicKey, terms, utf8('hello'));
    expect([sealed.enc.length, sealed.sealed.length]).toEqual([32, 21]);
    expect(await openCapsule(keys, terms, sealed)).toEqual(utf8('hello'));
    for (const member of ['psk', 'pskId', 'info', 'aad'] as const) {
      const other = { ...terms, [member]: concat(terms[member], Uint8Array.of(1)) };
      await expect(openCapsule(keys, other, sealed)).rejects.toEqual(NOT_AUTHENTIC);
    }
    await expect(openCapsule(await generateKeyPair(), terms, sealed)).rejects.toEqual(NOT_AUTHENTIC);
  });

  test.each([
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    `ecffffff${'ff'.repeat(27)}7f`,
  ])('a point of low order is refused on both sides: %s', async (point) => {
    const keys = await generateKeyPair();
    await expect(sealCapsule(hex(point), terms, utf8('x'))).rejects.toEqual(NOT_AUTHENTIC);
    const capsule = { enc: hex(point), sealed: new Uint8Array(17) };
    await expect(openCapsule(keys, terms, capsule)).rejects.toEqual(NOT_AUTHENTIC);
  });

  test('the public key of RFC 7748, 6.1', async () => {
    const bob = hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
    expect(toHex(await publicKeyOf(bob))).toBe(
      'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
    );
  });
});

interface GcmCase {
  tcId: number;
  key: string;
  iv: string;
  aad: string;
  msg: string;
  ct: string;
  tag: string;
  result: string;
}
const gcm = casesOf<GcmCase, { ivSize: number; keySize: number; tagSize: number }>(vectors?.gcm).filter(
  ({ group }) => group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128,
);

describe.skipIf(!vectors)('Wycheproof', () => {
  test('AES-256-GCM as the platform has it: 66 cases', async () => {
    expect(gcm.length).toBe(66);
    for (const { tcId, result, ...c } of gcm) {
      const key = await crypto.subtle.importKey('raw', hex(c.key), 'AES-GCM', false, ['encrypt', 'decrypt']);
      const algorithm = { name: 'AES-GCM', iv: hex(c.iv), additionalData: hex(c.aad) };
      const opened = await crypto.subtle.decrypt(algorithm, key, hex(c.ct + c.tag)).then(
        (bytes) => toHex(new Uint8Array(bytes)),
        () => null,
      );
      expect([tcId, opened]).toEqual([tcId, result === 'valid' ? c.msg : null]);
      if (result !== 'valid') continue;
      const sealed = await crypto.subtle.encrypt(algorithm, key, hex(c.msg));
      expect(toHex(new Uint8Array(sealed))).toBe(c.ct + c.tag);
    }
  });

  test('HKDF-SHA-512 through our Expand: all cases', async () => {
    const cases = casesOf<{
      ikm: string;
      salt: string;
      info: string;
      size: number;
      okm: string;
      result: string;
    }>(vectors?.hkdf);
    expect(cases.length).toBe(83);
    for (const c of cases) {
      const extract = { name: 'HMAC', hash: 'SHA-512' };
      const salt = c.salt === '' ? new Uint8Array(64) : hex(c.salt);
      const key = await crypto.subtle.importKey('raw', salt, extract, false, ['sign']);
      const prk = new Uint8Array(await crypto.subtle.sign('HMAC', key, hex(c.ikm)));
      const okm = await expandSha512(prk, hex(c.info), c.size).then(toHex, () => null);
      expect(okm).toBe(c.result === 'valid' ? c.okm : null);
    }
  });

  test('X25519: all 518 cases, all-zero results refused', async () => {
    const cases = casesOf<{ tcId: number; public: string; private: string; shared: string; flags: string[] }>(
      vectors?.x25519,
    );
    expect(cases.length).toBe(518);
    for (const c of cases) {
      const shared = await x25519(hex(c.private), hex(c.public)).then(toHex, () => null);
      const zero = c.flags.includes('ZeroSharedSecret') || /^0+$/.test(c.shared);
      expect([c.tcId, shared]).toEqual([c.tcId, zero ? null : c.shared]);
    }
  });

  test('HPKE, mode_psk (RFC 9180, A.1.2), through the library that capsules use', async () => {
    interface Group {
      mode: string;
      info: string;
      pkRm: string;
      skRm: string;
      psk: string;
      psk_id: string;
      enc: string;
      encryptions: { sequence_number: number; pt: string; aad: string; ct: string }[];
    }
    const { groups } = JSON.parse(vectors?.hpke ?? '') as { groups: Group[] };
    const group = must(
      groups.find(({ mode }) => mode === '1'),
      'psk',
    );
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
});
