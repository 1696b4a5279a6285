/** @file Makes a vault from a password, away from the page. It is ended after its one answer. */
import { toFault } from '../../lib/base/fault.ts';
import { createVault } from '../../lib/vault/vault.ts';

addEventListener('message', (event: MessageEvent<{ password: string }>) => {
  createVault(event.data.password).then(
    ({ header, keys }) =>
      postMessage({ vault: { header, publicKey: keys.publicKey, writerKey: keys.writerKey } }),
    (thrown: unknown) => postMessage({ fault: toFault(thrown).toNote() }),
  );
});
