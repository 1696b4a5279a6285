/** @file What README.txt says is enough: a reader written after it alone opens archives by password, words and passkey. */
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import { must } from '../../lib/base/bytes.ts';
import type { Frozen, FrozenWay } from '../vectors/told.ts';
import { python, runPython } from './setting.ts';

const program = fileURLToPath(new URL('readme_reader.py', import.meta.url));

const asked = (way: FrozenWay) =>
  way.kind === 'password'
    ? { kind: way.kind, secret: way.password }
    : { kind: way.kind, secret: way.kind === 'phrase' ? way.phrase : way.prf };

/** Ways of each kind: the first that the archive names. */
const firsts = (ways: readonly FrozenWay[]): FrozenWay[] =>
  ways.filter(({ kind }, i) => ways.findIndex((way) => way.kind === kind) === i);

it.skipIf(!python).each([
  ['all-ways', 3],
  ['extension', 1],
] as const)('%s', async (name, kinds) => {
  const { archive, json } = must(inject('frozen')[name], name);
  const { unlock, told } = JSON.parse(json) as Frozen;
  const ways = firsts(unlock);
  const { out, notes } = await runPython([program], null, JSON.stringify({ archive, ways: ways.map(asked) }));
  expect(notes).toEqual([]);
  const found: { messages: Record<string, unknown[]>; media: string[] }[] = JSON.parse(out);
  expect(found).toHaveLength(kinds);
  const full = Object.entries(told.messages).filter(([, list]) => list.length > 0);
  for (const { messages, media } of found) {
    expect(new Set(media)).toEqual(new Set(Object.keys(told.media)));
    expect(Object.keys(messages).sort()).toEqual(full.map(([chat]) => chat).sort());
    for (const [chat, list] of full) {
      expect(messages[chat]).toHaveLength(list.length);
      expect(messages[chat]).toEqual(expect.arrayContaining([...list]));
    }
  }
});
