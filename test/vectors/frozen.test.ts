/** @file Archives written once, which must open for ever, and tell the same. A new one is added by `make.ts`; none is changed. */
import { describe, expect, inject, test } from 'vitest';
import { fromBase64, must } from '../../lib/base/bytes.ts';
import { type Frozen, lockedOf, tell, wayOf } from './told.ts';

const frozen = Object.entries(inject('frozen')).map(([name, { archive, json }]) => ({
  name,
  bytes: must(fromBase64(archive), 'base64'),
  expected: JSON.parse(json) as Frozen,
}));

test('they are all here', () => expect(frozen.length).toBeGreaterThanOrEqual(21));

describe.each(frozen)('$name', ({ bytes, expected }) => {
  const { unlock, refused, told } = expected;

  test.each(unlock)('opens with its $kind, and tells the same', async (way) => {
    expect(await tell(bytes, way, Object.keys(told.media))).toEqual(told);
  });

  test.each(refused)('$way.kind: $code', async ({ way, code }) => {
    await expect((await lockedOf(bytes)).unlock(wayOf(way))).rejects.toEqual(
      expect.objectContaining({ code }),
    );
  });
});
