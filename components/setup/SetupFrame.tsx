/** @file The set-up page: the seal, how far one is, one question at a time. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Mark } from '../Mark.tsx';
import { AccountStep } from './AccountStep.tsx';
import { CreatingStep, DoneStep, ExistsStep } from './EndSteps.tsx';
import { PasskeyStep } from './PasskeyStep.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import { AskedStep, PhraseStep, WordsStep } from './PhraseSteps.tsx';
import styles from './SetupFrame.module.css';
import { DOT_OF, DOTS, type OwnAccount, type SetupActions, type Step } from './step.ts';
import { WarningStep } from './WarningStep.tsx';

export interface SetupFrameProps {
  readonly step: Step;
  readonly account: OwnAccount | null;
  /** Whose backups this Keepsake makes already; null before set-up. */
  readonly existing: string | null;
  readonly looking: boolean;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly seconds: number | null;
  readonly started: boolean;
  /** The recovery phrase, while it is on the screen. */
  readonly words: readonly string[];
  readonly asked: readonly number[];
  readonly wrong: readonly number[];
  readonly hasPhrase: boolean;
  readonly hasPasskey: boolean;
  readonly verifying: boolean;
  readonly on: SetupActions;
}

export function SetupFrame(props: SetupFrameProps) {
  const { step, existing } = props;
  const at = DOT_OF[step];
  const whole = existing !== null && step === 'account';
  return (
    <div class={styles.page}>
      <header class={styles.header}>
        <Mark size={32} />
        {!whole && (
          <span class={styles.dots} role="img" aria-label={i18n.t('setup.step', [at, DOTS])}>
            {Array.from({ length: DOTS }, (_, index) => (
              <span key={index} class={index < at ? styles.past : styles.dot} />
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

function Current(props: SetupFrameProps) {
  const { step, account, looking, fault, seconds, started, on } = props;
  switch (step) {
    case 'account':
      return <AccountStep account={account} looking={looking} fault={fault} on={on} />;
    case 'password':
      return <PasswordStep fault={fault} seconds={seconds} on={on} />;
    case 'phrase':
      return <PhraseStep on={on} />;
    case 'words':
      return <WordsStep words={props.words} on={on} />;
    case 'asked':
      return <AskedStep asked={props.asked} wrong={props.wrong} on={on} />;
    case 'passkey':
      return <PasskeyStep has={props.hasPasskey} verifying={props.verifying} fault={fault} on={on} />;
    case 'warning':
      return <WarningStep hasPhrase={props.hasPhrase} hasPasskey={props.hasPasskey} fault={fault} on={on} />;
    case 'creating':
      return <CreatingStep />;
    case 'done':
      return <DoneStep started={started} fault={fault} on={on} />;
  }
}
