/** @file The ways there are, each with what can be done to it; what a change has come to; a new lock, for when it is needed. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { toCount } from '../figures.ts';
import type { WayFault } from '../ways/way.ts';
import { Changed, OlderFiles } from './Changed.tsx';
import type { KeysActions, KeysState } from './screen.ts';
import styles from './WayList.module.css';
import { WayRow } from './WayRow.tsx';

export interface WayListProps
  extends Pick<KeysState, 'lock' | 'canMakePasskey' | 'verifying' | 'change' | 'removing' | 'saving'> {
  readonly fault: WayFault | null;
  readonly now: number;
  readonly on: KeysActions;
}

export function WayList(props: WayListProps) {
  const { lock, canMakePasskey, verifying, change, removing, saving, fault, now, on } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  if (!lock) return null;
  const { phrase, passkeys, unknown } = lock.ways;
  const rowOf = (what: string) => ({
    asking: removing === what,
    onAsk: () => on.askToRemove(what),
    onKeep: on.keep,
    onRemove: on.remove,
  });
  return (
    <div class={styles.list}>
      <div>
        <h1 class={styles.headline} tabIndex={-1} ref={heading}>
          {i18n.t('keys.title')}
        </h1>
        <p class={styles.quiet}>{i18n.t('keys.open.text', [lock.shortName])}</p>
      </div>
      {change && <Changed change={change} older={lock.older} saving={saving} now={now} on={on} />}
      {fault && <FaultNotice fault={fault} brief={fault.code.startsWith('passkey-')} />}
      <ul class={styles.rows}>
        <WayRow name={i18n.t('keys.row.password')} text={i18n.t('keys.row.password_text')}>
          <Button onPress={on.choosePassword}>{i18n.t('keys.row.change')}</Button>
        </WayRow>
        <WayRow
          name={i18n.t('keys.row.phrase')}
          text={i18n.t(phrase ? 'keys.row.phrase_text' : 'keys.row.phrase_none')}
          {...(phrase && { removal: { ...rowOf('phrase'), question: i18n.t('keys.remove.phrase') } })}
        >
          <Button onPress={on.writePhrase}>
            {i18n.t(phrase ? 'keys.row.replace' : 'keys.row.add_phrase')}
          </Button>
        </WayRow>
        {passkeys.map(({ id, here }, index) => (
          <WayRow
            key={id}
            name={i18n.t('keys.row.passkey', [toCount(index + 1)])}
            text={i18n.t(here ? 'keys.row.passkey_here' : 'keys.row.passkey_elsewhere')}
            removal={{ ...rowOf(id), question: i18n.t('keys.remove.passkey') }}
          />
        ))}
        {canMakePasskey && (
          <WayRow
            name={i18n.t(passkeys.length > 0 ? 'keys.row.another_passkey' : 'keys.row.passkeys')}
            text={i18n.t(verifying ? 'ways.passkey.asking' : 'keys.row.passkey_text')}
          >
            <Button onPress={on.addPasskey} disabled={verifying}>
              {i18n.t('keys.row.add_passkey')}
            </Button>
          </WayRow>
        )}
        {unknown > 0 && (
          <WayRow
            name={i18n.t('keys.row.unknown', unknown, [toCount(unknown)])}
            text={i18n.t('keys.row.unknown_text')}
          />
        )}
      </ul>
      {!change && lock.older.length > 0 && (
        <section class={styles.section}>
          <h2 class={styles.subhead}>{i18n.t('keys.older.headline')}</h2>
          <p class={styles.quiet}>{i18n.t('keys.older.text')}</p>
          <OlderFiles files={lock.older} now={now} />
        </section>
      )}
      <section class={styles.section}>
        <h2 class={styles.subhead}>{i18n.t('keys.renew.offer')}</h2>
        <p class={styles.quiet}>{i18n.t('keys.renew.offer_text')}</p>
        <div>
          <Button onPress={on.chooseLock}>{i18n.t('keys.renew.choose')}</Button>
        </div>
      </section>
    </div>
  );
}
