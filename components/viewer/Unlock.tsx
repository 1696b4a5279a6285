/** @file The password of an archive whose structure was read. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Field } from '../Field.tsx';
import { toSize } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { Mark } from '../Mark.tsx';
import frame from './Frame.module.css';
import { Notes } from './Notes.tsx';
import styles from './Unlock.module.css';

type Note = Pick<FaultNote, 'code' | 'detail'>;

export interface UnlockProps {
  readonly file: { readonly name: string; readonly size: number } | null;
  readonly shortName: string;
  readonly notes: readonly Note[];
  readonly fault: Note | null;
  readonly unlocking: boolean;
  readonly onUnlock: (password: string) => void;
  readonly onOther: () => void;
}

export function Unlock({ file, shortName, notes, fault, unlocking, onUnlock, onOther }: UnlockProps) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  useLayoutEffect(() => {
    if (fault) input.current?.select();
  }, [fault]);
  return (
    <div class={frame.page}>
      <header class={frame.header}>
        <Mark size={32} />
      </header>
      <main class={[frame.main, styles.main].join(' ')}>
        <form
          class={styles.card}
          noValidate
          autocomplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            if (!unlocking) onUnlock(input.current?.value ?? '');
          }}
        >
          <div class={styles.file}>
            <Glyph name="file" size={32} />
            <div class={styles.names}>
              <p class={styles.name}>
                <bdi>{file?.name}</bdi>
              </p>
              <p class={styles.quiet}>
                {i18n.t('viewer.unlock.backup', [shortName])}
                {file && ` · ${toSize(file.size)}`}
              </p>
            </div>
          </div>
          <div>
            <h1 class={styles.headline}>{i18n.t('viewer.unlock.headline')}</h1>
            <p class={styles.quiet}>{i18n.t('viewer.unlock.text')}</p>
          </div>
          <Field
            label={i18n.t('viewer.unlock.password')}
            complete="off"
            input={input}
            invalid={fault?.code === 'wrong-password'}
          />
          {fault && <FaultNotice fault={fault} brief={fault.code === 'wrong-password'} />}
          <div class={styles.actions}>
            <Button onPress={onOther}>{i18n.t('viewer.unlock.other')}</Button>
            <Button kind="primary" type="submit" disabled={unlocking}>
              {i18n.t(unlocking ? 'viewer.unlock.unlocking' : 'viewer.unlock.unlock')}
            </Button>
          </div>
        </form>
        <Notes notes={notes} />
      </main>
    </div>
  );
}
