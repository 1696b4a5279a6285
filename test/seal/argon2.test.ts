import { describe, expect, test } from 'vitest';
import { toHex, utf8 } from '../../lib/base/bytes.ts';
import { argon2id } from '../../lib/seal/kdf.ts';
import { DEBIAN } from './argon2.ts';

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

  test.each(DEBIAN)(
    'as Debian’s argon2: t=%i m=%i p=%i %s %s',
    async (passes, memoryKiB, lanes, password, salt, out) => {
      expect(toHex(await argon2id(utf8(password), utf8(salt), { passes, memoryKiB, lanes }))).toBe(out);
    },
  );
});
