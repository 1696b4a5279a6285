/** @file docs/format.md's worked example and table of Padmé, held against the code and against the second reader's own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkArchive } from '../../lib/archive/check.ts';
import { segmentContext } from '../../lib/archive/frame.ts';
import { openHead } from '../../lib/archive/run.ts';
import { openSegment } from '../../lib/archive/segment.ts';
import {
  type Bytes,
  concat,
  fromBase64,
  fromHex,
  fromUtf8,
  must,
  toHex,
  utf8,
} from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { publicKeyOf, x25519 } from '../../lib/seal/capsule.ts';
import { inflate } from '../../lib/seal/deflate.ts';
import { expandSha512, hkdf, sha256 } from '../../lib/seal/kdf.ts';
import { pad, padme } from '../../lib/seal/padding.ts';
import { checkHeader } from '../../lib/vault/keys.ts';
import { passwordBytes } from '../../lib/vault/password.ts';
import { parsePhrase } from '../../lib/vault/phrase.ts';
import { unlockHeader } from '../../lib/vault/slots.ts';
import { lockedOf } from '../vectors/told.ts';
import { said, text, values } from './said.ts';
import { expectSame, inFolder, python, readArchive, runPython } from './setting.ts';

const hex = (name: string): Bytes => must(fromHex(said(name)), name);
const password: string = JSON.parse(said('password'));
const photo = must(fromBase64(said('photo')), 'photo');

it('opens with the code, from the password to the record', async () => {
  expect(toHex(passwordBytes(password))).toBe(said('NFKC, UTF-8'));
  const header = utf8(said('header'));
  const secrets = await unlockHeader(header, { kind: 'password', password });
  await checkHeader(header, secrets);
  expect(toHex(secrets.privateKey)).toBe(said('private key'));
  expect(toHex(secrets.publicKey)).toBe(said('public key'));
  expect(toHex(secrets.writerKey)).toBe(said('writer key'));
  expect(toHex(secrets.id)).toBe(said('vault id'));
  expect(toHex(await hkdf(secrets.writerKey, utf8('keepsake/v1 header')))).toBe(said('mac key'));

  const { run, ...head } = await openHead(hex('run head'), secrets);
  expect(head).toMatchObject({ number: 1, start: Number(said('run start')), previous: null });
  expect(toHex(run.id)).toBe(said('run id'));
  expect(toHex(run.key)).toBe(said('run key'));
  expect(await publicKeyOf(hex('ephemeral private'))).toEqual(hex('run head').slice(48, 80));
  expect(await x25519(hex('ephemeral private'), secrets.publicKey)).toEqual(hex('dh'));

  const record = utf8(`${said('record')}\n`);
  expect(await inflate(hex('DEFLATE'), 1000)).toEqual(record);
  expect(toHex(pad(hex('DEFLATE')))).toBe(said('padded'));
  expect(toHex(segmentContext(run, 0, 1))).toBe(said('context'));
  const label = utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');
  const derived = await expandSha512(run.key, concat(label, hex('salt'), hex('context')), 76);
  expect(derived).toEqual(concat(hex('AES key'), hex('base nonce'), hex('commitment')));
  const segment = hex('segment 0');
  expect(segment.slice(9, 65)).toEqual(concat(hex('salt'), hex('commitment')));
  const opened = await openSegment(run, 0, segment);
  expect([opened.kind, fromUtf8(opened.content)]).toEqual([1, fromUtf8(record)]);
});

/** The same, by the second reader's functions. */
const PROGRAM = `
import json, sys, read_archive as r
said = json.load(sys.stdin)
x = lambda name: bytes.fromhex(said[name])
vault = r.unlock([said["header"].encode()], "password", json.loads(said["password"]))
run = r.Run(memoryview(x("run head") + x("segment 0")), *vault)
slot = json.loads(said["header"])["slots"][0]
key, nonce = r.hpke_keys(x("dh"), x("run head")[48:80], x("public key"), x("writer key"), x("vault id"), b"keepsake/v1 run")
aes, base, commitment = r.cobblestone(x("run key"), x("context"), x("salt"))
print(json.dumps({
  "slot key": r.slot_key(slot, json.loads(said["password"])).hex(), "public key": vault[1].hex(), "vault id": vault[0].hex(),
  "mac key": r.hkdf(vault[3], b"keepsake/v1 header").hex(), "HPKE key": key.hex(), "HPKE nonce": nonce.hex(),
  "run key": run.key.hex(), "AES key": aes.hex(), "base nonce": base.to_bytes(12, "big").hex(), "commitment": commitment.hex(),
  "record": run.records(0)[0][0]}))
`;

