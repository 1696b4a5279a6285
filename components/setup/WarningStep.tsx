/** @file What a forgotten password means, and the promise to keep it. */
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Notice } from '../Notice.tsx';
import { Stage } from './Stage.tsx';
import type { SetupActions } from './step.ts';
import styles from './steps.module.css';

export interface WarningStepProps {
  readonly hasPhrase: boolean;
  readonly hasPasskey: boolean;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly on: Pick<SetupActions, 'create' | 'back'>;
}

export function WarningStep({ hasPhrase, hasPasskey, fault, on }: WarningStepProps) {
  const [understood, setUnderstood] = useState(false);
  return (
    <Stage
      question={i18n.t('setup.warning.question')}
      reason={i18n.t(`setup.warning.${reasonOf(hasPhrase, hasPasskey)}`)}
      onSubmit={() => understood && on.create()}
      actions={
        <>
          <Button onPress={on.back}>{i18n.t('common.back')}</Button>
          <Button kind="primary" type="submit" disabled={!understood}>
            {i18n.t('setup.warning.create')}
          </Button>
        </>
      }
    >
      <Notice tone="careful">
        <p>{i18n.t('setup.warning.advice')}</p>
        {hasPhrase && <p>{i18n.t('setup.warning.advice_phrase')}</p>}
      </Notice>
      <label class={styles.check}>
        <input
          type="checkbox"
          checked={understood}
          onChange={(event) => setUnderstood(event.currentTarget.checked)}
        />
        {i18n.t(hasPhrase ? 'setup.warning.understood_both' : 'setup.warning.understood')}
      </label>
      {fault && <FaultNotice fault={fault} />}
    </Stage>
  );
}

/** What is left without the password. */
function reasonOf(hasPhrase: boolean, hasPasskey: boolean) {
  if (hasPhrase) return hasPasskey ? 'reason_both' : 'reason_phrase';
  return hasPasskey ? 'reason_passkey' : 'reason';
}
