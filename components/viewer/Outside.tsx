/** @file What a locked file looks like from outside: whole or not, as far as that can be seen without unlocking it. */
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { toSize } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import { Inspecting } from './Inspecting.tsx';
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
    return (
      <Inspecting
        label={i18n.t('viewer.unlock.looking')}
        words={i18n.t('viewer.unlock.looked', [toSize(done), toSize(of)])}
        {...{ done, of, onStop }}
      />
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
