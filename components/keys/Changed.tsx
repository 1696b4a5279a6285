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

/** Those that shut something out, or seem to. */
const SHUTS: readonly KeysChange[] = ['password', 'phrase_replaced', 'phrase_removed', 'passkey_removed'];

export function Changed({ change, older, saving, now, on }: ChangedProps) {
  const shuts = SHUTS.includes(change);
  return (
    <>
      <Notice tone="good" title={i18n.t(`keys.changed.${change}`)} live>
        <p>{i18n.t(`keys.changed.${change}_text`)}</p>
      </Notice>
      {(shuts || change === 'renewed') && older.length > 0 && (
        <div class={styles.files}>
          <p class={styles.title}>
            {i18n.t(change === 'renewed' ? 'keys.older.renewed' : 'keys.older.headline')}
          </p>
          <OlderFiles files={older} now={now} />
        </div>
      )}
      {shuts && (
        <Notice tone="careful" title={i18n.t('keys.known.headline')}>
          <p>{i18n.t('keys.known.text')}</p>
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
    {files.map(({ name, at }) => (
      <li key={`${at} ${name}`}>
        <bdi>{name}</bdi> <span class={styles.quiet}>{toMoment(at, now)}</span>
      </li>
    ))}
  </ul>
);
