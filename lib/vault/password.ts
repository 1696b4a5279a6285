/** @file What a password may be, and the bytes it stands for. */
import { type Bytes, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';

/** Characters (code points after NFKC), at least. */
export const PASSWORD_LENGTH = 8;

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
