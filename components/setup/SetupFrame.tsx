/** @file The set-up page: the seal, how far one is, one question at a time. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Mark } from '../Mark.tsx';
import { AccountStep } from './AccountStep.tsx';
import { CreatingStep, DoneStep, ExistsStep } from './EndSteps.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import styles from './SetupFrame.module.css';
import type { OwnAccount, SetupActions, Step } from './step.ts';
import { WarningStep } from './WarningStep.tsx';

export interface SetupFrameProps {
  readonly step: Step;
  readonly steps: readonly Step[];
  readonly account: OwnAccount | null;
  /** Whose backups this Keepsake makes already; null before set-up. */
  readonly existing: string | null;
  readonly looking: boolean;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly seconds: number | null;
  readonly started: boolean;
  readonly on: SetupActions;
}

export function SetupFrame(props: SetupFrameProps) {
  const { step, steps, existing } = props;
  const at = steps.indexOf(step);
  const whole = existing !== null && step === 'account';
  return (
    <div class={styles.page}>
      <header class={styles.header}>
        <Mark size={32} />
        {!whole && (
          <span class={styles.dots} role="img" aria-label={i18n.t('setup.step', [at + 1, steps.length])}>
            {steps.map((name, index) => (
              <span key={name} class={index <= at ? styles.past : styles.dot} />
            ))}
          </span>
        )}
      </header>
      <main class={styles.card}>
        {whole ? <ExistsStep account={existing} on={props.on} /> : <Current {...props} />}
      </main>
    </div>
  );
}

function Current({ step, account, looking, fault, seconds, started, on }: SetupFrameProps) {
  switch (step) {
    case 'account':
      return <AccountStep account={account} looking={looking} fault={fault} on={on} />;
    case 'password':
      return <PasswordStep fault={fault} seconds={seconds} on={on} />;
    case 'warning':
      return <WarningStep fault={fault} on={on} />;
    case 'creating':
      return <CreatingStep />;
    case 'done':
      return <DoneStep started={started} fault={fault} on={on} />;
  }
}
