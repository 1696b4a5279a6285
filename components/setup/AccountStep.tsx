/** @file Whose backups will these be? */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Glyph } from '../Glyph.tsx';
import { Stage } from './Stage.tsx';
import type { OwnAccount, SetupActions } from './step.ts';
import styles from './steps.module.css';

export interface AccountStepProps {
  readonly account: OwnAccount | null;
  readonly looking: boolean;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly on: Pick<SetupActions, 'look' | 'confirmAccount' | 'goToWhatsApp' | 'reload'>;
}

export function AccountStep({ account, looking, fault, on }: AccountStepProps) {
  const shown = looking ? null : account;
  return (
    <Stage
      first
      question={i18n.t('setup.account.question')}
      reason={i18n.t('setup.account.reason')}
      onSubmit={() => shown && on.confirmAccount()}
      actions={
        <>
          <Button disabled={looking} onPress={on.look}>
            {i18n.t('setup.account.again')}
          </Button>
          {shown && (
            <Button kind="primary" type="submit">
              {i18n.t('setup.account.yes')}
            </Button>
          )}
          {!looking && fault && <WayToWhatsApp code={fault.code} on={on} />}
        </>
      }
    >
      <div class={styles.live} aria-live="polite">
        {looking && <p class={styles.card}>{i18n.t('setup.account.looking')}</p>}
        {shown && (
          <div class={styles.card}>
            <span class={styles.face}>
              <Glyph name="person" size={28} />
            </span>
            <div>
              <p class={styles.phone}>
                <bdi>{shown.phone}</bdi>
              </p>
              <p class={styles.name} dir="auto">
                {shown.name ?? i18n.t('setup.account.unnamed')}
              </p>
            </div>
          </div>
        )}
      </div>
      {!looking && fault && <FaultNotice fault={fault} tone="careful" />}
      {shown && <p class={styles.quiet}>{i18n.t('setup.account.other')}</p>}
    </Stage>
  );
}

function WayToWhatsApp({ code, on }: { readonly code: string; readonly on: AccountStepProps['on'] }) {
  if (code === 'reload-needed')
    return (
      <Button kind="primary" onPress={on.reload}>
        {i18n.t('page.reload')}
      </Button>
    );
  return (
    <Button kind="primary" onPress={on.goToWhatsApp}>
      {i18n.t(code === 'no-tab' ? 'page.open' : 'page.show')}
    </Button>
  );
}
