/** @file How far it is: a bar, the number said beside it by its caller. */
import styles from './Bar.module.css';

export interface BarProps {
  readonly label: string;
  /** 0 to 1; null while there is no number. */
  readonly value: number | null;
  readonly text?: string | undefined;
}

export function Bar({ label, value, text }: BarProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div
      class={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={text}
    >
      {share === null ? (
        <span class={styles.unknown} />
      ) : (
        <span class={styles.fill} style={{ inlineSize: `${share * 100}%` }} />
      )}
    </div>
  );
}
