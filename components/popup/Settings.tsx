/** @file What is kept of media: kinds, and the largest file. Each change counts at once, for backups that begin after it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Settings as Chosen } from '../../lib/backup/status.ts';
import { Button } from '../Button.tsx';
import { Glyph } from '../Glyph.tsx';
import { KIND_NAMES, KINDS, type Kind, LIMITS, toLimit, USUAL } from './media-words.ts';
import styles from './Settings.module.css';
import type { PopupActions } from './screen.ts';
import story from './story.module.css';

export interface SettingsProps {
  /** Null: on their way. */
  readonly chosen: Chosen | null;
  readonly on: Pick<PopupActions, 'choose' | 'closeSettings'>;
}

export function Settings({ chosen, on }: SettingsProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <>
      <div class={styles.head}>
        <Button kind="icon" label={i18n.t('common.back')} onPress={on.closeSettings}>
          <Glyph name="back" />
        </Button>
        <h1 class={story.headline} tabIndex={-1} ref={heading}>
          {i18n.t('popup.settings')}
        </h1>
      </div>
      {chosen ? <Form chosen={chosen} on={on} /> : <p class={story.text}>{i18n.t('common.loading')}</p>}
    </>
  );
}

function Form({ chosen, on }: { readonly chosen: Chosen; readonly on: SettingsProps['on'] }) {
  const { limit, without } = chosen;
  const keep = (kind: Kind, kept: boolean) => {
    const others = without.filter((type) => !(KINDS[kind] as readonly string[]).includes(type));
    on.choose({ limit, without: kept ? others : [...others, ...KINDS[kind]] });
  };
  const limits = LIMITS.includes(limit) ? LIMITS : [...LIMITS, limit].sort((a, b) => a - b);
  return (
    <>
      <fieldset class={styles.kinds} aria-describedby="kinds-means">
        <legend class={styles.label}>{i18n.t('settings.kinds')}</legend>
        <p id="kinds-means" class={[styles.hint, styles.line].join(' ')}>
          {i18n.t('settings.text')}
        </p>
        {KIND_NAMES.map((kind) => (
          <label key={kind} class={styles.kind}>
            <input
              type="checkbox"
              checked={!KINDS[kind].every((type) => without.includes(type))}
              onChange={(event) => keep(kind, event.currentTarget.checked)}
            />
            {i18n.t(`settings.kind.${kind}`)}
          </label>
        ))}
      </fieldset>
      <div>
        <div class={styles.limit}>
          <label class={styles.label} for="limit">
            {i18n.t('settings.limit')}
          </label>
          <select
            id="limit"
            class={styles.select}
            aria-describedby="limit-means"
            value={limit}
            onChange={(event) => on.choose({ limit: Number(event.currentTarget.value), without })}
          >
            {limits.map((bytes) => (
              <option key={bytes} value={bytes} selected={bytes === limit}>
                {bytes === USUAL ? i18n.t('settings.usual', [toLimit(bytes)]) : toLimit(bytes)}
              </option>
            ))}
          </select>
        </div>
        <p id="limit-means" class={styles.hint}>
          {i18n.t(limit > USUAL ? 'settings.limit_large' : 'settings.limit_text')}
        </p>
      </div>
      <p class={styles.hint}>{i18n.t('settings.later')}</p>
    </>
  );
}
