/**
 * @file Tags: keyed hashes by which a writer knows again what it sealed, without a list of what that was.
 *
 * Only who holds the writer key can test whether a tag stands for a given thing, and only for one it can name in full:
 * so nothing that could be guessed (a chat, a number) may be tagged alone. The writer key lies in the browser's store
 * beside the tags: a stolen profile can test for what it has in full, a message's key or a known file by its SHA-256.
 */
import { type Bytes, toBase64url, utf8 } from '../base/bytes.ts';
import { Hmac256, hkdf } from '../seal/kdf.ts';

/** Bytes of a tag. */
export const TAG = 16;

/** `head`: a message's key. `oldest`: likewise, of a chat's oldest. `record`: a record's line. `medium`: a file's SHA-256. */
export type TagKind = 'head' | 'oldest' | 'record' | 'medium';

/** 22 characters of base64url. */
export type Tagger = (kind: TagKind, of: string | readonly Uint8Array[]) => string;

export async function taggerOf(writerKey: Bytes): Promise<Tagger> {
  const hmac = await Hmac256.create(await hkdf(writerKey, utf8('keepsake/v1 marks')));
  const kinds: Partial<Record<TagKind, Bytes>> = {};
  return (kind, of) => {
    const parts = typeof of === 'string' ? [utf8(of)] : of;
    kinds[kind] ??= utf8(`${kind} `);
    return toBase64url(hmac.of(kinds[kind], ...parts).subarray(0, TAG));
  };
}
