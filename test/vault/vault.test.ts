import { beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, concat, fromUtf8, toBase64url, toHex, utf8 } from '../../lib/base/bytes.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { encodeHeader, macHolds, parseHeader, type RawSlot } from '../../lib/vault/header.ts';
import { checkPassword, PASSWORD_COSTS } from '../../lib/vault/password.ts';
import { unlockHeader } from '../../lib/vault/slots.ts';
import { checkHeader, createVault, shortName, type VaultKeys } from '../../lib/vault/vault.ts';

const FLOOR = { memoryKiB: 19_456, passes: 1, lanes: 1 };
const PASSWORD = 'Correct Hörse 7';

let header: Bytes;
let keys: VaultKeys;
beforeAll(async () => {
  ({ header, keys } = await createVault(PASSWORD, { costs: FLOOR }));
});

const fault = (code: string) => expect.objectContaining({ code });

/** The header with other members, its `sum` made right again and its `mac` as it was. */
async function altered(change: (json: Record<string, unknown>) => void): Promise<Bytes> {
  const json = JSON.parse(fromUtf8(header)) as Record<string, unknown>;
  const { mac } = json;
  delete json.sum;
  delete json.mac;
  change(json);
  const body = utf8(JSON.stringify(json).slice(0, -1));
  return concat(body, utf8(`,"sum":"${toBase64url(await sha256(body))}","mac":"${String(mac)}"}`));
}

const firstSlot = (json: Record<string, unknown>) => (json.slots as Record<string, unknown>[])[0] ?? {};
const kdfOf = (json: Record<string, unknown>) => firstSlot(json).kdf as Record<string, unknown>;

describe('a vault', () => {
  test('opens with its password, typed in any Unicode form', async () => {
    const secrets = await unlockHeader(header, { kind: 'password', password: PASSWORD.normalize('NFD') });
    expect(secrets).toMatchObject(keys);
    expect(secrets.privateKey.length).toBe(32);
    await checkHeader(header, keys);
    expect(toHex(keys.id)).toBe(toHex(await sha256(keys.publicKey)).slice(0, 32));
    expect(shortName(keys.id)).toBe(toHex(keys.id).slice(0, 12));
  });

  test('does not open with another, be it one space more', async () => {
    for (const password of ['', 'correct hörse 7', `${PASSWORD} `])
      await expect(unlockHeader(header, { kind: 'password', password })).rejects.toEqual(
        fault('wrong-password'),
      );
  });

  test('two of them with one password share nothing', async () => {
    const other = await createVault(PASSWORD, { costs: FLOOR });
    expect(other.keys.id).not.toEqual(keys.id);
    await expect(checkHeader(other.header, keys)).rejects.toEqual(fault('header-altered'));
  });

  test('has the costs of the format by default', () => {
    expect(PASSWORD_COSTS).toEqual({ memoryKiB: 262_144, passes: 3, lanes: 1 });
  });
});

describe('keys', () => {
  const flip = (bytes: Bytes): Bytes => Uint8Array.from(bytes, (byte, i) => (i === 5 ? byte ^ 4 : byte));

  test('gone bad in the browser are found before a run', async () => {
    const damaged = fault('vault-key-damaged');
    await expect(checkHeader(header, { ...keys, publicKey: flip(keys.publicKey) })).rejects.toEqual(damaged);
    await expect(checkHeader(header, { ...keys, id: flip(keys.id) })).rejects.toEqual(damaged);
    await expect(checkHeader(header, { ...keys, writerKey: keys.writerKey.slice(1) })).rejects.toEqual(
      damaged,
    );
    await expect(checkHeader(header, { ...keys, writerKey: flip(keys.writerKey) })).rejects.toEqual(
      fault('header-altered'),
    );
  });
});

