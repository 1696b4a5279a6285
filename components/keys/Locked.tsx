/** @file Which ways there are, and one of them asked for before anything is changed. */
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { toCount } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import { UnlockForm } from '../ways/UnlockForm.tsx';
import type { WayFault } from '../ways/way.ts';
import styles from './Locked.module.css';
import type { KeysActions, KeysState, ShownWays } from './screen.ts';

export interface LockedProps extends Pick<KeysState, 'lock' | 'usable' | 'alone' | 'unlocking'> {
  readonly fault: WayFault | null;
  readonly slip: WayFault | null;
  readonly on: Pick<KeysActions, 'unlock' | 'forgotten'>;
}

export function Locked({ lock, usable, alone, unlocking, fault, slip, on }: LockedProps) {
  return (
    <UnlockForm
      ways={usable}
      fault={fault}
      slip={slip}
      unlocking={unlocking}
      on={on.unlock}
      aside={
        <Button kind="link" onPress={on.forgotten}>
          {i18n.t('keys.locked.forgotten')}
        </Button>
      }
    >
      {alone !== null && (
        <Notice tone="careful" live>
          <p>{i18n.t('keys.locked.alone', [alone])}</p>
        </Notice>
      )}
      {lock && (
        <div class={styles.summary}>
          <p class={styles.title}>{i18n.t('keys.title')}</p>
          <p class={styles.quiet}>
            {i18n.t('keys.locked.ways', [listOf(lock.ways)])} {i18n.t('keys.locked.name', [lock.shortName])}
          </p>
        </div>
      )}
    </UnlockForm>
  );
}

/** password, recovery phrase and 2 passkeys */
function listOf({ password, phrase, passkeys, unknown }: ShownWays): string {
  const names = [
    password ? i18n.t('keys.kind.password') : '',
    phrase ? i18n.t('keys.kind.phrase') : '',
    passkeys.length > 0 ? i18n.t('keys.kind.passkeys', passkeys.length, [toCount(passkeys.length)]) : '',
    unknown > 0 ? i18n.t('keys.kind.unknown', unknown, [toCount(unknown)]) : '',
  ];
  return new Intl.ListFormat(undefined, { type: 'conjunction' }).format(names.filter(Boolean));
}
