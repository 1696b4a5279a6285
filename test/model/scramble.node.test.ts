/** @file A scrambled report holds no private word, has the shape of what it was made of, and is the same each time. */
import * as fc from 'fast-check';
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
    [
      ['8:30@cinema', '7@mums.place', '1985@smithfamily.org', '12@c.us_x@rosies.bar_y', 'true_5@lid_true'],
      ['0:00@xxxxxx', '0@xxxx.xxxxx', '0000@xxxxxxxxxxx.xxx', '01@c.us_x@xxxxxx.xxx_x', 'true_2@lid_xxxx'],
    ],
    [
      ['हिंदी', 'ที่', 'Ⓐ🇳🇱👋🏽⠓ǅ', '\ud83d'],
      ['字··字·', '字··', '···☺··X', '·'],
    ],
    [
      { Alice: 1, A5B3CAFE: 1, Bobby: 2, _39_333_12: 3, a123: 4, '31@c.us': 5, to: '31@c.us', mediaKey2: 6 },
      {
        Xxxxx: 1,
        X0X0XXXX: 1,
        'Xxxxx (2)': 2,
        _00_000_00: 3,
        x000: 4,
        '01@c.us': 5,
        to: '01@c.us',
        mediaKey2: 6,
      },
    ],
    [
      { type: 'chat', inner: { type: 'Alice', kind: ['Bob'] }, role: ['Carol'] },
      { type: 'chat', inner: { type: 'Xxxxx', kind: ['Xxx'] }, role: ['Xxxxx'] },
    ],
    [{ $bytes: 'AAAA' }, { $bytes: '3 bytes' }],
    [
      ['שלום', 'مرحبا', '明日'],
      ['אאאא', 'ااااا', '字字'],
    ],
  ] as [Json, Json][])('makes %j to %j', (value, expected) => expect(scrambler()(value)).toEqual(expected));

  it('lets no character through but space and punctuation of ASCII, whatever a text is made of', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.stringMatching(/^(true_)?[0-9:-]{1,6}@[a-z.]{1,9}(_[A-Za-z@.]{1,9})?$/u),
    );
    const wid =
      /\d+@(c\.us|g\.us|lid|newsletter|broadcast|s\.whatsapp\.net|call|bot|hosted(\.lid)?|msgr|interop)(?=_|$)/g;
    fc.assert(
      fc.property(any, fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }), (said, name) => {
        const shown = scrambler()([said, { a: { type: said, [`A${name}`]: 1 } }]);
        const [one, { a }] = shown as [string, { a: Record<string, Json> }];
        for (const out of [one, a.type as string, ...Object.keys(a).filter((key) => key !== 'type')]) {
          const own = out
            .replace(/^(true|false)_/, '')
            .replace(wid, '')
            .replace(/… \d+$| \(\d+\)$/, '');
          expect(own).toMatch(/^[\0-/:-@[-`{-\x7f0xXאا字☺·]*$/u);
        }
      }),
      { numRuns: 200 },
    );
  });
});
