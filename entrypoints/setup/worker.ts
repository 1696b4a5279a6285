/** @file Makes a vault from a password and what else shall open it, away from the page. It is ended after its one answer. */
import { toFault } from '../../lib/base/fault.ts';
import { createVault } from '../../lib/vault/vault.ts';
import type { ChosenWays } from './model.ts';

addEventListener('message', ({ data: { password, phrase, passkey } }: MessageEvent<ChosenWays>) => {
  createVault(password, { ...(phrase !== null && { phrase }), ...(passkey && { passkey }) }).then(
    ({ header, keys }) =>
      postMessage({ vault: { header, publicKey: keys.publicKey, writerKey: keys.writerKey } }),
    (thrown: unknown) => postMessage({ fault: toFault(thrown).toNote() }),
  );
});
