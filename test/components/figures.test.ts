/** @file Figures as words. */
import { describe, expect, it } from 'vitest';
import * as figures from '../../components/figures.ts';

const MINUTE = 60_000;
const at = (hours: number, minutes: number, day = 3) => new Date(2026, 4, day, hours, minutes).getTime();

describe('figures', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1500, '2 kB'],
    [1_234_567, '1.2 MB'],
    [999_600, '1 MB'],
    [20_000_000_000, '20 GB'],
  ])('%d bytes are %s', (bytes, words) => expect(figures.toSize(bytes)).toBe(words));

  it('name a moment by how long ago it was', () => {
    expect(figures.toMoment(at(0, 5), at(23, 0))).toBe('Today 00:05');
    expect(figures.toMoment(at(23, 59, 2), at(0, 1))).toBe('Yesterday 23:59');
    expect(figures.toMoment(at(9, 0, 1), at(9, 0))).toMatch(/2026, 09:00$/);
  });

  it('shorten a moment for a list', () => {
    expect(figures.toShortMoment(at(8, 0), at(9, 0))).toBe('08:00');
    expect(figures.toShortMoment(at(9, 0), at(8, 0))).toBe('09:00');
    expect(figures.toShortMoment(at(8, 0, 1), at(9, 0))).toBe('Fri');
    expect(figures.toShortMoment(at(8, 0) - 8 * 24 * 60 * MINUTE, at(9, 0))).toMatch(/2026/);
  });

  it('tell days apart by the calendar', () => {
    expect(figures.sameDay(at(0, 0), at(23, 59))).toBe(true);
    expect(figures.sameDay(at(23, 59), at(23, 59) + MINUTE)).toBe(false);
  });

  it.each([
    [7, '0:07'],
    [67, '1:07'],
    [3727, '1:02:07'],
  ])('%d seconds play for %s', (seconds, words) => expect(figures.toClock(seconds)).toBe(words));

  it.each([
    [12, '12 s'],
    [754, '13 min'],
    [3660, '1 h 1 min'],
  ])('a call of %d seconds took %s', (seconds, words) => expect(figures.toSpan(seconds)).toBe(words));

  it.each([
    [20, 'less than a minute left'],
    [61, '1 min left'],
    [190, '3 min left'],
    [7200, 'about 2 h left'],
  ])('%d seconds to go are %s', (seconds, words) => expect(figures.toLeft(seconds)).toBe(words));
});
