/** @file What a change came to: what opens what now, which files still open the old way, and what to do next. */
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { toMoment } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import styles from './Changed.module.css';
import type { KeysActions, KeysChange, KeysState, OlderFile } from './screen.ts';

export interface ChangedProps {
  readonly change: KeysChange;
  readonly older: readonly OlderFile[];
  readonly saving: KeysState['saving'];
  readonly now: number;
  readonly on: Pick<KeysActions, 'chooseLock' | 'save'>;
}

/** Those that seem to shut somebody out, and which files they leave open. */
const SHUTS: Partial<Record<KeysChange, (file: OlderFile) => boolean>> = {
  password: ({ password }) => password,
  phrase_replaced: ({ phrase }) => phrase,
  phrase_removed: ({ phrase }) => phrase,
};

export function Changed({ change, older, saving, now, on }: ChangedProps) {
  const shuts = SHUTS[change];
  const still = change === 'renewed' ? older : older.filter(shuts ?? (() => false));
  return (
    <>
      <Notice tone="good" title={i18n.t(`keys.changed.${change}`)} live>
        <p>{i18n.t(`keys.changed.${change}_text`)}</p>
      </Notice>
      {still.length > 0 && (
        <div class={styles.files}>
          <p class={styles.title}>{i18n.t('keys.older.headline')}</p>
          <OlderFiles files={still} now={now} />
        </div>
      )}
      {shuts && (
        <Notice tone="careful" title={i18n.t('keys.known.headline')}>
          <p>{i18n.t('keys.known.text')}</p>
          <Button kind="link" onPress={on.chooseLock}>
            {i18n.t('keys.known.make')}
          </Button>
        </Notice>
      )}
      <div class={styles.next}>
        {saving === 'done' ? (
          <p role="status" class={styles.title}>
            {i18n.t('keys.changed.saved')}
          </p>
        ) : (
          <>
            <p class={styles.quiet}>{i18n.t('keys.changed.save_text')}</p>
            <Button kind="primary" disabled={saving === 'now'} onPress={on.save}>
              {i18n.t('popup.save')}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

export interface OlderFilesProps {
  readonly files: readonly OlderFile[];
  readonly now: number;
}

export const OlderFiles = ({ files, now }: OlderFilesProps) => (
  <ul class={styles.list}>
    {files.map((file) => (
      <li key={`${file.at} ${file.name}`}>
        <bdi>{file.name}</bdi>
        <span class={styles.quiet}>
          {' '}
          {i18n.t('keys.older.line', [toMoment(file.at, now), i18n.t(`keys.older.${kindOf(file)}`)])}
        </span>
      </li>
    ))}
  </ul>
);

const kindOf = ({ password, phrase }: OlderFile) => (password ? (phrase ? 'both' : 'password') : 'phrase');
