/** @file Every fault has its words, every word is used, and they keep the house's manners. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { snake, wordsOf } from '../../components/fault-words.ts';
import { toDay } from '../../components/figures.ts';
import { FAULT_CODES, type FaultCode, type FaultDetail } from '../../lib/base/fault.ts';
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

describe('a fault that names more', () => {
  const MAY = new Date(2026, 4, 3, 12).getTime();
  const DAY = toDay(MAY);
  const place = { run: 2, at: MAY, segment: 214 };

  it.each<[FaultCode, FaultDetail, string]>([
    ['segment-damaged', place, `This file is damaged at part 214 of the backup of ${DAY}.`],
    ['segment-damaged', { ...place, to: 216 }, `from part 214 to part 216 of the backup of ${DAY}.`],
    ['segment-damaged', { run: 2, segment: 214 }, 'A part of this file is damaged.'],
    [
      'segment-mended',
      place,
      `Part 214 of the backup of ${DAY} is damaged in one file, and whole in another.`,
    ],
    ['newer-version', place, `Part 214 of the backup of ${DAY} was made by a newer Keepsake.`],
    ['newer-version', { what: 'run', version: 2 }, 'One backup in this file was made by a newer Keepsake.'],
    ['newer-version', { version: 2 }, 'This backup was made by a newer Keepsake.'],
    ['run-missing', { at: MAY, before: 3, beforeAt: MAY + 1 }, `The backup of ${DAY} is missing.`],
    ['run-missing', { before: 3, beforeAt: MAY }, `The backup made before that of ${DAY} is missing.`],
    ['run-missing', { at: MAY, before: 3, after: 'anew' }, 'The one after it read everything anew.'],
    ['run-unfinished', { run: 2, at: MAY }, `The backup of ${DAY} did not come to its end.`],
    ['run-cut', { at: MAY, segments: 2, expected: 9 }, '2 of its 9 parts are here'],
    ['run-cut', { at: MAY, segments: 9, expected: 9 }, 'ends in another way than the backup after it says'],
    [
      'contents-differ',
      { at: MAY, what: 'count' },
      `The backup of ${DAY} holds something else than it says.`,
    ],
    ['schema-differs', { at: MAY, what: 'message.t' }, `The backup of ${DAY} holds something Keepsake`],
    ['other-vault', { run: 7 }, 'One backup in this file belongs to another password or account.'],
    ['file-left-aside', { backup: 'a1b2c3d4e5f6' }, 'Its short name is a1b2c3d4e5f6.'],
    ['wrong-phrase', { backup: 'a1b2c3d4e5f6' }, 'compare its short name, a1b2c3d4e5f6'],
    ['not-an-archive', { what: 'folder' }, 'There is no backup in this folder.'],
  ])('%s %j', (code, detail, expected) => {
    const { what, means, next } = wordsOf({ code, detail });
    expect(`${what} ${means} ${next}`).toContain(expected);
    for (const sentence of [what, means, next]) expect(sentence).toMatch(/^[\p{Lu}\p{N}].+\.$/u);
  });

  it('names its file beside the words, and moments in the terms as machines write them', () => {
    const { file, terms } = wordsOf({
      code: 'segment-damaged',
      detail: { file: 'a.keepsake', at: 0, byte: 9 },
    });
    expect([file, terms]).toEqual(['a.keepsake', 'segment-damaged · at 1970-01-01T00:00:00.000Z · byte 9']);
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
