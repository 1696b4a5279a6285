/** @file The password, twice, and how long guessing it would take. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Field } from '../Field.tsx';
import { Stage } from './Stage.tsx';
import { Strength } from './Strength.tsx';
import type { SetupActions } from './step.ts';
import styles from './steps.module.css';

export interface PasswordStepProps {
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly seconds: number | null;
  readonly on: Pick<SetupActions, 'measure' | 'choose' | 'back'>;
}

export function PasswordStep({ fault, seconds, on }: PasswordStepProps) {
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  useLayoutEffect(() => {
    if (!fault) return;
    (fault.code === 'password-mismatch' ? second : first).current?.focus();
  }, [fault]);
  return (
    <Stage
      question={i18n.t('setup.password.question')}
      reason={i18n.t('setup.password.reason')}
      onSubmit={() => on.choose(first.current?.value ?? '', second.current?.value ?? '')}
      actions={
        <>
          <Button onPress={on.back}>{i18n.t('common.back')}</Button>
          <Button kind="primary" type="submit">
            {i18n.t('common.continue')}
          </Button>
        </>
      }
    >
      <div class={styles.fields}>
        <Field
          label={i18n.t('setup.password.first')}
          complete="new-password"
          input={first}
          hint={i18n.t('setup.password.hint')}
          invalid={fault !== null && fault.code !== 'password-mismatch'}
          shown={shown}
          onShow={setShown}
          onInput={on.measure}
        />
        <Strength seconds={seconds} />
        <Field
          label={i18n.t('setup.password.second')}
          complete="new-password"
          input={second}
          invalid={fault?.code === 'password-mismatch'}
          shown={shown}
        />
      </div>
      {fault && <FaultNotice fault={fault} brief />}
    </Stage>
  );
}
