import { describe, expect, inject, test } from 'vitest';
import { type Bytes, concat, fromHex, must, randomBytes, toHex, utf8 } from '../../lib/base/bytes.ts';
import { generateKeyPair, openCapsule, publicKeyOf, sealCapsule, x25519 } from '../../lib/seal/capsule.ts';
import { expandSha512, hkdf, hmacSha256, Sha256, sha256 } from '../../lib/seal/kdf.ts';

const hex = (text: string): Bytes => must(fromHex(text), 'hex');
const vectors = inject('vectors');
const NOT_AUTHENTIC = expect.objectContaining({ code: 'not-authentic' });

/** All tests of a Wycheproof file, with their group. */
function casesOf<T, G = object>(json: string | undefined): (T & { readonly group: G })[] {
  if (!json) return [];
  const { testGroups } = JSON.parse(json) as { testGroups: (G & { tests: T[] })[] };
  return testGroups.flatMap((group) => group.tests.map((item) => ({ ...item, group })));
}

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
});
