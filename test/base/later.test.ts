import { expect, test } from 'vitest';
import { later } from '../../lib/base/later.ts';

test('it is made when first asked for, once, and anew only where it failed', async () => {
  let turns = 0;
  const work = Promise.withResolvers<void>();
  const get = later(async () => {
    turns++;
    await work.promise;
    if (turns === 1) throw new Error('not yet');
    return turns;
  });
  expect(turns).toBe(0);
  const both = [get(), get()];
  expect(turns).toBe(1);
  work.resolve();
  for (const one of both) await expect(one).rejects.toThrow('not yet');
  expect([await get(), await get(), turns]).toEqual([2, 2, 2]);
});
