/** @file The last steps: the lock is being made, everything is ready, or it was so before. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Bar } from '../Bar.tsx';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Notice } from '../Notice.tsx';
import { Stage } from './Stage.tsx';
import type { SetupActions } from './step.ts';
import styles from './steps.module.css';

export const CreatingStep = () => (
  <Stage question={i18n.t('setup.creating.question')} reason={i18n.t('setup.creating.reason')}>
    <Bar label={i18n.t('setup.creating.question')} value={null} />
  </Stage>
);

export interface DoneStepProps {
  readonly started: boolean;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly on: Pick<SetupActions, 'start'>;
}

export function DoneStep({ started, fault, on }: DoneStepProps) {
  return (
    <Stage
      question={i18n.t('setup.done.question')}
      reason={i18n.t('setup.done.reason')}
      onSubmit={on.start}
      actions={
        started ? undefined : (
          <Button kind="primary" type="submit">
            {i18n.t('setup.done.start')}
          </Button>
        )
      }
    >
      <p class={styles.quiet}>{i18n.t('setup.done.next')}</p>
      {fault && <FaultNotice fault={fault} tone="careful" />}
      {started && (
        <Notice tone="good" title={i18n.t('setup.done.started')} live>
          <p>{i18n.t('setup.done.started_text')}</p>
        </Notice>
      )}
    </Stage>
  );
}

export interface ExistsStepProps {
  readonly account: string;
  readonly on: Pick<SetupActions, 'open'>;
}

export const ExistsStep = ({ account, on }: ExistsStepProps) => (
  <Stage
    first
    question={i18n.t('setup.exists.question')}
    reason={i18n.t('setup.exists.reason', [account])}
    actions={
      <Button kind="primary" onPress={on.open}>
        {i18n.t('popup.open_backup')}
      </Button>
    }
  >
    <p class={styles.quiet}>{i18n.t('setup.exists.next')}</p>
  </Stage>
);
