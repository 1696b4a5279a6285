/** @file Frozen archives of every way to unlock. */
import { toHex } from '../../lib/base/bytes.ts';
import { newPhrase } from '../../lib/vault/phrase.ts';
import { changeSlots, type NewSlot, unlockHeader } from '../../lib/vault/slots.ts';
import { archiveOf } from '../archive/fixture.ts';
import { type Made, MESSAGES, PASSWORD, PHOTO, random, small, vault, WAY, WRONG } from './material.ts';
import type { Frozen, FrozenWay } from './told.ts';

/** One run of three messages and a photo, in a vault with other slots. */
async function slots(
  what: string,
  made: readonly NewSlot[],
  unlock: readonly FrozenWay[],
  refused: Frozen['refused'],
  isPasswordKept: boolean,
): Promise<Made> {
  const { header, keys } = await vault();
  const secrets = await unlockHeader(header, { kind: 'password', password: PASSWORD });
  const gone = isPasswordKept ? [] : [{ remove: 'password' as const }];
  const changed = await changeSlots(header, secrets, [...made, ...gone]);
  const bytes = await archiveOf(changed, [await small(keys)]);
  return { what, bytes, unlock, refused, records: MESSAGES, media: [PHOTO] };
}

function passkey(): { slot: NewSlot; way: FrozenWay; other: FrozenWay } {
  const [credential, prfSalt, prf] = [random.bytes(20), random.bytes(32), random.bytes(32)];
  const way = { kind: 'passkey', credential: toHex(credential), prf: toHex(prf) } as const;
  return {
    slot: { set: 'passkey', rpId: 'abcdefghijklmnopabcdefghijklmnop', credential, prfSalt, prf },
    way,
    other: { ...way, prf: toHex(random.bytes(32)) },
  };
}

async function password(what: string, made: string, opened: readonly string[], not: string): Promise<Made> {
  const { header, keys } = await vault(made);
  const way = (text: string): FrozenWay => ({ kind: 'password', password: text });
  return {
    what,
    bytes: await archiveOf(header, [await small(keys)]),
    unlock: opened.map(way),
    refused: [{ way: way(not), code: 'wrong-password' }],
    records: MESSAGES,
    media: [PHOTO],
  };
}

export const SLOT_CASES: Readonly<Record<string, () => Promise<Made>>> = {
  password: () => slots('A password.', [], [WAY], [{ way: WRONG, code: 'wrong-password' }], true),
  phrase: async () => {
    const phrase = newPhrase();
    const refused = [
      { way: { kind: 'phrase', phrase: newPhrase() }, code: 'wrong-phrase' },
      { way: { kind: 'phrase', phrase: phrase.split(' ').slice(1).join(' ') }, code: 'phrase-length' },
      { way: WAY, code: 'wrong-password' },
    ] as const;
    const typed = phrase.toUpperCase().replaceAll(' ', '\n');
    const ways = [phrase, typed].map((text) => ({ kind: 'phrase', phrase: text }) as const);
    return slots('A recovery phrase, and no password.', [{ set: 'phrase', phrase }], ways, refused, false);
  },
  passkey: async () => {
    const { slot, way, other } = passkey();
    const refused = [{ way: other, code: 'wrong-passkey' }];
    return slots('A passkey beside the password.', [slot], [way, WAY], refused, true);
  },
  'all-ways': async () => {
    const phrase = newPhrase();
    const [one, two] = [passkey(), passkey()];
    const ways = [WAY, { kind: 'phrase', phrase } as const, one.way, two.way];
    const refused = [
      { way: WRONG, code: 'wrong-password' },
      { way: one.other, code: 'wrong-passkey' },
    ];
    return slots(
      'A password, a phrase and two passkeys.',
      [{ set: 'phrase', phrase }, one.slot, two.slot],
      ways,
      refused,
      true,
    );
  },
  'password-composed': () =>
    password(
      'Made with the composed form; both forms open it (NFKC).',
      'Crème brûlée ﬁn',
      ['Crème brûlée ﬁn', 'Crème brûlée ﬁn'.normalize('NFD'), 'Crème brûlée fin'],
      'Creme brulee fin',
    ),
  'password-decomposed': () =>
    password(
      'Made with the decomposed form; both forms open it.',
      'Ångström naïveté'.normalize('NFD'),
      ['Ångström naïveté'.normalize('NFD'), 'Ångström naïveté'.normalize('NFC')],
      'Angstrom naivete',
    ),
  'password-emoji': () =>
    password(
      'Scripts and emoji; spaces at both ends count.',
      ' пароль 合言葉 🔑👩‍👩‍👧 ',
      [' пароль 合言葉 🔑👩‍👩‍👧 '],
      'пароль 合言葉 🔑👩‍👩‍👧',
    ),
};
