/** @file Run keys in `storage.session`: memory, for the extension's own contexts only, gone when the browser closes. */
import type { Keyring } from '../../lib/backup/engine.ts';
import { fromBase64url, toBase64url } from '../../lib/base/bytes.ts';
import { browser } from './api.ts';

const nameOf = (run: string): string => `run-key/${run}`;

export function sessionKeyring(): Keyring {
  const { session } = browser.storage;
  // Said at every start: content scripts must never see it. It is the browser's default as well.
  const closed = session.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }) ?? Promise.resolve();
  return {
    async get(run) {
      const found: unknown = (await session.get(nameOf(run)))[nameOf(run)];
      return typeof found === 'string' ? fromBase64url(found) : null;
    },
    async put(run, key) {
      await closed;
      await session.set({ [nameOf(run)]: toBase64url(key) });
    },
    drop: (run) => session.remove(nameOf(run)),
  };
}
