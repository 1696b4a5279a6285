/** @file A look through a file under way: how far it is, and a way to stop it. */
import { i18n } from '#i18n';
import { Bar } from '../Bar.tsx';
import { Button } from '../Button.tsx';
import styles from './Inspection.module.css';

export interface InspectingProps {
  readonly label: string;
  /** How far it is, once that is known. */
  readonly words: string;
  /** Bytes. */
  readonly done: number;
  readonly of: number;
  readonly onStop: () => void;
}

export const Inspecting = ({ label, words, done, of, onStop }: InspectingProps) => (
  <div class={styles.box}>
    <Bar label={label} value={of > 0 ? done / of : null} text={of > 0 ? words : label} />
    <div class={styles.row}>
      <p class={styles.quiet}>{of > 0 ? words : label}</p>
      <Button kind="link" onPress={onStop}>
        {i18n.t('common.cancel')}
      </Button>
    </div>
  </div>
);