it.skipIf(!python)('opens with the second reader, by the same values', async () => {
  const { out, notes } = await runPython(['-c', PROGRAM], null, JSON.stringify(Object.fromEntries(values)));
  expect(notes).toEqual([]);
  const found: Record<string, string> = JSON.parse(out);
  expect(Object.keys(found).length).toBe(11);
  for (const [name, value] of Object.entries(found)) expect([name, value]).toEqual([name, said(name)]);
});

/** The whole archive beside the page. */
const archive = must(
  fromBase64(
    readFileSync(new URL('../../docs/example.keepsake.txt', import.meta.url), 'utf8').replaceAll('\n', ''),
  ),
  'base64',
);
const MESSAGES = [
  { id: 'true_31600000002@c.us_A1', row: { body: 'Good morning' } },
  { id: 'true_31600000002@c.us_A2', row: { mimetype: 'image/gif', size: 42 } },
];

it.each([
  { kind: 'password', password },
  { kind: 'phrase', phrase: said('phrase') },
  { kind: 'passkey', credential: utf8('a credential'), prf: hex('passkey gave') },
] as const)('opens example.keepsake.txt with its $kind', async (way) => {
  const open = await (await lockedOf(archive)).unlock(way);
  expect([toHex(open.vaultId), open.genuine]).toEqual([said('vault id'), true]);
  expect(await checkArchive(open)).toMatchObject({ segments: 6, messages: 2, media: 1, findings: [] });
  const history = await archiveHistory(open);
  const [chat] = await history.chats();
  expect(chat).toMatchObject({ id: '31600000002@c.us', name: 'Chat 31600000002@c.us of run 1', count: 2 });
  expect(await history.messages(must(chat, 'chat').id, 0, 9)).toMatchObject(MESSAGES);
  const medium = await history.medium(toHex(await sha256(photo)));
  expect(await medium?.read(0, photo.length)).toEqual(photo);
});

it('has the sum of example.keepsake.txt, and the slot keys of its phrase and passkey', async () => {
  expect(toHex(await sha256(archive))).toBe(said('archive, SHA-256'));
  expect(toHex(parsePhrase(said('phrase')))).toBe(said('entropy'));
  expect(toHex(await hkdf(hex('entropy'), utf8('keepsake/v1 phrase')))).toBe(said('slot key of phrase'));
  expect(toHex(await hkdf(hex('passkey gave'), utf8('keepsake/v1 passkey')))).toBe(
    said('slot key of passkey'),
  );
});

it.skipIf(!python).each([
  [[], password],
  [['--phrase'], said('phrase')],
])('opens example.keepsake.txt with the second reader %j', async (flags, secret) => {
  await inFolder({ 'a.keepsake': archive }, async (folder) => {
    const [file, out] = [join(folder, 'a.keepsake'), join(folder, 'out')];
    expect(await readArchive([...flags, 'extract', file, out], secret)).toMatchObject({ code: 0, notes: [] });
    const open = await (await lockedOf(archive)).unlock({ kind: 'password', password });
    await expectSame(out, await archiveHistory(open), [toHex(await sha256(photo))]);
  });
});

it('has Padmé right', () => {
  const [lengths, padded] = ['L', 'padmé(L)'].map((name) => {
    const row = must(
      text.split('\n').find((line) => line.startsWith(`| ${name} |`)),
      name,
    );
    return row
      .split('|')
      .slice(2, -1)
      .map((cell) => Number(cell.replaceAll(',', '')));
  });
  expect(lengths?.length).toBeGreaterThan(5);
  expect(padded).toEqual(lengths?.map(padme));
});
