/** @file A passkey, where the browser has them: going on without is the step that Enter takes. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Notice } from '../Notice.tsx';
import { Stage } from './Stage.tsx';
import type { SetupActions } from './step.ts';
import styles from './steps.module.css';

export interface PasskeyStepProps {
  readonly has: boolean;
  /** The browser is asking for a finger, a face or a PIN. */
  readonly verifying: boolean;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly on: Pick<SetupActions, 'back' | 'makePasskey' | 'goOn'>;
}

export const PasskeyStep = ({ has, verifying, fault, on }: PasskeyStepProps) => (
  <Stage
    question={i18n.t('setup.passkey.question')}
    reason={i18n.t('setup.passkey.reason')}
    onSubmit={on.goOn}
    actions={
      <>
        <Button onPress={on.back} disabled={verifying}>
          {i18n.t('common.back')}
        </Button>
        {!has && (
          <Button onPress={on.makePasskey} disabled={verifying}>
            {i18n.t('setup.passkey.make')}
          </Button>
        )}
        <Button kind="primary" type="submit" disabled={verifying}>
          {i18n.t(has ? 'common.continue' : 'setup.passkey.skip')}
        </Button>
      </>
    }
  >
    <p class={styles.quiet}>{i18n.t('setup.passkey.here')}</p>
    {verifying && (
      <p class={styles.quiet} role="status">
        {i18n.t('ways.passkey.asking')}
      </p>
    )}
    {has && <Notice tone="good" title={i18n.t('setup.passkey.made')} />}
    {fault && <FaultNotice fault={fault} tone="careful" brief />}
  </Stage>
);
