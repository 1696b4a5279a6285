import { describe, expect, test } from 'vitest';
import {
  type Bytes,
  concat,
  fromBase64url,
  fromHex,
  fromUtf8,
  must,
  randomBytes,
  toBase64url,
  utf8,
} from '../../lib/base/bytes.ts';
import { openBytes } from '../../lib/seal/cobblestone.ts';
import { hkdf } from '../../lib/seal/kdf.ts';
import { encodeHeader, parseHeader, type RawSlot } from '../../lib/vault/header.ts';
import { headerMark } from '../../lib/vault/mark.ts';
import { newPhrase, parsePhrase } from '../../lib/vault/phrase.ts';
import { changeSlots, joinSlots, slotsOf, unlockHeader, type Way } from '../../lib/vault/slots.ts';
import { checkHeader, createVault } from '../../lib/vault/vault.ts';

const FLOOR = { memoryKiB: 19_456, passes: 1, lanes: 1 };
const PASSWORD = 'Correct Hörse 7';
const PHRASE = newPhrase();
const PASSKEY = {
  rpId: 'keepsake.example',
  credential: randomBytes(20),
  prfSalt: randomBytes(32),
  prf: randomBytes(32),
};

const password: Way = { kind: 'password', password: PASSWORD };
const phrase: Way = { kind: 'phrase', phrase: PHRASE };
const passkey: Way = { kind: 'passkey', credential: PASSKEY.credential, prf: PASSKEY.prf };
const WAYS = [password, phrase, passkey];

const { header, keys } = await createVault(PASSWORD, { phrase: PHRASE, passkey: PASSKEY, costs: FLOOR });
const secrets = await unlockHeader(header, phrase);

const fault = (code: string) => expect.objectContaining({ code });
const slotsIn = async (bytes: Bytes) => (await parseHeader(bytes)).slots;

/** The header with these slots, as only who holds the writer key can make it. */
const withSlots = async (change: (slots: RawSlot[]) => readonly RawSlot[]) =>
  encodeHeader(keys.id, change([...(await slotsIn(header))]), keys.writerKey);

const flipped = (text: unknown, at: number): string => {
  const letters = [...String(text)];
  letters[at] = letters[at] === 'A' ? 'B' : 'A';
  return letters.join('');
};

