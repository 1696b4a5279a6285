/** @file What can be remembered of a header without keeping it: enough to tell which saved files open with what, and nothing to guess at. */
import { type Bytes, toHex, utf8 } from '../base/bytes.ts';
import { sha256 } from '../seal/kdf.ts';
import { parseHeader, type RawSlot } from './header.ts';
import { shortName } from './keys.ts';

/**
 * Each 12 hex digits. A changed password is another `password` even where it reads the same. An old header itself is not
 * kept: with it one could go on trying the old password.
 */
export interface HeaderMark {
  /** The vault's short name. */
  readonly vault: string;
  /** Of all bytes. */
  readonly header: string;
  /** Of what the slot seals; null where there is none. */
  readonly password: string | null;
  readonly phrase: string | null;
}

/** @throws {Fault} `header-damaged`, `newer-version`. */
export async function headerMark(header: Bytes): Promise<HeaderMark> {
  const { vault, slots } = await parseHeader(header);
  const ofSlot = async (kind: string) => {
    const slot: RawSlot | undefined = slots.find((one) => one.kind === kind);
    return slot ? short(utf8(String(slot.sealed))) : null;
  };
  return {
    vault: shortName(vault),
    header: await short(header),
    password: await ofSlot('password'),
    phrase: await ofSlot('phrase'),
  };
}

const short = async (bytes: Bytes): Promise<string> => toHex((await sha256(bytes)).subarray(0, 6));
