/** @file A scrambled report holds no private word, has the shape of what it was made of, and is the same each time. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/model/json.ts';
import { scrambler } from '../../lib/model/scramble.ts';
import { truthOf } from '../whatsapp-web/truth.ts';

const truth = truthOf({ seed: 5, chats: 24, messages: 400, mediaMiB: 1 });
const records = truth.chats.flatMap(({ id }) => truth.messages(id)) as unknown as Json[];

/** Every text of a value, by whether it is a member's name or not. */
function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => textsOf(inner as Json));
}

const THEIRS = /^(type|subtype|viewMode|associationType|as|kind|role|.*[oO]utcome|pollType|pollContentType)$/;

/** Names of members, and what is a kind or a state: WhatsApp's own words. */
function wordsOfTheirs(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    name,
    ...(THEIRS.test(name) && typeof inner === 'string' ? [inner] : wordsOfTheirs(inner as Json)),
  ]);
}

const shapeOf = (value: Json): unknown => {
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  if (Array.isArray(value)) return value.slice(0, 12).map(shapeOf);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === '$bytes' ? 'string' : shapeOf(inner)]),
  );
};

describe('scrambling', () => {
  it('leaves no word, name, number or address of a whole account', () => {
    const scramble = scrambler();
    const out = JSON.stringify(records.map((record) => scramble(record)));
    const words = new Set(
      records
        .flatMap(textsOf)
        .flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))
        .filter((word) => word.length >= 4),
    );
    expect(words.size).toBeGreaterThan(1000);
    for (const planted of truth.planted) expect(out).not.toContain(planted);
    const own = new Set(records.flatMap(wordsOfTheirs).flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)));
    const shown = new Set(out.split(/[^\p{L}\p{N}]+/u));
    const left = [...words].filter((word) => !own.has(word) && /[^x0]/i.test(word) && shown.has(word));
    // Parts of every id.
    expect(left.sort()).toEqual(['broadcast', 'false', 'true']);
  });

  it('keeps the shape', () => {
    for (const record of records.slice(0, 300)) {
      const scrambled = scrambler()(record);
      const named = (value: unknown) => JSON.stringify(value)?.replace(/"[^"]*[^$\w-"][^"]*":/g, '"":');
      const plain = shapeOf(record);
      if (!JSON.stringify(record).includes('__proto__')) expect(named(shapeOf(scrambled))).toBe(named(plain));
    }
  });

  it('is the same each time, and tells ids apart', () => {
    const two: Json = { from: '393331234567@c.us', to: '393331234568@c.us', author: '393331234567@c.us' };
    expect(scrambler()(two)).toEqual({
      from: '000000000001@c.us',
      to: '000000000002@c.us',
      author: '000000000001@c.us',
    });
    expect(JSON.stringify(records.map(scrambler()))).toBe(JSON.stringify(records.map(scrambler())));
  });

  it.each([
    [
      { body: 'Hallo, Tante Ännchen 👋 +31 6 12', type: 'chat' },
      { body: 'Xxxxx, Xxxxx Xxxxxxx ☺ +00 0 00', type: 'chat' },
    ],
    [{ type: 'my secret plan' }, { type: 'xx xxxxxx xxxx' }],
    [{ id: 'true_1@g.us_3EB0AB_2@lid' }, { id: 'true_1@g.us_0XX0XX_2@lid' }],
    [
      { 'Anna Rossi': 1, t: 1_795_200_123, lat: 45.4642, n: 7 },
      { 'Xxxx Xxxxx': 1, t: 1e9, lat: 0.5, n: 7 },
    ],
    [{ $bytes: 'AAAA' }, { $bytes: '3 bytes' }],
    [
      ['שלום', 'مرحبا', '明日'],
      ['אאאא', 'ااااا', '字字'],
    ],
  ] as [Json, Json][])('makes %j to %j', (value, expected) => expect(scrambler()(value)).toEqual(expected));
});
