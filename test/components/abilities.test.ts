/** @file What works, in people's words: every name that Keepsake uses of WhatsApp's stands behind one of them. */
import { describe, expect, it } from 'vitest';
import { ABILITIES, abilitiesIn } from '../../components/popup/abilities.ts';
import { KINDS, LIMITS, leftOutWords, toLimit, USUAL } from '../../components/popup/media-words.ts';
import { MEDIA_CHOICE, MEDIUM_MOST } from '../../lib/backup/plan.ts';
import { MEDIA_TYPES } from '../../lib/model/media.ts';
import { NAMES, NEEDED } from '../../lib/whatsapp/names.ts';
import { MESSAGES } from '../tools/i18n.ts';

const rows: readonly (readonly string[])[] = Object.values(ABILITIES).flat();
const all = Object.fromEntries(Object.keys(NAMES).map((name) => [name, 'there']));

describe('abilities', () => {
  it('stand for every name, and for no other', () => {
    expect([...new Set(rows.flat())].sort()).toEqual(Object.keys(NAMES).sort());
    expect(abilitiesIn(all)).toEqual({ works: Object.keys(ABILITIES), lacks: [] });
    expect(abilitiesIn({}).works).toEqual([]);
  });

  it.each(Object.keys(NAMES))('miss something without %s, or have another name in its place', (name) => {
    const { lacks } = abilitiesIn({ ...all, [name]: null });
    const others = rows.filter((row) => row.includes(name) && row.length === 1);
    expect(lacks.length > 0).toBe(others.length > 0);
  });

  it('say that there can be no backup exactly where there can be none', () => {
    for (const needed of NEEDED) {
      const without = Object.fromEntries(needed.map((name) => [name, null]));
      const words = abilitiesIn({ ...all, ...without }).lacks.map(
        (one) => MESSAGES.get(`ability.${one}.without`)?.[0],
      );
      expect(words, needed.join()).toContain('No backup can be made.');
    }
    const told = Object.entries(ABILITIES)
      .filter(([ability]) => MESSAGES.get(`ability.${ability}.without`)?.[0] === 'No backup can be made.')
      .flatMap(([, names]): readonly (readonly string[])[] => names);
    expect(told).toEqual(expect.arrayContaining([...NEEDED]));
    expect(told).toHaveLength(NEEDED.length);
  });

  it('have words, each', () => {
    for (const ability of Object.keys(ABILITIES))
      for (const words of ['name', 'without'])
        expect(MESSAGES.get(`ability.${ability}.${words}`)?.[0], ability).toMatch(/^\p{Lu}/u);
  });
});

describe('kinds of media', () => {
  it('are every type of message that carries a file, each once', () => {
    expect(Object.values(KINDS).flat().sort()).toEqual([...MEDIA_TYPES].sort());
  });

  it('are counted together in users’ words', () => {
    expect(leftOutWords({})).toBe('');
    expect(leftOutWords({ ptt: 1 })).toBe('1 voice message');
    expect(leftOutWords({ video: 2, ptv: 1, image: 1 })).toBe('1 photo and 3 videos');
  });

  it('have steps of size around the usual, up to what is possible', () => {
    expect(USUAL).toBe(MEDIA_CHOICE.limit);
    expect(LIMITS).toContain(USUAL);
    expect(LIMITS.at(-1)).toBe(MEDIUM_MOST);
    expect(LIMITS.map(toLimit)).toEqual(['16 MB', '64 MB', '256 MB', '1 GB', '2 GB']);
  });
});
