/** @file One way: what it is, what can be done to it, and the question before it is removed. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import styles from './WayList.module.css';

export interface WayRemoval {
  readonly question: string;
  readonly asking: boolean;
  readonly onAsk: () => void;
  readonly onKeep: () => void;
  readonly onRemove: () => void;
}

export interface WayRowProps {
  readonly name: string;
  readonly text: string;
  readonly removal?: WayRemoval;
  readonly children?: ComponentChildren;
}

export function WayRow({ name, text, removal, children }: WayRowProps) {
  const keep = useRef<HTMLButtonElement>(null);
  const asking = removal?.asking === true;
  useLayoutEffect(() => {
    if (asking) keep.current?.focus();
  }, [asking]);
  return (
    <li class={styles.row}>
      <div class={styles.about}>
        <p class={styles.name}>{name}</p>
        <p class={styles.text}>{text}</p>
      </div>
      <div class={styles.buttons}>
        {!asking && children}
        {removal && !asking && (
          <Button label={`${i18n.t('keys.row.remove')}: ${name}`} onPress={removal.onAsk}>
            {i18n.t('keys.row.remove')}
          </Button>
        )}
      </div>
      {asking && removal && (
        <fieldset class={styles.question} aria-label={removal.question}>
          <p>{removal.question}</p>
          <div class={styles.buttons}>
            <Button onPress={removal.onKeep} focus={keep}>
              {i18n.t('keys.row.keep')}
            </Button>
            <Button onPress={removal.onRemove}>{i18n.t('keys.row.remove')}</Button>
          </div>
        </fieldset>
      )}
    </li>
  );
}
