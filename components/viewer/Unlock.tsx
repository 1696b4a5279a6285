/** @file An archive whose structure was read, and the ways to unlock it. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { toCount, toSize } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { Mark } from '../Mark.tsx';
import { UnlockForm } from '../ways/UnlockForm.tsx';
import type { UnlockActions, UsableWays, WayFault } from '../ways/way.ts';
import frame from './Frame.module.css';
import { Notes } from './Notes.tsx';
import styles from './Unlock.module.css';

export interface UnlockProps {
  /** Of several files their count, and their bytes together. */
  readonly file: { readonly name: string; readonly count: number; readonly size: number } | null;
  readonly shortName: string;
  readonly ways: UsableWays;
  readonly notes: readonly WayFault[];
  readonly fault: WayFault | null;
  readonly slip: WayFault | null;
  readonly unlocking: boolean;
  readonly on: UnlockActions;
  readonly onOther: () => void;
  /** What it looks like from outside. */
  readonly outside?: ComponentChildren;
}

export function Unlock(props: UnlockProps) {
  const { file, shortName, ways, notes, fault, slip, unlocking, on, onOther, outside } = props;
  return (
    <div class={frame.page}>
      <header class={frame.header}>
        <Mark size={32} />
      </header>
      <main class={[frame.main, styles.main].join(' ')}>
        <div class={styles.card}>
          <UnlockForm
            ways={ways}
            fault={fault}
            slip={slip}
            unlocking={unlocking}
            on={on}
            aside={<Button onPress={onOther}>{i18n.t('viewer.unlock.other')}</Button>}
          >
            <div class={styles.file}>
              <Glyph name="file" size={32} />
              <div class={styles.names}>
                <p class={styles.name}>
                  {file && file.count > 1 ? (
                    i18n.t('viewer.unlock.files', file.count, [toCount(file.count)])
                  ) : (
                    <bdi>{file?.name}</bdi>
                  )}
                </p>
                <p class={styles.quiet}>
                  {i18n.t('viewer.unlock.backup', [shortName])}
                  {file && ` · ${toSize(file.size)}`}
                </p>
              </div>
            </div>
          </UnlockForm>
        </div>
        <Notes notes={notes} />
        {outside}
      </main>
    </div>
  );
}
