/** @file The seal beside the name of the product. */
import icon from './icon.svg';
import styles from './Mark.module.css';

export interface MarkProps {
  readonly size?: number;
}

export const Seal = ({ size = 28 }: MarkProps) => <img src={icon} width={size} height={size} alt="" />;

export const Mark = ({ size = 28 }: MarkProps) => (
  <span class={styles.mark}>
    <Seal size={size} />
    <span class={styles.name}>Keepsake</span>
  </span>
);
