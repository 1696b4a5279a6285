/** @file The recovery phrase: 24 words of BIP-39's English list for 32 random bytes, and slips of the pen told before anything is unlocked. */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { type Bytes, randomBytes } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';

export const PHRASE_WORDS = 24;

const KNOWN = new Set(wordlist);

/** Suggestions for a word, at most, and how many letters they may be away from it. */
const LIKE = 3;
const FAR = 3;
/** The longest word of the list has 8 letters: what is longer than this is like none of them. */
const LONGEST = 12;

/** Words joined by one space. */
export const newPhrase = (): string => entropyToMnemonic(randomBytes(32), wordlist);

/**
 * The 32 bytes that a phrase stands for, however it was typed: capitals, line breaks, commas, numbers before the words.
 * The words typed are in no fault.
 * @throws {Fault} `phrase-word` — the `word`th is not in the list, which has `like` it; `phrase-length`;
 * `phrase-checksum` — words of the list, but not those of a phrase: one is another, or two have changed places.
 */
export function parsePhrase(text: string): Bytes {
  const words = wordsOf(text);
  const at = words.slice(0, PHRASE_WORDS).findIndex((word) => !KNOWN.has(word));
  const strange = words[at];
  if (strange !== undefined) {
    const like = nearest(strange);
    throw new Fault('phrase-word', { word: at + 1, ...(like.length > 0 && { like: like.join(', ') }) });
  }
  if (words.length !== PHRASE_WORDS) throw new Fault('phrase-length', { words: words.length });
  try {
    return new Uint8Array(mnemonicToEntropy(words.join(' '), wordlist));
  } catch {
    // Without its cause, which may name a word.
    throw new Fault('phrase-checksum');
  }
}

/** Lower case after NFKD, without invisible characters, the numbers of a list, and marks between words. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/[\p{Cf}\p{Mn}]/gu, '')
    .toLowerCase()
    .split(/[\s,;|]+/)
    .map((word) => word.replace(/^[#(]?\d{1,2}[.:)\]-]*/, '').replace(/^[-–•*"']+|[.:"']+$/g, ''))
    .filter((word) => word !== '');

/** The words of the list that fewest slips of the pen lead to; none where all are far away. */
function nearest(word: string): string[] {
  if (word.length > LONGEST) return [];
  const found = wordlist.map((known) => ({ known, slips: slipsBetween(word, known) }));
  const fewest = Math.min(...found.map(({ slips }) => slips));
  if (fewest > Math.min(FAR, word.length - 1)) return [];
  const same = (known: string): number => {
    const differs = [...known].findIndex((letter, i) => letter !== word[i]);
    return differs < 0 ? known.length : differs;
  };
  return found
    .filter(({ slips }) => slips === fewest)
    .map(({ known }) => known)
    .sort((a, b) => same(b) - same(a))
    .slice(0, LIKE);
}

/** Letters left out, put in, mistaken, or swapped with their neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (above[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
