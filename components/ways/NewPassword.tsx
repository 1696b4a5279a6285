/** @file A new password, twice, and how long guessing it would take. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { FaultNotice } from '../FaultNotice.tsx';
import { Field } from '../Field.tsx';
import styles from './NewPassword.module.css';
import { Strength } from './Strength.tsx';
import type { WayFault } from './way.ts';

export interface NewPasswordProps {
  readonly fault: WayFault | null;
  readonly seconds: number | null;
  readonly onMeasure: (typed: string) => void;
}

export function NewPassword({ fault, seconds, onMeasure }: NewPasswordProps) {
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const about = fault?.code.startsWith('password-') ? fault.code : null;
  useLayoutEffect(() => {
    if (about) (about === 'password-mismatch' ? second : first).current?.focus();
  }, [about, fault]);
  return (
    <>
      <div class={styles.fields}>
        <Field
          label={i18n.t('setup.password.first')}
          complete="new-password"
          input={first}
          hint={i18n.t('setup.password.hint')}
          invalid={about !== null && about !== 'password-mismatch'}
          shown={shown}
          onShow={setShown}
          onInput={onMeasure}
        />
        <Strength seconds={seconds} />
        <Field
          label={i18n.t('setup.password.second')}
          complete="new-password"
          input={second}
          invalid={about === 'password-mismatch'}
          shown={shown}
        />
      </div>
      {fault && <FaultNotice fault={fault} brief={about !== null} />}
    </>
  );
}

/** What was typed in both fields of the form. */
export function passwordsIn(form: HTMLFormElement): readonly [string, string] {
  const [first, second] = form.querySelectorAll<HTMLInputElement>('input');
  return [first?.value ?? '', second?.value ?? ''];
}
