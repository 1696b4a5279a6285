/**
 * @file What costs the price of a password, away from who waits for it: a vault made from one and what else shall open it,
 * or Argon2id alone. It is ended after its one answer.
 */
import type { Bytes } from '../../lib/base/bytes.ts';
import { type Argon2Costs, argon2id } from '../../lib/seal/kdf.ts';
import { createVault } from '../../lib/vault/vault.ts';
import type { ChosenWays, NewVault } from '../setup/model.ts';
import { answerOnce } from './once.ts';

export type PasswordQuestion =
  | { readonly vault: ChosenWays }
  | { readonly argon2id: readonly [password: Bytes, salt: Bytes, costs: Argon2Costs] };

/*
 * The slots are not tried before the vault is taken: another Argon2id would double the longest wait of the set-up, and
 * nothing is given up here. A new lock gives up a way in that works, so there the new one is tried first.
 */
async function newVault({ password, phrase, passkey }: ChosenWays): Promise<NewVault> {
  const { header, keys } = await createVault(password, {
    ...(phrase !== null && { phrase }),
    ...(passkey && { passkey }),
  });
  return { header, publicKey: keys.publicKey, writerKey: keys.writerKey };
}

answerOnce<PasswordQuestion>(
  (question): Promise<NewVault | Bytes> =>
    'vault' in question ? newVault(question.vault) : argon2id(...question.argon2id),
);
