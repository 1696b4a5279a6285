/** @file A phrase on the screen: looked over while it is typed, written down, asked for, forgotten. */
import { describe, expect, it } from 'vitest';
import { newPhrase, slipIn } from '../../entrypoints/shared/phrase.ts';
import { createWriting } from '../../entrypoints/shared/writing.ts';

const GOOD = `${'abandon '.repeat(23)}art`;

describe('words being typed', () => {
  it.each([
    ['', null],
    ['aban', null],
    ['abandon', null],
    ['abandno', null], // not at its end yet
    ['abandno ', { code: 'phrase-word', detail: { word: 1, like: 'abandon' } }],
    ['abandon zzz about', { code: 'phrase-word', detail: { word: 2 } }],
    [GOOD, null],
    [GOOD.replace(/art$/, 'ar'), null],
    [GOOD.replace(/art$/, 'able'), { code: 'phrase-checksum' }],
    [`${GOOD} abandon`, { code: 'phrase-length', detail: { words: 25 } }],
  ])('%j', async (typed, fault) => {
    const found = await slipIn(typed);
    if (fault) expect(found).toMatchObject(fault);
    else expect(found).toBeNull();
  });
});

describe('writing a phrase down', () => {
  it('draws three places of their own from all of them, and keeps nothing when it forgets', async () => {
    const drawn = new Set<number>();
    for (let i = 0; i < 60; i++) {
      const writing = createWriting({ newPhrase });
      await writing.show();
      const words = writing.words.value;
      expect(words).toHaveLength(24);
      writing.written();
      const places = writing.asked.value;
      expect(new Set(places).size).toBe(3);
      for (const place of places) drawn.add(place);
      expect(writing.answer([])).toBeNull();
      expect(writing.wrong.value).toEqual(places);
      const typed = places.map((place) => words[place - 1]?.toUpperCase() ?? '');
      expect(writing.answer(typed)).toBe(words.join(' '));
      writing.forget();
      expect(writing.answer(typed)).toBeNull();
      await writing.show();
      expect(writing.words.value).not.toEqual(words);
    }
    expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([1, 24]);
  });
});
