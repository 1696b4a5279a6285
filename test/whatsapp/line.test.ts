/** @file A line of work: one after the other, and nobody waits for one that was withdrawn. */
import { expect, it } from 'vitest';
import { createLine } from '../../lib/whatsapp/line.ts';

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setTimeout(resolve));

it('lets each have its turn when the one before has ended', async () => {
  const line = createLine();
  const order: string[] = [];
  const leaves = await Promise.all(
    ['a', 'b', 'c'].slice(0, 1).map(async (name) => {
      const leave = await line.join(never);
      order.push(name);
      return leave;
    }),
  );
  for (const name of ['b', 'c'])
    void line.join(never).then((leave) => {
      order.push(name);
      setTimeout(leave);
    });
  await turn();
  expect(order).toEqual(['a']);
  leaves[0]?.();
  await turn();
  await turn();
  await turn();
  expect(order).toEqual(['a', 'b', 'c']);
});

it('is not held up by who was withdrawn, whether it waited or worked', async () => {
  const line = createLine();
  const [first, second] = [new AbortController(), new AbortController()];
  await line.join(first.signal);
  const waiting = line.join(second.signal);
  let isThird = false;
  void line.join(never).then(() => {
    isThird = true;
  });
  second.abort();
  await turn();
  expect(isThird).toBe(false); // the first still works
  first.abort();
  await waiting;
  await turn();
  expect(isThird).toBe(true);
});
