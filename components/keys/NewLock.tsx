/** @file A new password for the lock there is, and a new lock: both ask for a password twice. */
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { Notice } from '../Notice.tsx';
import { Stage } from '../setup/Stage.tsx';
import { NewPassword, passwordsIn } from '../ways/NewPassword.tsx';
import type { WayFault } from '../ways/way.ts';
import styles from './NewLock.module.css';
import type { KeysActions } from './screen.ts';

export interface NewPasswordFormProps {
  readonly fault: WayFault | null;
  readonly seconds: number | null;
  readonly on: Pick<KeysActions, 'back' | 'measure' | 'changePassword' | 'renew'>;
}

export const PasswordForm = ({ fault, seconds, on }: NewPasswordFormProps) => (
  <Stage
    question={i18n.t('keys.password.question')}
    reason={i18n.t('keys.password.reason')}
    onSubmit={(form) => on.changePassword(...passwordsIn(form))}
    actions={
      <>
        <Button onPress={on.back}>{i18n.t('common.cancel')}</Button>
        <Button kind="primary" type="submit">
          {i18n.t('keys.password.change')}
        </Button>
      </>
    }
  >
    <NewPassword fault={fault} seconds={seconds} onMeasure={on.measure} />
  </Stage>
);

export const RenewForm = ({ fault, seconds, on }: NewPasswordFormProps) => (
  <Stage
    question={i18n.t('keys.renew.question')}
    reason={i18n.t('keys.renew.reason')}
    onSubmit={(form) => on.renew(...passwordsIn(form))}
    actions={
      <>
        <Button onPress={on.back}>{i18n.t('common.cancel')}</Button>
        <Button kind="primary" type="submit">
          {i18n.t('keys.renew.make')}
        </Button>
      </>
    }
  >
    <Notice tone="careful">
      <ul class={styles.points}>
        <li>{i18n.t('keys.renew.kept')}</li>
        <li>{i18n.t('keys.renew.before')}</li>
        <li>{i18n.t('keys.renew.ways')}</li>
      </ul>
    </Notice>
    <NewPassword fault={fault} seconds={seconds} onMeasure={on.measure} />
  </Stage>
);
