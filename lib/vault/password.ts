/** @file What a password may be, the bytes it stands for, and what trying one may cost. */
import { type Bytes, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import type { Argon2Costs } from '../seal/kdf.ts';

/** Characters (code points after NFKC), at least. */
export const PASSWORD_LENGTH = 8;

/** About a second. More lanes would help only a guesser: in a browser they run one after another. */
export const PASSWORD_COSTS: Argon2Costs = { memoryKiB: 262_144, passes: 3, lanes: 1 };

/** Control characters, code points without a meaning yet, and halves of surrogate pairs. */
const REFUSED = /[\p{Cc}\p{Cn}\p{Cs}]/u;

/**
 * For new passwords only: an old one is tried as it is.
 * @throws {Fault} `password-characters` — one that a later Unicode could normalise otherwise, or a control; `password-short`.
 */
export function checkPassword(password: string): void {
  const normal = password.normalize('NFKC');
  if (REFUSED.test(password) || REFUSED.test(normal)) throw new Fault('password-characters');
  if ([...normal].length < PASSWORD_LENGTH) throw new Fault('password-short', { least: PASSWORD_LENGTH });
}

/** UTF-8 of NFKC, not trimmed: the input of the KDF. */
export const passwordBytes = (password: string): Bytes => utf8(password.normalize('NFKC'));

/** @throws {Fault} `kdf-refused` — costs outside 19 MiB … 1 GiB, 1 … 16 passes and lanes, or a salt that is not 16 bytes. */
export function checkCosts({ memoryKiB, passes, lanes }: Argon2Costs, salt: Bytes): void {
  const refused =
    memoryKiB < 19 * 1024 ||
    memoryKiB > 1024 * 1024 ||
    passes < 1 ||
    passes > 16 ||
    lanes < 1 ||
    lanes > 16 ||
    salt.length !== 16;
  if (refused) throw new Fault('kdf-refused', { memoryKiB, passes, lanes, salt: salt.length });
}
