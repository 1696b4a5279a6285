/** @file How long guessing a password would take, in words and three marks. */
import { i18n } from '#i18n';
import { toCount } from '../figures.ts';
import styles from './NewPassword.module.css';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

export type StrengthLevel = 'weak' | 'fair' | 'good';

const LEVELS: readonly StrengthLevel[] = ['weak', 'fair', 'good'];

export const levelOf = (seconds: number): StrengthLevel =>
  seconds < MONTH ? 'weak' : seconds < 10 * YEAR ? 'fair' : 'good';

/** 3 days; centuries. */
export function toGuessing(seconds: number): string {
  const whole = (unit: number) => Math.max(1, Math.round(seconds / unit));
  const words = (key: 'minutes' | 'hours' | 'days' | 'months' | 'years', unit: number) =>
    i18n.t(`setup.strength.${key}`, whole(unit), [toCount(whole(unit))]);
  if (seconds < MINUTE) return i18n.t('setup.strength.moments');
  if (seconds < HOUR) return words('minutes', MINUTE);
  if (seconds < DAY) return words('hours', HOUR);
  if (seconds < MONTH) return words('days', DAY);
  if (seconds < YEAR) return words('months', MONTH);
  if (seconds < 200 * YEAR) return words('years', YEAR);
  return i18n.t('setup.strength.centuries');
}

export function Strength({ seconds }: { readonly seconds: number | null }) {
  const level = seconds === null ? null : levelOf(seconds);
  const lit = level === null ? 0 : LEVELS.indexOf(level) + 1;
  return (
    <div class={[styles.strength, level ? styles[level] : ''].join(' ')}>
      <div class={styles.meter} aria-hidden="true">
        {LEVELS.map((name, index) => (
          <span key={name} class={index < lit ? styles.lit : undefined} />
        ))}
      </div>
      <p class={styles.quiet} role="status">
        {level !== null && seconds !== null && i18n.t(`setup.strength.${level}`, [toGuessing(seconds)])}
      </p>
    </div>
  );
}
