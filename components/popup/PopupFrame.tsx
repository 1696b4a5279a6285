/** @file The popup: the seal above, one story in the middle, the way to the backups below. Its height stays. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Mark } from '../Mark.tsx';
import { Before } from './Before.tsx';
import { Idle } from './Idle.tsx';
import styles from './PopupFrame.module.css';
import { Settings } from './Settings.tsx';
import type {
  MendingState,
  OlderState,
  PopupActions,
  PopupScreen,
  SettingsState,
  WorksState,
} from './screen.ts';
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
  readonly works?: WorksState;
  readonly mending?: MendingState;
  readonly settings?: SettingsState;
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
    works = { at: 'unasked' },
    mending = { at: 'closed' },
    settings = { at: 'closed' },
    now,
    on,
  } = props;
  // A backup that begins is shown before all else.
  const chosen = screen.at === 'idle' && settings.at === 'open' ? settings : null;
  const way = useWayBack(chosen !== null);
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
        {chosen && <Settings chosen={chosen.chosen} on={on} />}
        {screen.at === 'idle' && !chosen && (
          <Idle
            last={screen.last}
            unsaved={screen.unsaved}
            obstacle={screen.obstacle}
            hushed={fault !== null}
            busy={busy}
            older={older}
            works={works}
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
          <>
            <Button kind="link" onPress={on.ways}>
              {i18n.t('popup.ways')}
            </Button>
            <Button kind="link" focus={way} onPress={on.openSettings}>
              {i18n.t('popup.settings')}
            </Button>
          </>
        )}
      </footer>
    </div>
  );
}

/** What opened the settings has the focus again when they are closed. */
function useWayBack(open: boolean) {
  const way = useRef<HTMLButtonElement>(null);
  const was = useRef(open);
  useLayoutEffect(() => {
    if (was.current && !open) way.current?.focus();
    was.current = open;
  }, [open]);
  return way;
}
