import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenRun } from '../../lib/archive/open.ts';
import { Cache } from '../../lib/history/cache.ts';
import { type Group, groupParts, type Part } from '../../lib/history/groups.ts';

/** Grouping looks at times and ranks only. */
const part = ([rank, number, first, last]: readonly [number, number, number, number]): Part => ({
  run: {} as OpenRun,
  rank,
  entry: { number, kind: 1, offset: 0, length: 0, chat: 'c', count: 1, first, last },
  first,
  last,
});
const shape = (groups: readonly Group[]) =>
  groups.map(({ parts }) => parts.map(({ rank, entry }) => `${rank}.${entry.number}`).join(' '));

describe('segments of one chat', () => {
  test.each<[string, [number, number, number, number][], string[]]>([
    [
      'in a row',
      [
        [0, 1, 0, 5],
        [0, 2, 6, 9],
      ],
      ['0.1', '0.2'],
    ],
    [
      'of one run that touch stand alone',
      [
        [0, 1, 0, 5],
        [0, 2, 5, 9],
      ],
      ['0.1', '0.2'],
    ],
    [
      'of one run that overlap join',
      [
        [0, 1, 0, 6],
        [0, 2, 5, 9],
      ],
      ['0.1 0.2'],
    ],
    [
      'of two runs that touch join',
      [
        [0, 1, 0, 5],
        [1, 1, 5, 9],
      ],
      ['0.1 1.1'],
    ],
    [
      'newest sealed first stand by time',
      [
        [0, 2, 0, 5],
        [0, 1, 6, 9],
      ],
      ['0.2', '0.1'],
    ],
    [
      'one inside another joins',
      [
        [0, 1, 0, 9],
        [0, 2, 4, 4],
      ],
      ['0.1 0.2'],
    ],
    [
      'of one moment each, one run, stand alone',
      [
        [0, 1, 5, 5],
        [0, 2, 5, 5],
      ],
      ['0.1', '0.2'],
    ],
    [
      'of one moment each, two runs, join',
      [
        [0, 1, 5, 5],
        [1, 2, 5, 5],
      ],
      ['0.1 1.2'],
    ],
    [
      'joined through a third',
      [
        [0, 1, 0, 5],
        [0, 2, 5, 9],
        [1, 1, 5, 5],
      ],
      ['0.1 0.2 1.1'],
    ],
  ])('%s', (_, parts, groups) => {
    expect(shape(groupParts(parts.map(part)))).toEqual(groups);
    expect(shape(groupParts(parts.toReversed().map(part)))).toEqual(groups);
  });

  test('whatever they are: each is in one group, and groups follow one another in time', () => {
    const one = fc.tuple(fc.nat(2), fc.nat(99), fc.nat(30), fc.nat(6));
    const property = fc.property(fc.array(one, { maxLength: 20 }), (list) => {
      const parts = list.map(([rank, number, first, length]) => part([rank, number, first, first + length]));
      const groups = groupParts(parts);
      expect(groups.flatMap((group) => group.parts).length).toBe(parts.length);
      for (const [i, group] of groups.entries()) {
        expect(group.mixed).toBe(new Set(group.parts.map(({ rank }) => rank)).size > 1);
        expect(group.count === null).toBe(group.mixed);
        for (const later of groups.slice(i + 1))
          for (const a of group.parts)
            for (const b of later.parts) {
              if (a.rank === b.rank) expect(a.last).toBeLessThanOrEqual(b.first);
              else expect(a.last).toBeLessThan(b.first);
            }
      }
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe('the cache', () => {
  const made = (value: string, size: number) => async () => ({ value, size });

  test('makes each value once, and forgets what was used longest ago', async () => {
    const cache = new Cache<string, string>(100);
    expect(await cache.get('a', made('A', 40))).toBe('A');
    expect(await cache.get('b', made('B', 40))).toBe('B');
    expect(await cache.get('a', made('never', 40))).toBe('A');
    expect(await cache.get('c', made('C', 40))).toBe('C');
    expect(cache.size).toBe(80);
    expect(await cache.get('a', made('never', 40))).toBe('A');
    expect(await cache.get('b', made('B again', 40))).toBe('B again');
  });

  test('two that ask at once share one making; the last stays even where it is too large', async () => {
    const cache = new Cache<string, string>(10);
    let makings = 0;
    const make = async () => ({ value: `${++makings}`, size: 1000 });
    expect(await Promise.all([cache.get('a', make), cache.get('a', make)])).toEqual(['1', '1']);
    expect(await cache.get('a', make)).toBe('1');
  });

  test('a value that could not be made is asked for again', async () => {
    const cache = new Cache<string, string>(10);
    const fail = () => Promise.reject(new Error('no'));
    await expect(cache.get('a', fail)).rejects.toThrow('no');
    expect(await cache.get('a', made('A', 1))).toBe('A');
  });
});
