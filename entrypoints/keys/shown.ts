/** @file A lock as it is shown: which of its passkeys are this Keepsake's. */
import type { ShownLock } from '../../components/keys/screen.ts';
import { toBase64url } from '../../lib/base/bytes.ts';
import type { PasskeyDoor } from '../shared/passkey.ts';
import type { KnownLock } from './protocol.ts';

export function shownOf(
  { shortName, account, slots, older }: KnownLock,
  passkeys: PasskeyDoor | null,
): ShownLock {
  return {
    shortName,
    account,
    older,
    ways: {
      ...slots,
      passkeys: slots.passkeys.map(({ rpId, credential }) => ({
        id: toBase64url(credential),
        here: rpId === passkeys?.rpId,
      })),
    },
  };
}