describe('each way', () => {
  test('opens one and the same vault', async () => {
    for (const way of WAYS) expect(await unlockHeader(header, way)).toEqual(secrets);
    expect(secrets).toMatchObject(keys);
    await checkHeader(header, keys);
  });

  test('has its members as the format has them', async () => {
    const [first, second, third] = await slotsIn(header);
    const text = (length: number) => expect.stringMatching(new RegExp(`^[\\w-]{${length}}$`));
    const kdf = { name: 'argon2id', ...FLOOR, salt: text(22) };
    expect(first).toEqual({ kind: 'password', kdf, sealed: text(182) });
    expect(second).toEqual({ kind: 'phrase', sealed: text(182) });
    expect(third).toEqual({
      kind: 'passkey',
      rpId: PASSKEY.rpId,
      credential: toBase64url(PASSKEY.credential),
      prfSalt: toBase64url(PASSKEY.prfSalt),
      sealed: text(182),
    });
  });

  test('has the key, the context and the content of the format, to the letter', async () => {
    const content = concat(secrets.privateKey, secrets.writerKey);
    const slots = await slotsIn(header);
    for (const [i, secret, info, context] of [
      [1, parsePhrase(PHRASE), 'keepsake/v1 phrase', 'keepsake/v1 slotphrase'],
      [2, PASSKEY.prf, 'keepsake/v1 passkey', 'keepsake/v1 slotpasskey'],
    ] as const) {
      const sealed = must(fromBase64url(String(slots[i]?.sealed)), 'sealed');
      expect(sealed).toHaveLength(136);
      expect(await openBytes(await hkdf(secret, utf8(info)), utf8(context), sealed)).toEqual(content);
    }
  });

  const WRONG: readonly (readonly [Way, string])[] = [
    [{ ...password, password: PASSWORD.toLowerCase() }, 'wrong-password'],
    [{ kind: 'password', password: PHRASE }, 'wrong-password'],
    [{ kind: 'phrase', phrase: newPhrase() }, 'wrong-phrase'],
    [{ ...passkey, prf: randomBytes(32) }, 'wrong-passkey'],
    [{ ...passkey, prf: new Uint8Array(0) }, 'wrong-passkey'],
    [{ ...passkey, credential: randomBytes(20) }, 'wrong-passkey'],
    [{ kind: 'phrase', phrase: 'no words of it' }, 'phrase-word'],
    [{ kind: 'phrase', phrase: `${PHRASE} zoo` }, 'phrase-length'],
  ];
  test.each(WRONG.map(([way, code], i) => [i, way.kind, code, way] as const))(
    '%i: another %s is %s',
    (_, _kind, code, way) => expect(unlockHeader(header, way)).rejects.toEqual(fault(code)),
  );

  test('is wrong where there is no such slot; a slip in the phrase is told all the same', async () => {
    for (const [i, code] of ['wrong-password', 'wrong-phrase', 'wrong-passkey'].entries()) {
      const without = await withSlots((slots) => slots.toSpliced(i, 1));
      await expect(unlockHeader(without, must(WAYS[i], 'way'))).rejects.toEqual(fault(code));
    }
    const without = await withSlots((slots) => slots.toSpliced(1, 1));
    await expect(unlockHeader(without, { kind: 'phrase', phrase: 'no words of it' })).rejects.toEqual(
      fault('phrase-word'),
    );
  });

  test('does not open a slot that was changed, in any part of it', async () => {
    for (const [i, code] of [
      [1, 'wrong-phrase'],
      [2, 'wrong-passkey'],
    ] as const)
      for (let at = 0; at < 182; at += 7) {
        const changed = await withSlots((slots) =>
          slots.with(i, { ...slots[i], kind: slots[i]?.kind ?? '', sealed: flipped(slots[i]?.sealed, at) }),
        );
        await expect(unlockHeader(changed, must(WAYS[i], 'way'))).rejects.toEqual(fault(code));
      }
    for (const at of [0, 40, 100, 170]) {
      const changed = await withSlots(([first, ...rest]) => [
        { kind: 'password', ...first, sealed: flipped(first?.sealed, at) },
        ...rest,
      ]);
      await expect(unlockHeader(changed, password)).rejects.toEqual(fault('wrong-password'));
    }
  });

  test('does not open another kind’s slot, relabelled', async () => {
    // Both keys are HKDF of 32 bytes: only info and context tell them apart.
    const relabelled = await withSlots(([first, second, third]) => [
      { ...first, kind: 'password' },
      { ...third, kind: 'phrase' },
      { ...third, kind: 'passkey', sealed: second?.sealed },
    ]);
    await expect(unlockHeader(relabelled, phrase)).rejects.toEqual(fault('wrong-phrase'));
    await expect(unlockHeader(relabelled, passkey)).rejects.toEqual(fault('wrong-passkey'));
  });

  test.each([
    ['sealed', 'header-damaged'],
    ['credential', 'wrong-passkey'],
  ])('without its %s is %s, and so are a number or too few bytes', async (member, code) => {
    for (const bad of [undefined, 7, 'AAAA', 'A', null]) {
      const changed = await withSlots((slots) =>
        slots.with(2, { ...slots[2], kind: 'passkey', [member]: bad }),
      );
      await expect(unlockHeader(changed, passkey)).rejects.toEqual(fault(code));
      expect(await unlockHeader(changed, phrase)).toEqual(secrets);
    }
  });
});

