/** @file What a locked file looks like from outside: whole or not, as far as that can be seen without unlocking it. */
import { i18n } from '#i18n';
import { Bar } from '../Bar.tsx';
import { Button } from '../Button.tsx';
import { toSize } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import styles from './Inspection.module.css';

export interface OutsideProps {
  /** `sums`: every byte is read, or was. */
  readonly depth: 'frames' | 'sums';
  /** Bytes. */
  readonly done: number;
  readonly of: number;
  /** Null: still looking. What was found stands among the notes of the file. */
  readonly findings: number | null;
  readonly onLook: () => void;
  readonly onStop: () => void;
}

export function Outside({ depth, done, of, findings, onLook, onStop }: OutsideProps) {
  if (findings === null) {
    if (depth === 'frames') return null; // over in a moment
    const label = i18n.t('viewer.unlock.looking');
    const words = of > 0 ? i18n.t('viewer.unlock.looked', [toSize(done), toSize(of)]) : label;
    return (
      <div class={styles.box}>
        <Bar label={label} value={of > 0 ? done / of : null} text={words} />
        <div class={styles.row}>
          <p class={styles.quiet}>{words}</p>
          <Button kind="link" onPress={onStop}>
            {i18n.t('common.cancel')}
          </Button>
        </div>
      </div>
    );
  }
  const looked = i18n.t(depth === 'sums' ? 'viewer.unlock.read_outside' : 'viewer.unlock.outside');
  return (
    <div class={styles.box}>
      {findings === 0 && (
        <Notice tone="good">
          <p role="status">{looked}</p>
        </Notice>
      )}
      {depth === 'frames' && (
        <Button kind="link" onPress={onLook}>
          {i18n.t('viewer.unlock.look')}
        </Button>
      )}
    </div>
  );
}
