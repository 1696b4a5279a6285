import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, must, toHex, utf8 } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { newPhrase, parsePhrase } from '../../lib/vault/phrase.ts';

const fault = (code: string, detail: object = {}) => expect.objectContaining({ code, detail });

/** Published test vectors of BIP-39. */
const VECTORS: readonly (readonly [entropy: string, phrase: string])[] = [
  ['00'.repeat(32), `${'abandon '.repeat(23)}art`],
  [
    '7f'.repeat(32),
    `${'legal winner thank year wave sausage worth useful '.repeat(2)}legal winner thank year wave sausage worth title`,
  ],
  ['ff'.repeat(32), `${'zoo '.repeat(23)}vote`],
  [
    '68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c',
    'hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length',
  ],
];
const [, PHRASE] = must(VECTORS[3], 'a vector');
const WORDS = PHRASE.split(' ');
const ENTROPY = parsePhrase(PHRASE);

/** What parsing came to: bytes, or a fault. */
function outcome(words: readonly string[]): Bytes | Fault {
  try {
    return parsePhrase(words.join(' '));
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
}

const withWord = (at: number, word: string) => WORDS.map((own, i) => (i === at ? word : own));

describe('a phrase', () => {
  test.each(VECTORS)('stands for its bytes: %s', (entropy, phrase) =>
    expect(toHex(parsePhrase(phrase))).toBe(entropy),
  );

  test('is 24 words of the list, another each time, and parses', () => {
    const phrases = Array.from({ length: 20 }, newPhrase);
    for (const phrase of phrases) {
      expect(phrase.split(' ').filter((word) => wordlist.includes(word))).toHaveLength(24);
      expect(parsePhrase(phrase)).toHaveLength(32);
    }
    expect(new Set(phrases).size).toBe(20);
  });

  const FORMS: readonly (readonly [string, string])[] = [
    ['capitals', PHRASE.toUpperCase()],
    ['a capital each', WORDS.map((word) => `${word.at(0)?.toUpperCase()}${word.slice(1)}`).join(' ')],
    ['white space about it', `\n\t ${WORDS.join('  ')} \r\n`],
    ['a line each', WORDS.join('\r\n')],
    ['no-break spaces', WORDS.join('\u00a0')],
    ['ideographic spaces', WORDS.join('\u3000')],
    ['commas', WORDS.join(', ')],
    ['“1. word”', WORDS.map((word, i) => `${i + 1}. ${word}`).join('\n')],
    ['“1.word”', WORDS.map((word, i) => `${i + 1}.${word}`).join('\n')],
    ['“1) word”', WORDS.map((word, i) => `${i + 1}) ${word}`).join(' ')],
    ['“(1) word”', WORDS.map((word, i) => `(${i + 1}) ${word}`).join(' ')],
    ['“#1: word”', WORDS.map((word, i) => `#${i + 1}: ${word}`).join('\n')],
    ['“01 word”', WORDS.map((word, i) => `${String(i + 1).padStart(2, '0')} ${word}`).join('\n')],
    ['a list', WORDS.map((word) => `- ${word}`).join('\n')],
    ['a full stop', `${PHRASE}.`],
    ['quotes', `"${PHRASE}"`],
    ['wide letters', PHRASE.replace(/[a-z]/g, (a) => String.fromCodePoint((a.codePointAt(0) ?? 0) + 0xfee0))],
    ['invisible characters', `\ufeff${WORDS.join('\u200b ')}`],
    ['an accent that a keyboard put in', PHRASE.replace('length', 'léngth')],
  ];
  test.each(FORMS)('is the same with %s', (_, text) => expect(parsePhrase(text)).toEqual(ENTROPY));
});

describe('a slip of the pen', () => {
  test.each([
    [0, 'hamstr', 'hamster'],
    [1, 'digaram', 'diagram'],
    [5, 'dellay', 'delay'],
    [23, 'lenght', 'length'],
    [9, 'todler', 'toddler'],
  ] as const)('in word %i: its place and what it may be', (at, typed, meant) =>
    expect(outcome(withWord(at, typed))).toEqual(fault('phrase-word', { word: at + 1, like: meant })),
  );

  test('like nothing in the list has no suggestion; the first of several is told', () => {
    for (const typed of ['xqzxqzxq', 'x'.repeat(10_000), 'ж', '密码'])
      expect(outcome(withWord(3, typed))).toEqual(fault('phrase-word', { word: 4 }));
    expect(outcome(withWord(7, 'meet').map((word, i) => (i === 20 ? 'shrugg' : word)))).toEqual(
      fault('phrase-word', { word: 8, like: 'meat, melt' }),
    );
  });

  test('leaves nothing that was typed in its fault', () => {
    for (const words of [withWord(3, 'dutchess'), withWord(3, 'abandon'), WORDS.slice(1)]) {
      const thrown = outcome(words);
      if (!(thrown instanceof Fault)) throw new Error('accepted');
      expect(thrown.cause).toBe(undefined);
      const said = `${Object.values(thrown.detail).join(' ')} ${thrown.message}`.split(/[\s,]+/);
      expect(words.filter((word) => said.includes(word))).toEqual([]);
    }
  });

  test.each([0, 1, 12, 23, 25, 48])('that makes %i words', (count) => {
    const words = Array.from({ length: count }, (_, i) => WORDS[i % 24] ?? '');
    expect(outcome(words)).toEqual(fault('phrase-length', { words: count }));
  });

  /** Each is told, or is by chance (one in 256) another phrase: never the same bytes. */
  const missed = (tries: readonly (readonly string[])[]): number => {
    const accepted = tries.map(outcome).filter((found) => {
      if (found instanceof Fault) expect(found).toEqual(fault('phrase-checksum'));
      else expect(found).not.toEqual(ENTROPY);
      return !(found instanceof Fault);
    });
    return accepted.length;
  };

  test('that makes another word of one', async () => {
    const tries: string[][] = [];
    for (let at = 0; at < 24; at++) {
      const seed = await sha256(utf8(`sample ${at}`));
      for (let i = 0; i < 32; i++) {
        const word = wordlist[((seed[i] ?? 0) * 8 + (seed[(i + 7) % 32] ?? 0)) % 2048] ?? '';
        if (word !== WORDS[at]) tries.push(withWord(at, word));
      }
    }
    expect(tries.length).toBeGreaterThan(760);
    expect(missed(tries)).toBeLessThan(12);
  });

  test('that lets two words change places', () => {
    const tries: string[][] = [];
    for (let a = 0; a < 24; a++)
      for (let b = a + 1; b < 24; b++)
        if (WORDS[a] !== WORDS[b])
          tries.push(WORDS.map((word, i) => (i === a ? WORDS[b] : i === b ? WORDS[a] : word) ?? ''));
    expect(tries.length).toBeGreaterThan(270);
    expect(missed(tries)).toBeLessThan(8);
  });

  test('of one letter in any word of the list: told with its place, or another word', () => {
    const slip = fc.record({
      at: fc.nat(23),
      letter: fc.nat(7),
      by: fc.constantFrom('', 'x', 'ee'),
    });
    const property = fc.property(slip, ({ at, letter, by }) => {
      const word = WORDS[at] ?? '';
      const typed = word.slice(0, letter) + by + word.slice(letter + 1);
      if (typed === word || typed === '') return;
      const found = outcome(withWord(at, typed));
      if (!wordlist.includes(typed))
        expect(found).toMatchObject({ code: 'phrase-word', detail: { word: at + 1 } });
      else expect(found).not.toEqual(ENTROPY);
    });
    fc.assert(property, { numRuns: 60, seed: 24 });
  });
});

test('nonsense of any kind is a fault of its own', () => {
  const codes = new Set(['phrase-word', 'phrase-length', 'phrase-checksum']);
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
    const found = outcome([text]);
    expect(found instanceof Fault && codes.has(found.code)).toBe(true);
  });
  fc.assert(property, { numRuns: 200 });
});
