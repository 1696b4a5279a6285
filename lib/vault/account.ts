/** @file Whose vault it is, without writing the number down: a keyed hash to compare by, and a shortened form to show. */
import { type Bytes, toHex, utf8 } from '../base/bytes.ts';
import { hkdf, hmacSha256 } from '../seal/kdf.ts';

/** 64 hex digits. Only who holds the writer key can tell whether it stands for a given account. */
export async function accountTag(writerKey: Bytes, account: string): Promise<string> {
  const key = await hkdf(writerKey, utf8('keepsake/v1 account'));
  return toHex(await hmacSha256(key, utf8(account)));
}

/** `31612345689@c.us` → `+31 … 89`; an account without a number → `…` and its last two digits. */
export function accountLabel(account: string): string {
  const user = account.split('@')[0] ?? '';
  if (!account.endsWith('@c.us') || user.length < 6) return `… ${user.slice(-2)}`;
  return `+${user.slice(0, 2)} … ${user.slice(-2)}`;
}
