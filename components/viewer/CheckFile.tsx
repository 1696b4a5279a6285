/** @file *Check the saved file*: which file is meant, where to drop it, what came of it. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { toDay, toMoment } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import styles from './CheckFile.module.css';
import { Drop } from './Drop.tsx';
import type { PickedFile } from './dropped.ts';

export interface CheckFileProps {
  readonly stage: 'asking' | 'nothing' | 'drop' | 'reading' | 'same';
  readonly saved: { readonly name: string; readonly at: number } | null;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly several: boolean;
  readonly now: number;
  readonly onPick: (files: readonly PickedFile[]) => void;
  readonly onAgain: () => void;
}

export function CheckFile({ stage, saved, fault, several, now, onPick, onAgain }: CheckFileProps) {
  const busy =
    stage === 'reading'
      ? i18n.t('viewer.check.reading')
      : stage === 'asking'
        ? i18n.t('common.loading')
        : null;
  const same = stage === 'same' && saved && (
    <div class={styles.result}>
      <Notice tone="good" title={i18n.t('viewer.check.same', [toDay(saved.at)])} live />
      <Button onPress={onAgain}>{i18n.t('viewer.check.another')}</Button>
    </div>
  );
  const nothing = stage === 'nothing' && (
    <Notice tone="careful">
      <p>{i18n.t('viewer.check.nothing')}</p>
    </Notice>
  );
  return (
    <Drop
      headline={i18n.t('viewer.check.headline')}
      text={i18n.t('viewer.check.text')}
      several={several}
      busy={busy}
      instead={same || nothing || undefined}
      onPick={onPick}
    >
      {saved && (
        <p class={styles.expected}>
          {i18n.t('viewer.check.expected', [saved.name, toMoment(saved.at, now)])}
        </p>
      )}
      {fault && <FaultNotice fault={fault} />}
    </Drop>
  );
}
