import { expect, test } from 'vitest';
import { ahead } from '../../lib/base/ahead.ts';

/** Steps that tell what is under way. */
function steps(fails = -1) {
  const log: string[] = [];
  const begin = async (i: number) => {
    log.push(`begin ${i}`);
    await Promise.resolve();
    if (i === fails) throw new Error(`step ${i}`);
    log.push(`end ${i}`);
    return i;
  };
  return { log, begin };
}

test('in order, the next one begun before the last is used, and no other', async () => {
  const { log, begin } = steps();
  for await (const i of ahead(3, begin)) log.push(`use ${i}`);
  expect(log.filter((line) => !line.startsWith('end'))).toEqual([
    'begin 0',
    'begin 1',
    'use 0',
    'begin 2',
    'use 1',
    'use 2',
  ]);
  for (const i of [0, 1]) expect(log.indexOf(`end ${i}`)).toBeLessThan(log.indexOf(`begin ${i + 1}`));
});

test('several begun before the last is used, and still in order', async () => {
  const { log, begin } = steps();
  const used: number[] = [];
  for await (const i of ahead(5, begin, 2)) {
    used.push(i);
    expect(log.filter((line) => line.startsWith('begin')).length).toBe(Math.min(5, i + 3));
  }
  expect(used).toEqual([0, 1, 2, 3, 4]);
});

test('the first are begun before anyone asks for one, and no others', async () => {
  const { log, begin } = steps();
  const given = ahead(5, begin, 2);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(log.filter((line) => line.startsWith('begin'))).toEqual(['begin 0', 'begin 1']);
  expect((await given.next()).value).toBe(0);
});

test('nothing for none', async () => {
  const { log, begin } = steps();
  for await (const _ of ahead(0, begin)) expect.fail('something came');
  expect(log).toEqual([]);
});

test('a step that fails is met after what came before it was used, and nothing is begun after it', async () => {
  const { log, begin } = steps(1);
  const used: number[] = [];
  const walk = async () => {
    for await (const i of ahead(4, begin)) used.push(i);
  };
  await expect(walk()).rejects.toThrow('step 1');
  expect(used).toEqual([0]);
  expect(log).not.toContain('begin 2');
});

test('one that fails after nobody waits any more is no unhandled failure', async () => {
  const { begin } = steps(1);
  for await (const i of ahead(4, begin)) if (i === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 5));
});
