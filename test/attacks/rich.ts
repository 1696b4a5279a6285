/** @file An archive with everything in it, another vault's beside it, and where each of their parts lies. */

import { runName } from '../../lib/archive/container.ts';
import { README } from '../../lib/archive/readme.ts';
import type { RunKey } from '../../lib/archive/segment.ts';
import { type Bytes, utf8 } from '../../lib/base/bytes.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { newPhrase } from '../../lib/vault/phrase.ts';
import { unlockHeader, type Way } from '../../lib/vault/slots.ts';
import { createVault, type VaultKeys, type VaultSecrets } from '../../lib/vault/vault.ts';
import { ANNA, BEN, FLOOR, PASSWORD, RunWriter, record, START } from '../archive/fixture.ts';
import { Random } from '../whatsapp-web/data/random.ts';
import type { Member } from './zip.ts';

export interface Place {
  readonly offset: number;
  /** Bytes, the frame's 9 included. */
  readonly length: number;
}

export interface Run {
  readonly number: number;
  readonly run: RunKey;
  readonly bytes: Bytes;
  readonly places: readonly Place[];
  /** Of which segments hold media. */
  readonly media: readonly number[];
  readonly writer: RunWriter;
}

export interface Vault {
  readonly header: Bytes;
  readonly keys: VaultKeys;
  readonly secrets: VaultSecrets;
  readonly runs: readonly Run[];
}

export interface Rich {
  readonly mine: Vault;
  /** Another account's, with the same password. */
  readonly theirs: Vault;
  /** Each way to unlock `mine`. */
  readonly ways: readonly Way[];
  /** Every record that was sealed in `mine`, as JSON. */
  readonly written: ReadonlySet<string>;
  /** The names of chats. */
  readonly names: ReadonlySet<string>;
  /** Of its media: hex of SHA-256. */
  readonly hashes: readonly string[];
}

const random = new Random('rich archive');
const said = (chat: string, from: number, count: number, words: string): MessageRecord[] =>
  Array.from({ length: count }, (_, i) => record(chat, 1000 + from + i, `${words} ${random.hex(40)}`));

export async function richArchive(): Promise<Rich> {
  const phrase = newPhrase();
  const passkey = {
    rpId: 'keepsake',
    credential: random.bytes(20),
    prfSalt: random.bytes(32),
    prf: random.bytes(32),
  };
  const { credential, prf } = passkey;
  const written = new Set<string>();
  const names = new Set<string>();
  const hashes: string[] = [];
  const made = await createVault(PASSWORD, { costs: FLOOR, phrase, passkey });
  const other = await createVault(PASSWORD, { costs: FLOOR });
  const keep: Keep = { written, names, hashes };
  return {
    mine: await vaultOf(made, (keys) => myRuns(keys, keep)),
    theirs: await vaultOf(other, (keys) =>
      myRuns(keys, { written: new Set(), names: new Set(), hashes: [] }),
    ),
    ways: [
      { kind: 'password', password: PASSWORD },
      { kind: 'phrase', phrase },
      { kind: 'passkey', credential, prf },
    ],
    written,
    names,
    hashes,
  };
}

async function vaultOf(
  { header, keys }: { header: Bytes; keys: VaultKeys },
  runs: (keys: VaultKeys) => Promise<Run[]>,
): Promise<Vault> {
  const secrets = await unlockHeader(header, { kind: 'password', password: PASSWORD });
  return { header, keys, secrets, runs: await runs(keys) };
}

interface Keep {
  readonly written: Set<string>;
  readonly names: Set<string>;
  readonly hashes: string[];
}

/** Four runs: a whole one; one with other words for the same messages; one that was never ended; one more. */
async function myRuns(keys: VaultKeys, { written, names, hashes }: Keep): Promise<Run[]> {
  const media = new Map<RunWriter, number[]>();
  const messages = async (writer: RunWriter, records: readonly MessageRecord[]) => {
    await writer.messages(records);
    for (const item of records) written.add(JSON.stringify(item));
  };
  const medium = async (writer: RunWriter, size: number) => {
    media.set(writer, [...(media.get(writer) ?? []), writer.next]);
    hashes.push(await writer.medium(random.bytes(size)));
  };

  const first = await RunWriter.start(keys, 1);
  await first.index('none', START);
  for (const at of [0, 3]) await messages(first, said(ANNA, at, 3, 'first'));
  await messages(first, said(BEN, 0, 6, 'first'));
  await first.index('messages');
  for (const size of [0, 1, 16_383, 36_000]) await medium(first, size);
  await first.index('media');
  await first.end();

  const second = await RunWriter.start(keys, 2, undefined, first.previous);
  await second.index('none', START);
  await messages(second, said(ANNA, 2, 4, 'second'));
  await second.index('messages');
  await messages(second, said(BEN, 5, 4, 'second'));
  await second.index('messages');
  await medium(second, 700);
  await second.index('media');
  await second.end();

  const third = await RunWriter.start(keys, 3, undefined, second.previous);
  await third.index('none', START);
  await messages(third, said(ANNA, 20, 3, 'third'));
  await third.index('messages');
  await messages(third, said(BEN, 20, 2, 'third'));
  await medium(third, 600);
  await messages(third, said(ANNA, 24, 2, 'third'));

  const fourth = await RunWriter.start(keys, 4, undefined, third.previous);
  await fourth.index('none', START);
  await messages(fourth, said(ANNA, 30, 3, 'fourth'));
  await messages(fourth, said(BEN, 30, 3, 'fourth'));
  await fourth.index('messages');
  await medium(fourth, 17_000);
  await fourth.index('media');
  await fourth.end();

  const writers = [first, second, third, fourth];
  for (const writer of writers) for (const { name } of writer.chats()) names.add(name ?? '');
  return writers.map((writer) => ({
    number: writer.number,
    run: writer.run,
    bytes: writer.bytes,
    places: writer.places,
    media: media.get(writer) ?? [],
    writer,
  }));
}

/** The archive's files, as the program puts them in a row. */
export const filesOf = (header: Bytes, runs: readonly Run[], copy = header): Member[] => [
  { name: 'README.txt', data: utf8(README) },
  { name: 'keepsake.json', data: header },
  ...runs.map((run) => ({ name: runName({ number: run.number, id: run.run.id }), data: run.bytes })),
  { name: 'keepsake-copy.json', data: copy },
];
