/** @file How long guessing takes, and how it is said. */
import { describe, expect, it } from 'vitest';
import { levelOf, toGuessing } from '../../components/ways/Strength.tsx';
import { estimate } from '../../entrypoints/shared/strength.ts';

const DAY = 86_400;

describe('strength', () => {
  it.each([
    [3, 'moments'],
    [90, '2 minutes'],
    [3600, 'an hour'],
    [3 * DAY, '3 days'],
    [45 * DAY, '2 months'],
    [1100 * DAY, '3 years'],
    [1e12, 'centuries'],
  ])('%d seconds are %s', (seconds, words) => expect(toGuessing(seconds)).toBe(words));

  it('has three levels', () => {
    expect([DAY, 300 * DAY, 1e10].map(levelOf)).toEqual(['weak', 'fair', 'good']);
  });

  it('is not fooled by a known password', async () => {
    expect(levelOf(await estimate('password1'))).toBe('weak');
    expect(levelOf(await estimate('WhatsApp2026'))).toBe('weak');
    expect(levelOf(await estimate('vivid otter carries nine lanterns'))).toBe('good');
  });

  it('judges a very long one by its beginning, or it would take for ever', async () => {
    expect(await estimate('a1'.repeat(5000))).toBe(await estimate('a1'.repeat(36)));
    expect(await estimate(`${'a1'.repeat(36)}vivid otter carries`)).toBe(await estimate('a1'.repeat(36)));
  });
});
