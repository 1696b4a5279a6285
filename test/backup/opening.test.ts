/** @file Media that are asked for beside each other: together no more than there is room for, and each with the time that a shared line takes. */
import { expect, it } from 'vitest';
import type { Asking } from '../../lib/backup/asking.ts';
import { createOpening } from '../../lib/backup/opening.ts';
import type { QueueItem } from '../../lib/backup/queue.ts';

const MIB = 1024 * 1024;
const AT_ONCE = 512 * 1024;
/** Bytes a millisecond of the slowest line that is waited for. */
const SLOWEST = 100;

const itemOf = (size: number): QueueItem => ({ fact: { size, type: 'image' } }) as unknown as QueueItem;

it.each([
  [[16 * MIB, 16 * MIB]],
  [[2 * MIB, 30 * MIB]],
  [[30 * MIB, 2 * MIB]],
  [[AT_ONCE, AT_ONCE, AT_ONCE, AT_ONCE]],
  [[AT_ONCE, AT_ONCE, 20 * MIB]],
  [[5 * MIB, AT_ONCE, AT_ONCE, 20 * MIB]],
  [[100 * MIB, AT_ONCE, AT_ONCE, AT_ONCE]],
])('%j come in time over a line that they share', (sizes) => {
  const asked: { size: number; deadline: number }[] = [];
  const asking = {
    ask(_: string, { size }: { size: number }, deadline: number) {
      asked.push({ size, deadline });
      return new Promise(() => {});
    },
  } as unknown as Asking;
  const opening = createOpening(asking, 2 ** 40, AT_ONCE);
  const [first, ...coming] = sizes.map(itemOf);
  if (!first) expect.fail();
  void opening.open(first);
  opening.ahead(coming, opening.isSmall(first) ? 0 : (first.fact.size ?? 0));
  expect(asked.map(({ size }) => size)).toEqual(sizes);
  for (const { size, deadline } of asked) {
    const shared = asked.reduce((sum, other) => sum + Math.min(size, other.size), 0);
    expect(deadline).toBeGreaterThan(shared / SLOWEST);
  }
});
