/** @file The password, twice, and how long guessing it would take. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { NewPassword, passwordsIn } from '../ways/NewPassword.tsx';
import { Stage } from './Stage.tsx';
import type { SetupActions } from './step.ts';

export interface PasswordStepProps {
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly seconds: number | null;
  readonly on: Pick<SetupActions, 'measure' | 'choose' | 'back'>;
}

export const PasswordStep = ({ fault, seconds, on }: PasswordStepProps) => (
  <Stage
    question={i18n.t('setup.password.question')}
    reason={i18n.t('setup.password.reason')}
    onSubmit={(form) => on.choose(...passwordsIn(form))}
    actions={
      <>
        <Button onPress={on.back}>{i18n.t('common.back')}</Button>
        <Button kind="primary" type="submit">
          {i18n.t('common.continue')}
        </Button>
      </>
    }
  >
    <NewPassword fault={fault} seconds={seconds} onMeasure={on.measure} />
  </Stage>
);
