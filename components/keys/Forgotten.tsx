/** @file Every way is lost: what that means, and beginning anew, which has to be typed. */
import { useId, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Notice } from '../Notice.tsx';
import { Stage } from '../setup/Stage.tsx';
import type { WayFault } from '../ways/way.ts';
import styles from './Forgotten.module.css';

export interface ForgottenProps {
  readonly fault: WayFault | null;
  readonly onBack: () => void;
  readonly onStartOver: () => void;
}

export function Forgotten({ fault, onBack, onStartOver }: ForgottenProps) {
  const id = useId();
  const word = i18n.t('keys.forgotten.word');
  const [typed, setTyped] = useState('');
  const sure = typed.trim().toLowerCase() === word.toLowerCase();
  return (
    <Stage
      question={i18n.t('keys.forgotten.question')}
      reason={i18n.t('keys.forgotten.reason')}
      onSubmit={() => sure && onStartOver()}
      actions={
        <>
          <Button onPress={onBack}>{i18n.t('common.back')}</Button>
          <Button kind="primary" type="submit" disabled={!sure}>
            {i18n.t('keys.forgotten.start')}
          </Button>
        </>
      }
    >
      <Notice tone="bad" title={i18n.t('keys.forgotten.lost')}>
        <ul class={styles.points}>
          <li>{i18n.t('keys.forgotten.files')}</li>
          <li>{i18n.t('keys.forgotten.unsaved')}</li>
          <li>{i18n.t('keys.forgotten.chats')}</li>
        </ul>
      </Notice>
      <div class={styles.field}>
        <label for={id} class={styles.label}>
          {i18n.t('keys.forgotten.type', [word])}
        </label>
        <input
          id={id}
          class={styles.input}
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      {fault && <FaultNotice fault={fault} />}
    </Stage>
  );
}
