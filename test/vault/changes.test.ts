/** @file Ways to unlock are added, changed and removed; what nobody knows stays; nothing locks its owner out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, fromUtf8, must, randomBytes, toBase64url } from '../../lib/base/bytes.ts';
import { encodeHeader, parseHeader, type RawSlot } from '../../lib/vault/header.ts';
import { newPhrase } from '../../lib/vault/phrase.ts';
import { changeSlots, type SlotChange, slotsOf, unlockHeader, type Way } from '../../lib/vault/slots.ts';
import { checkHeader, createVault } from '../../lib/vault/vault.ts';

const FLOOR = { memoryKiB: 19_456, passes: 1, lanes: 1 };
const PASSWORD = 'Correct Hörse 7';
const PHRASE = newPhrase();

const { header, keys } = await createVault(PASSWORD, { costs: FLOOR });
const way = (password: string): Way => ({ kind: 'password', password });
const secrets = await unlockHeader(header, way(PASSWORD));

const fault = (code: string) => expect.objectContaining({ code });
const change = (bytes: Bytes, ...changes: SlotChange[]) => changeSlots(bytes, secrets, changes);

const passkeyOf = (n: number) => ({
  rpId: 'keepsake.example',
  credential: new Uint8Array(16).fill(n),
  prfSalt: new Uint8Array(32).fill(n),
  prf: new Uint8Array(32).fill(100 + n),
});
const add = (n: number): SlotChange => ({ set: 'passkey', ...passkeyOf(n) });
const drop = (n: number): SlotChange => ({ remove: 'passkey', credential: passkeyOf(n).credential });
const keyWay = (n: number): Way => ({ kind: 'passkey', ...passkeyOf(n) });

describe('a new password', () => {
  test('takes the old one’s place: fresh salt, own costs, the rest as it was', async () => {
    const full = await change(header, { set: 'phrase', phrase: PHRASE }, add(1));
    const costs = { memoryKiB: 20_000, passes: 2, lanes: 1 };
    const changed = await change(full, { set: 'password', password: 'another one', costs });
    await checkHeader(changed, keys);
    await expect(unlockHeader(changed, way(PASSWORD))).rejects.toEqual(fault('wrong-password'));
    for (const right of [way('another one'), { kind: 'phrase', phrase: PHRASE } as const, keyWay(1)])
      expect(await unlockHeader(changed, right)).toEqual(secrets);
    const [[before, ...rest], [after, ...kept]] = [
      (await parseHeader(full)).slots,
      (await parseHeader(changed)).slots,
    ];
    expect(kept).toEqual(rest);
    const { salt } = must(before, 'slot').kdf as { salt: string };
    expect(after?.kdf).toEqual({ name: 'argon2id', ...costs, salt: expect.stringMatching(/^[\w-]{22}$/) });
    expect(after?.kdf).not.toMatchObject({ salt });
    // The header of before is not undone: who has it and its password has the keys.
    expect(await unlockHeader(full, way(PASSWORD))).toEqual(secrets);
  });

  test('that is none, or for costs that are refused, changes nothing', async () => {
    const set = (password: string, memoryKiB = FLOOR.memoryKiB): SlotChange => ({
      set: 'password',
      password,
      costs: { ...FLOOR, memoryKiB },
    });
    await expect(change(header, set('short'))).rejects.toEqual(fault('password-short'));
    await expect(change(header, set('bell\u0007 ring it'))).rejects.toEqual(fault('password-characters'));
    await expect(change(header, set(PASSWORD, 1024))).rejects.toEqual(fault('kdf-refused'));
    for (const phrase of ['', PHRASE.replace(' ', ' x'), `${PHRASE} zoo`])
      await expect(change(header, { set: 'phrase', phrase })).rejects.toEqual(
        expect.objectContaining({ code: expect.stringMatching(/^phrase-/) }),
      );
  });
});

describe('a way', () => {
  test('is not removed where neither password nor phrase would be left', async () => {
    await expect(change(header, { remove: 'password' })).rejects.toEqual(fault('last-way'));
    await expect(change(header, add(1), { remove: 'password' })).rejects.toEqual(fault('last-way'));
    const both = await change(header, { set: 'phrase', phrase: PHRASE });
    await expect(change(both, { remove: 'password' }, { remove: 'phrase' })).rejects.toEqual(
      fault('last-way'),
    );
    const only = await change(both, { remove: 'password' });
    expect(await slotsOf(only)).toMatchObject({ password: false, phrase: true });
    await expect(change(only, { remove: 'phrase' })).rejects.toEqual(fault('last-way'));
    // Only what is left at the end counts.
    const turned = await change(
      only,
      { remove: 'phrase' },
      { set: 'password', password: PASSWORD, costs: FLOOR },
    );
    expect(await unlockHeader(turned, way(PASSWORD))).toEqual(secrets);
  });

  test('that is not there is not removed', async () => {
    expect(await change(header, { remove: 'phrase' }, drop(3))).toEqual(header);
  });

  test('is one of 16 at most', async () => {
    const passkeys = Array.from({ length: 15 }, (_, n) => add(n));
    const full = await change(header, ...passkeys);
    expect((await slotsOf(full)).passkeys).toHaveLength(15);
    await expect(change(full, add(15))).rejects.toEqual(fault('too-many-ways'));
    await expect(change(full, { set: 'phrase', phrase: PHRASE })).rejects.toEqual(fault('too-many-ways'));
    // Replacing is not adding.
    for (const bytes of [await change(full, add(7)), await change(full, drop(0), add(15))])
      expect((await slotsOf(bytes)).passkeys).toHaveLength(15);
    expect(await unlockHeader(full, keyWay(14))).toEqual(secrets);
  });

  test('of a passkey with the same credential is replaced in its place', async () => {
    const two = await change(header, add(1), add(2));
    const fresh = { ...passkeyOf(1), prfSalt: randomBytes(32), prf: randomBytes(32) };
    const changed = await change(two, { set: 'passkey', ...fresh });
    expect((await slotsOf(changed)).passkeys.map(({ prfSalt }) => prfSalt)).toEqual([
      fresh.prfSalt,
      passkeyOf(2).prfSalt,
    ]);
    expect(await unlockHeader(changed, { kind: 'passkey', ...fresh })).toEqual(secrets);
    await expect(unlockHeader(changed, keyWay(1))).rejects.toEqual(fault('wrong-passkey'));
  });

  test.each([
    ['rpId', ''],
    ['credential', new Uint8Array(0)],
    ['prfSalt', new Uint8Array(31)],
    ['prf', new Uint8Array(64)],
  ])('of a passkey with a strange %s is not written', (member, value) =>
    expect(
      change(header, { set: 'passkey', ...passkeyOf(1), [member]: value } as SlotChange),
    ).rejects.toEqual(fault('unexpected')),
  );
});

describe('what nobody knows', () => {
  test('is kept byte for byte: kinds, members of slots, members of the header', async () => {
    const rune = '{"kind":"rune","carved":[1,{"deep":true,"a":"ä\\n"}],"z":null,"n":1e-7}';
    const slots = (await parseHeader(header)).slots;
    const strange = await encodeHeader(
      keys.id,
      [JSON.parse(rune) as RawSlot, { ...slots[0], kind: 'password', hint: { of: ['x'] } }],
      keys.writerKey,
      { later: [{ deep: [1, 2] }], note: 'kept' },
    );
    const changes: SlotChange[][] = [
      [{ set: 'password', password: 'another one', costs: FLOOR }],
      [{ set: 'phrase', phrase: PHRASE }, add(1)],
      [{ set: 'phrase', phrase: PHRASE }, { remove: 'password' }],
    ];
    for (const [i, list] of changes.entries()) {
      const text = fromUtf8(await change(strange, ...list));
      expect(text).toContain(`"slots":[${rune},`);
      expect(text).toContain(`],"later":[{"deep":[1,2]}],"note":"kept","sum":"`);
      expect(text.includes('"hint":{"of":["x"]}')).toBe(i < 2);
    }
  });

  test('is not what the first and last members are', async () => {
    const more = { format: 'x', version: 2, vault: 'y', slots: [], sum: 'z', mac: 'z', own: 1 };
    await expect(encodeHeader(keys.id, [], keys.writerKey, more)).rejects.toEqual(fault('unexpected'));
    const twice = await encodeHeader(keys.id, (await parseHeader(header)).slots, keys.writerKey, {
      sum: 'z',
    });
    expect((await parseHeader(twice)).more).toEqual({});
  });
});

describe('nothing is written', () => {
  test('over a header that somebody altered, or of another vault', async () => {
    const altered = await encodeHeader(keys.id, (await parseHeader(header)).slots, randomBytes(32));
    await expect(change(altered, add(1))).rejects.toEqual(fault('header-altered'));
    const other = await createVault(PASSWORD, { costs: FLOOR });
    await expect(change(other.header, add(1))).rejects.toEqual(fault('header-altered'));
    const damaged = header.map((byte, i) => (i === 90 ? byte ^ 1 : byte));
    await expect(change(damaged, add(1))).rejects.toEqual(fault('header-damaged'));
  });

  test('with a private key that opens no run', async () => {
    const bad = { ...secrets, privateKey: randomBytes(32) };
    await expect(changeSlots(header, bad, [add(1)])).rejects.toEqual(fault('vault-key-damaged'));
  });
});

test('any row of changes comes to what was asked for, and change undoes change', async () => {
  const start = await change(header, add(0));
  const step = fc.oneof(
    fc.record({ on: fc.boolean(), n: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ on: fc.boolean(), n: fc.constant(0) }),
  );
  const property = fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
    const there = new Set([0]);
    let bytes = start;
    for (const { on, n } of steps) {
      bytes = await change(bytes, on ? add(n) : drop(n));
      if (on) there.add(n);
      else there.delete(n);
    }
    await checkHeader(bytes, keys);
    const found = (await slotsOf(bytes)).passkeys.map(({ credential }) => credential[0]);
    expect(found.sort()).toEqual([...there].sort());
    for (const n of [0, 1, 2, 3, 4])
      if (there.has(n)) expect(await unlockHeader(bytes, keyWay(n))).toEqual(secrets);
      else await expect(unlockHeader(bytes, keyWay(n))).rejects.toEqual(fault('wrong-passkey'));
    // Added and taken away again: the very same bytes.
    expect(await change(await change(bytes, add(9)), drop(9))).toEqual(bytes);
    const both = await change(bytes, { set: 'phrase', phrase: PHRASE }, add(9));
    expect(await change(both, drop(9), { remove: 'phrase' })).toEqual(bytes);
  });
  await fc.assert(property, { numRuns: 25 });
  expect(toBase64url(must((await slotsOf(start)).passkeys[0], 'passkey').credential)).toBe(
    toBase64url(new Uint8Array(16)),
  );
});