describe('the header', () => {
  test('ends with the 105 bytes of every version', () => {
    expect(fromUtf8(header.slice(-105))).toMatch(/^,"sum":"[\w-]{43}","mac":"[\w-]{43}"\}$/);
    expect(fromUtf8(header)).toMatch(
      /^\{"format":"keepsake","version":1,"vault":"[\w-]{22}","slots":\[\{"kind":"password"/,
    );
  });

  test('each changed byte is damage, before a password is asked for', async () => {
    for (let at = 0; at < header.length; at++) {
      const changed = header.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const parsed = await parseHeader(changed).catch((thrown: unknown) => thrown);
      const inMac = at >= header.length - 45 && at < header.length - 2;
      if (inMac && !(parsed instanceof Error))
        expect(await macHolds(parsed as Awaited<ReturnType<typeof parseHeader>>, keys.writerKey)).toBe(false);
      else expect(parsed).toEqual(fault('header-damaged'));
    }
  });

  test('each cut is damage', async () => {
    for (let cut = 0; cut < header.length; cut++)
      await expect(parseHeader(header.slice(0, cut))).rejects.toEqual(fault('header-damaged'));
  });

  test('a changed slot with a sum made right is altered', async () => {
    const changed = await altered((json) => {
      json.slots = [...(json.slots as RawSlot[]), { kind: 'passkey', rpId: 'evil' }];
    });
    await expect(checkHeader(changed, keys)).rejects.toEqual(fault('header-altered'));
    expect(await unlockHeader(changed, { kind: 'password', password: PASSWORD })).toMatchObject(keys);
  });

  test('another vault’s id is altered', async () => {
    const changed = await altered((json) => {
      json.vault = toBase64url(new Uint8Array(16));
    });
    await expect(checkHeader(changed, keys)).rejects.toEqual(fault('header-altered'));
  });

  test.each<[string, (json: Record<string, unknown>) => void, string]>([
    ['a newer version', (json) => (json.version = 2), 'newer-version'],
    ['version 0', (json) => (json.version = 0), 'header-damaged'],
    ['another format', (json) => (json.format = 'x'), 'header-damaged'],
    ['no slot', (json) => (json.slots = []), 'header-damaged'],
    ['two passwords', (json) => (json.slots = [firstSlot(json), firstSlot(json)]), 'header-damaged'],
    ['a vault id of 15 bytes', (json) => (json.vault = toBase64url(new Uint8Array(15))), 'header-damaged'],
    ['another kdf', (json) => (kdfOf(json).name = 'argon3'), 'newer-version'],
    ['64 GiB', (json) => (kdfOf(json).memoryKiB = 64 * 1024 * 1024), 'kdf-refused'],
    ['a little over 1 GiB', (json) => (kdfOf(json).memoryKiB = 1024 * 1024 + 1), 'kdf-refused'],
    ['a little under 19 MiB', (json) => (kdfOf(json).memoryKiB = 19_455), 'kdf-refused'],
    ['no pass', (json) => (kdfOf(json).passes = 0), 'kdf-refused'],
    ['17 passes', (json) => (kdfOf(json).passes = 17), 'kdf-refused'],
    ['17 lanes', (json) => (kdfOf(json).lanes = 17), 'kdf-refused'],
    ['half a pass', (json) => (kdfOf(json).passes = 1.5), 'header-damaged'],
    ['a salt of 8 bytes', (json) => (kdfOf(json).salt = toBase64url(new Uint8Array(8))), 'kdf-refused'],
    ['a salt that is no base64url', (json) => (kdfOf(json).salt = 'AAAA=='), 'header-damaged'],
    ['a short slot', (json) => (firstSlot(json).sealed = toBase64url(new Uint8Array(135))), 'header-damaged'],
    ['another slot', (json) => (firstSlot(json).sealed = toBase64url(new Uint8Array(136))), 'wrong-password'],
    ['a phrase only', (json) => (json.slots = [{ kind: 'phrase', sealed: '' }]), 'wrong-password'],
  ])('with %s: %s', async (_, change, code) => {
    // Refused before any work: Argon2 itself would answer otherwise, or not at all.
    await expect(
      unlockHeader(await altered(change), { kind: 'password', password: PASSWORD }),
    ).rejects.toEqual(fault(code));
  });

  test('more than 64 KiB or 16 slots is none', async () => {
    const many = await altered((json) => {
      json.slots = [firstSlot(json), ...Array.from({ length: 16 }, () => ({ kind: 'passkey' }))];
    });
    const long = await altered((json) => {
      json.slots = [firstSlot(json), { kind: 'x', filler: 'x'.repeat(65_536) }];
    });
    for (const bytes of [many, long])
      await expect(parseHeader(bytes)).rejects.toEqual(fault('header-damaged'));
  });

  test('slots and members nobody knows are kept when it is written again', async () => {
    const slots = [...(await parseHeader(header)).slots, { kind: 'rune', carved: [1, { deep: true }] }];
    const again = await encodeHeader(keys.id, slots, keys.writerKey);
    expect((await parseHeader(again)).slots).toEqual(slots);
    await checkHeader(again, keys);
    expect(await unlockHeader(again, { kind: 'password', password: PASSWORD })).toMatchObject(keys);
  });

  test('what could not be read is not written', async () => {
    await expect(encodeHeader(keys.id, [], keys.writerKey)).rejects.toEqual(fault('unexpected'));
  });
});

describe('a new password', () => {
  test.each(['seven77', '', '👩‍👩‍👧', '1234567'])('too short: %s', (password) =>
    expect(() => checkPassword(password)).toThrow(fault('password-short')),
  );

  test.each([
    'tab\there ok',
    'lone \ud83d half',
    'unassigned \u0378 point',
    'bell\u0007 ring it',
    'c1 \u0085 control',
  ])('with characters that may change or cannot be typed: %j', (password) =>
    expect(() => checkPassword(password)).toThrow(fault('password-characters')),
  );

  test.each(['12345678', 'пароль за семью', '8 spaces', '🔑🔑🔑🔑🔑🔑🔑🔑'])('accepted: %s', (password) =>
    expect(() => checkPassword(password)).not.toThrow(),
  );

  test('is checked before a vault is made, and so are its costs', async () => {
    await expect(createVault('short', { costs: FLOOR })).rejects.toEqual(fault('password-short'));
    await expect(createVault(PASSWORD, { costs: { ...FLOOR, memoryKiB: 1024 } })).rejects.toEqual(
      fault('kdf-refused'),
    );
  });
});
