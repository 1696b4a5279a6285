/** @file What frozen archives are made of. */
import type { Bytes } from '../../lib/base/bytes.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { createVault, type VaultKeys } from '../../lib/vault/vault.ts';
import { ANNA, BEN, FLOOR, RunWriter, record, wholeRun } from '../archive/fixture.ts';
import { Random } from '../whatsapp-web/data/random.ts';
import type { Frozen, FrozenWay } from './told.ts';

export interface Made extends Partial<Pick<Frozen, 'refused'>> {
  readonly what: string;
  readonly bytes: Bytes;
  readonly unlock: readonly FrozenWay[];
  /** All that is readable, in the order in which it was sealed. */
  readonly records: readonly MessageRecord[];
  readonly media: readonly Bytes[];
}

export const PASSWORD = 'a password for a test';
export const WAY: FrozenWay = { kind: 'password', password: PASSWORD };
export const WRONG: FrozenWay = { kind: 'password', password: 'a password for a tesT' };
/** 2024-01-02 03:04:05 UTC. */
export const DAY = 1_704_164_645_000;
export const T = DAY / 1000 - 500;

export const random = new Random('frozen');
export const PHOTO = random.bytes(700);
export const MESSAGES = [
  record(ANNA, T, 'Good morning'),
  record(ANNA, T + 60, 'Grüße aus Köln 🌅'),
  record(BEN, T + 30, 'See you at eight'),
];

export const vault = (password = PASSWORD) => createVault(password, { costs: FLOOR });
export const run = (keys: VaultKeys, number: number, before: RunWriter | null = null) =>
  RunWriter.start(keys, number, DAY + 86_400_000 * number, before?.previous ?? null);
export const small = async (keys: VaultKeys) => wholeRun(await run(keys, 1), MESSAGES, [PHOTO]);
