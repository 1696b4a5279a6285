/**
 * @file Makes docs/example.keepsake.txt, a small whole archive in base64: `node test/second-reader/make-example.ts`.
 * What is there already is never written again. Its vault is that of docs/format.md's worked example.
 */
import { writeFileSync } from 'node:fs';
import type { ChatSummary } from '../../lib/archive/contents.ts';
import { fromBase64, fromHex, must, toHex, utf8 } from '../../lib/base/bytes.ts';
import { publicKeyOf } from '../../lib/seal/capsule.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { encodeHeader } from '../../lib/vault/header.ts';
import { vaultId } from '../../lib/vault/keys.ts';
import { sealSlot } from '../../lib/vault/slot.ts';
import { archiveOf, FLOOR, RunWriter, START, summary } from '../archive/fixture.ts';
import { said } from './said.ts';

const hex = (name: string) => must(fromHex(said(name)), name);
const [privateKey, writerKey] = [hex('private key'), hex('writer key')];
const publicKey = await publicKeyOf(privateKey);
const secrets = { privateKey, writerKey, publicKey, id: await vaultId(publicKey) };

const made = [
  { set: 'password', password: JSON.parse(said('password')), costs: FLOOR },
  { set: 'phrase', phrase: said('phrase') },
  {
    set: 'passkey',
    rpId: 'abcdefghijklmnopabcdefghijklmnop',
    credential: utf8('a credential'),
    prfSalt: hex('prfSalt'),
    prf: hex('passkey gave'),
  },
] as const;
const slots = [];
for (const slot of made) slots.push(await sealSlot(slot, secrets));
const header = await encodeHeader(secrets.id, slots, writerKey);

const photo = must(fromBase64(said('photo')), 'photo');
const filehash = btoa(String.fromCharCode(...(await sha256(photo))));
const chat = '31600000002@c.us';
const message = (id: string, t: number, type: string, row: Readonly<Record<string, string | number>>) => ({
  id: `true_${chat}_${id}`,
  chat,
  t,
  order: 0,
  type,
  fromMe: true,
  sender: '31600000001@c.us',
  row,
});
const records = [
  message('A1', 1_700_000_000, 'chat', { body: 'Good morning' }),
  message('A2', 1_700_000_060, 'image', { filehash, mimetype: 'image/gif', size: photo.length }),
];
const contact = { pushname: null, verifiedName: null, shortName: null, phone: chat, row: {} };
const before: ChatSummary = { ...summary(chat, [], 'Ben'), t: 1_700_000_060 };

const run = await RunWriter.start(secrets, 1, 1_700_000_100_000);
await run.index('messages', { ...START, chats: [before], contacts: [{ id: chat, name: 'Ben', ...contact }] });
await run.messages(records);
await run.index('messages');
await run.medium(photo, 'image/gif');
await run.index('media');
const archive = await archiveOf(header, [await run.end()]);

const text = btoa(String.fromCharCode(...archive)).replace(/.{1,120}/g, '$&\n');
writeFileSync(new URL('../../docs/example.keepsake.txt', import.meta.url), text, { flag: 'wx' });
console.log(`${archive.length} bytes, SHA-256 ${toHex(await sha256(archive))}`);
