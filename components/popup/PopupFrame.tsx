/** @file The popup: the seal above, one story in the middle, the way to the backups below. Its height stays. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Mark } from '../Mark.tsx';
import { Before } from './Before.tsx';
import { Idle } from './Idle.tsx';
import styles from './PopupFrame.module.css';
import type { MendingState, OlderState, PopupActions, PopupScreen } from './screen.ts';
import { Working } from './Working.tsx';

export interface PopupFrameProps {
  readonly screen: PopupScreen;
  /** Shortened for the screen; null before set-up. */
  readonly account: string | null;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly busy: boolean;
  /** The question *Stop this backup?* is open. */
  readonly asking: boolean;
  readonly stopping: boolean;
  readonly older?: OlderState;
  readonly mending?: MendingState;
  readonly now: number;
  readonly on: PopupActions;
}

export function PopupFrame(props: PopupFrameProps) {
  const {
    screen,
    account,
    fault,
    busy,
    asking,
    stopping,
    older = { at: 'offered' },
    mending = { at: 'closed' },
    now,
    on,
  } = props;
  return (
    <div class={styles.popup}>
      <header class={styles.header}>
        <Mark />
        {account && (
          <span class={styles.account} dir="ltr">
            {account}
          </span>
        )}
      </header>
      <main class={styles.main}>
        {fault && <FaultNotice fault={fault} />}
        {screen.at === 'loading' && !fault && <p class={styles.quiet}>{i18n.t('common.loading')}</p>}
        {screen.at === 'before' && <Before onSetUp={on.setUp} />}
        {screen.at === 'working' && (
          <Working
            run={screen.run}
            secondsLeft={screen.secondsLeft}
            asking={asking}
            stopping={stopping}
            on={on}
          />
        )}
        {screen.at === 'idle' && (
          <Idle
            last={screen.last}
            unsaved={screen.unsaved}
            obstacle={screen.obstacle}
            hushed={fault !== null}
            busy={busy}
            older={older}
            mending={mending}
            now={now}
            on={on}
          />
        )}
      </main>
      <footer class={styles.footer}>
        <Button kind="link" onPress={on.open}>
          {i18n.t('popup.open_backup')}
        </Button>
        {screen.at === 'idle' && screen.saved && (
          <Button kind="link" onPress={on.check}>
            {i18n.t('popup.check_file')}
          </Button>
        )}
        {screen.at === 'idle' && (
          <Button kind="link" onPress={on.ways}>
            {i18n.t('popup.ways')}
          </Button>
        )}
      </footer>
    </div>
  );
}
