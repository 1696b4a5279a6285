/** @file Tags: HMAC-SHA-256 under a key of their own, cut to 16 bytes, the same wherever they are made. */
import { describe, expect, it } from 'vitest';
import { concat, randomBytes, toBase64url, utf8 } from '../../lib/base/bytes.ts';
import { hkdf, hmacSha256 } from '../../lib/seal/kdf.ts';
import { taggerOf } from '../../lib/vault/tag.ts';

const writerKey = randomBytes(32);

describe('a tag', () => {
  it('is the keyed hash of its kind and of what it stands for', async () => {
    const tag = await taggerOf(writerKey);
    const key = await hkdf(writerKey, utf8('keepsake/v1 marks'));
    for (const text of ['', 'true_1@c.us_3EB0', 'ключ 🗝', 'x'.repeat(100_000)]) {
      const whole = await hmacSha256(key, concat(utf8('head '), utf8(text)));
      expect(tag('head', text)).toBe(toBase64url(whole.subarray(0, 16)));
      expect(tag('head', [utf8(text), utf8('')])).toBe(tag('head', text));
    }
  });

  it('is another for another kind, text or vault', async () => {
    const [tag, other] = [await taggerOf(writerKey), await taggerOf(randomBytes(32))];
    const tags = [tag('head', 'a'), tag('oldest', 'a'), tag('head', 'b'), other('head', 'a')];
    expect(new Set(tags).size).toBe(4);
  });
});
