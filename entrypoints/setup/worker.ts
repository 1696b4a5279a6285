/** @file Makes a vault from a password and what else shall open it, away from the page. It is ended after its one answer. */
import { toFault } from '../../lib/base/fault.ts';
import { createVault } from '../../lib/vault/vault.ts';
import type { ChosenWays } from './model.ts';

/*
 * The slots are not tried before the vault is taken: another Argon2id would double the longest wait of the set-up, and
 * nothing is given up here. A new lock gives up a way in that works, so there the new one is tried first.
 */
addEventListener('message', ({ data: { password, phrase, passkey } }: MessageEvent<ChosenWays>) => {
  createVault(password, { ...(phrase !== null && { phrase }), ...(passkey && { passkey }) }).then(
    ({ header, keys }) =>
      postMessage({ vault: { header, publicKey: keys.publicKey, writerKey: keys.writerKey } }),
    (thrown: unknown) => postMessage({ fault: toFault(thrown).toNote() }),
  );
});
