/** @file Figures as words: counts, sizes, days, spans, in the language of the browser. */
import { i18n } from '#i18n';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export const toCount = (value: number): string => value.toLocaleString();

/** 3 kB, 1.2 MB: decimal units, as file managers show them. */
export function toSize(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return value.toLocaleString(undefined, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && unit > 1 ? 1 : 0,
  });
}

/** 12:04 */
export const toTime = (ms: number): string =>
  new Date(ms).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** 12 Mar 2025 */
export const toDay = (ms: number): string =>
  new Date(ms).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** Monday, 12 March 2025: the separator between days. */
export const toLongDay = (ms: number): string =>
  new Date(ms).toLocaleDateString(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });

/** Counts calendar days back from `now`, in the time zone of the browser. */
function daysAgo(ms: number, now: number): number {
  const start = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((start(now) - start(ms)) / (24 * HOUR * 1000));
}

/** Today 09:14 */
export function toMoment(ms: number, now: number): string {
  const days = daysAgo(ms, now);
  if (days === 0) return i18n.t('when.today', [toTime(ms)]);
  if (days === 1) return i18n.t('when.yesterday', [toTime(ms)]);
  return i18n.t('when.on', [toDay(ms), toTime(ms)]);
}

/** For a list: the time today, the weekday within a week, else the day. */
export function toShortMoment(ms: number, now: number): string {
  const days = daysAgo(ms, now);
  if (days <= 0) return toTime(ms);
  if (days < 7) return new Date(ms).toLocaleDateString(undefined, { weekday: 'short' });
  return toDay(ms);
}

/** For machines; empty for a moment that no calendar has. */
export function toStamp(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

export const sameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();

/** 1:07, 1:02:07: what a player shows. */
export function toClock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const rest = two(whole % MINUTE);
  return whole >= HOUR ? `${Math.floor(whole / HOUR)}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** 12 min: how long a call was. */
export function toSpan(seconds: number): string {
  if (seconds < MINUTE) return i18n.t('duration.seconds', [Math.round(seconds)]);
  const minutes = Math.round(seconds / MINUTE);
  if (minutes < 60) return i18n.t('duration.minutes', [minutes]);
  return i18n.t('duration.hours', [Math.floor(minutes / 60), minutes % 60]);
}

/** 3 min left */
export function toLeft(seconds: number): string {
  if (seconds < MINUTE) return i18n.t('left.seconds');
  if (seconds < 90 * MINUTE) return i18n.t('left.minutes', Math.round(seconds / MINUTE));
  return i18n.t('left.hours', [toCount(Math.round(seconds / HOUR))]);
}
