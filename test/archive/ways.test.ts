/** @file An archive is opened by any of its ways; where its two headers differ, by those of both. */
import { expect, test } from 'vitest';
import { composeArchive } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { randomBytes } from '../../lib/base/bytes.ts';
import { newPhrase } from '../../lib/vault/phrase.ts';
import { changeSlots } from '../../lib/vault/slots.ts';
import { archiveOf, FLOOR, fault, PASSWORD, sourceOf } from './fixture.ts';
import { codes, header, keys, one, secrets } from './setting.ts';

const PHRASE = newPhrase();
const known = { rpId: 'keepsake.example', credential: randomBytes(16), prfSalt: randomBytes(32) };
const prf = randomBytes(32);
const [password, phrase, passkey] = [
  { kind: 'password', password: PASSWORD },
  { kind: 'phrase', phrase: PHRASE },
  { kind: 'passkey', credential: known.credential, prf },
] as const;

const full = await changeSlots(header, secrets, [
  { set: 'phrase', phrase: PHRASE },
  { set: 'passkey', ...known, prf },
]);
const changed = await changeSlots(full, secrets, [
  { set: 'password', password: 'another horse', costs: FLOOR },
  { remove: 'phrase' },
  { remove: 'passkey', credential: known.credential },
]);

/** The archive as it is left when a change of slots was cut short: the copy is written first. */
async function torn(first: typeof header, copy: typeof header) {
  const [whole, other] = [composeArchive(first, []), composeArchive(copy, [])];
  // Parts stand by twos, an entry's beginning and its bytes: README, header, copy.
  const parts = [...whole.parts.slice(0, 4), ...other.parts.slice(4, 6)];
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return openArchive(sourceOf(bytes));
}

test('any way opens it, and says beforehand that it is there', async () => {
  const locked = await openArchive(sourceOf(await archiveOf(full, [await one()])));
  expect(locked.slots).toEqual({ password: true, phrase: true, passkeys: [known], unknown: 0 });
  for (const way of [password, phrase, passkey])
    expect(await locked.unlock(way)).toMatchObject({ genuine: true, header: full, keys, notes: [] });
  await expect(locked.unlock({ kind: 'phrase', phrase: newPhrase() })).rejects.toEqual(fault('wrong-phrase'));
  await expect(locked.unlock({ ...passkey, prf: randomBytes(32) })).rejects.toEqual(fault('wrong-passkey'));
  await expect(locked.unlock({ kind: 'phrase', phrase: 'zoo' })).rejects.toEqual(
    fault('phrase-length', { words: 1 }),
  );
});

test('two headers that differ: the ways of both are there, each opens its own', async () => {
  for (const [first, copy] of [
    [full, changed],
    [changed, full],
  ] as const) {
    const locked = await torn(first, copy);
    expect(codes(locked.notes)).toContain('headers-differ');
    expect(locked.slots).toEqual({ password: true, phrase: true, passkeys: [known], unknown: 0 });
    for (const way of [password, phrase, passkey])
      expect(await locked.unlock(way)).toMatchObject({ genuine: true, header: full });
    const opened = await locked.unlock({ kind: 'password', password: 'another horse' });
    expect(opened).toMatchObject({ genuine: true, header: changed });
    await expect(locked.unlock({ kind: 'password', password: 'no horse' })).rejects.toEqual(
      fault('wrong-password'),
    );
  }
});