describe('a password', () => {
  test.each([
    ['composed', 'Grüße aus Zürich'.normalize('NFC')],
    ['decomposed', 'Grüße aus Zürich'.normalize('NFD')],
    ['with ligatures', 'ﬁne ﬂuﬀy ﬀoam'],
    ['in Korean', '한글 비밀번호입니다'.normalize('NFD')],
    ['wide', 'ｐａｓｓｗｏｒｄ１２'],
  ])('%s opens in each form', async (_, text) => {
    const made = await createVault(text, { costs: FLOOR });
    const forms = new Set([text.normalize('NFC'), text.normalize('NFKD')]);
    for (const form of forms)
      expect(await unlockHeader(made.header, { kind: 'password', password: form })).toMatchObject(made.keys);
  });

  test('of a header made before there were other ways opens, and gets them', async () => {
    const old = utf8(
      '{"format":"keepsake","version":1,"vault":"JVqKUfvYxB2jauyt2XK7tw","slots":[{"kind":"password","kdf":{"name":"argon2id","memoryKiB":19456,"passes":1,"lanes":1,"salt":"qGq441XDH5VV1D-5p1cgnQ"},"sealed":"-g15VWnTn2ogZ0SGA8MYc-qTmJKnlgkcebWJAsytCmFH8GXu7P0D3uxZ9gSMrjTwvytt50eb2ObI72CCw-OsX9n7xagiTj7GBgAvRGwEnoUhAxcBd80KOycPAINOz8JYHajYNwwcN3jL0a5IQXUS-37kwHJJZyNNx-EATfyqC_H_o3TH3iC0ag"}],"sum":"DfBZtuwQVY3YhS8C2J2lbnHSMn3yI1SGQTHrhcXAtRk","mac":"SopQeEuF4eLxOEoQElylUo453KA4WFBXno3PB5vjE1g"}',
    );
    const opened = await unlockHeader(old, { kind: 'password', password: 'Grüße aus Köln'.normalize('NFD') });
    expect(opened).toMatchObject({
      publicKey: fromHex('e013ea9a7cff6671d10c48b02a99a989f206a46ffb212269fe5ab63d63e40a0e'),
      writerKey: fromHex('571a5c3baaef5f039bcb109dfb446a3e5ea7be29eebc3ec91775dce92f53e503'),
    });
    const more = await changeSlots(old, opened, [{ set: 'phrase', phrase: PHRASE }]);
    expect(await unlockHeader(more, phrase)).toEqual(opened);
    expect((await slotsIn(more))[0]).toEqual((await slotsIn(old))[0]);
  });
});

describe('a locked header', () => {
  test('says which ways there are, and what a passkey is asked with', async () => {
    const { prf: _, ...known } = PASSKEY;
    expect(await slotsOf(header)).toEqual({ password: true, phrase: true, passkeys: [known], unknown: 0 });
    const strange = await withSlots((slots) => [
      ...slots.slice(1),
      { kind: 'rune' },
      { kind: 'Password' },
      { kind: 'passkey', rpId: 'x', credential: 'AAAA', prfSalt: 'AAAA' },
      { kind: 'passkey', rpId: 7, credential: 'AAAA', prfSalt: toBase64url(randomBytes(32)) },
    ]);
    expect(await slotsOf(strange)).toEqual({ password: false, phrase: true, passkeys: [known], unknown: 4 });
    const damaged = header.map((byte, i) => (i === 90 ? byte ^ 1 : byte));
    await expect(slotsOf(damaged)).rejects.toEqual(fault('header-damaged'));
  });

  test('joins with another: what either has, a passkey once for each of its salts', async () => {
    const slots = await slotsOf(header);
    const known = must(slots.passkeys[0], 'passkey');
    const salted = { ...known, prfSalt: randomBytes(32) };
    const none = { password: false, phrase: false, passkeys: [salted, known], unknown: 2 };
    expect(joinSlots([slots])).toEqual(slots);
    expect(joinSlots([none, slots])).toEqual({
      password: true,
      phrase: true,
      passkeys: [salted, known],
      unknown: 2,
    });
  });

  test('is remembered by marks that change with the slot they are of, and only then', async () => {
    const now = await headerMark(header);
    expect(now).toEqual({
      vault: expect.stringMatching(/^[0-9a-f]{12}$/),
      header: expect.stringMatching(/^[0-9a-f]{12}$/),
      password: expect.stringMatching(/^[0-9a-f]{12}$/),
      phrase: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    const same = await changeSlots(header, secrets, [{ remove: 'passkey', credential: PASSKEY.credential }]);
    expect(await headerMark(same)).toEqual({ ...now, header: expect.not.stringMatching(now.header) });
    const other = await headerMark(
      await changeSlots(header, secrets, [
        { set: 'password', password: PASSWORD, costs: FLOOR },
        { remove: 'phrase' },
      ]),
    );
    expect(other).toMatchObject({ vault: now.vault, phrase: null });
    expect(other.password).not.toBe(now.password);
    expect(fromUtf8(header)).not.toContain(now.password);
  });
});
