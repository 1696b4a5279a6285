/** @file Every fault has its words, every word is used, and they keep the house's manners. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { snake, wordsOf } from '../../components/fault-words.ts';
import { FAULT_CODES } from '../../lib/base/fault.ts';
import { MESSAGES } from '../tools/i18n.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

function sources(): string {
  const files = ['components', 'entrypoints'].flatMap((room) =>
    readdirSync(`${ROOT}${room}`, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => readFileSync(`${ROOT}${room}/${path}`, 'utf8')),
  );
  return files.join('\n');
}

describe('the words of a fault', () => {
  it.each(FAULT_CODES)('%s says what happened, what it means and what to do', (code) => {
    const words = wordsOf({ code, detail: { part: 214 } });
    for (const sentence of [words.what, words.means, words.next]) expect(sentence).toMatch(/^\p{Lu}.+\.$/u);
    expect(words.terms).toBe(`${code} · part 214`);
  });

  it('stands there for no code that does not exist', () => {
    const known = new Set<string>(FAULT_CODES.map(snake));
    const told = [...MESSAGES.keys()].filter((key) => key.startsWith('fault.'));
    expect(told.filter((key) => !known.has(key.split('.')[1] ?? ''))).toEqual([]);
  });
});

describe('the locale', () => {
  const keys = [...MESSAGES.keys()].filter((key) => !key.startsWith('@@'));

  it('has only names that a browser takes', () => {
    expect(keys.filter((key) => !/^[a-z0-9_.]+$/.test(key))).toEqual([]);
  });

  it('shouts at nobody and uses no jargon', () => {
    const rude = /!|\boops\b|\bKDF\b|\bvault\b|\bsegment\b|\bplease try\b/i;
    expect([...MESSAGES].filter(([, forms]) => forms.some((form) => rude.test(form)))).toEqual([]);
  });

  it('holds no word that nothing shows', () => {
    const text = sources();
    const prefixes = [...text.matchAll(/`([a-z_.]+\.)\$\{/g)].map(([, prefix = '']) => prefix);
    const unused = keys.filter(
      (key) =>
        !key.startsWith('extension.') &&
        !text.includes(`'${key}'`) &&
        !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});
