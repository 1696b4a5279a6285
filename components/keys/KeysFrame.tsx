/** @file The page *Ways to open your backups*: the seal and whose they are, one thing at a time below. */
import { i18n } from '#i18n';
import { Bar } from '../Bar.tsx';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Glyph } from '../Glyph.tsx';
import { Mark } from '../Mark.tsx';
import { AskedStep, WordsStep } from '../setup/PhraseSteps.tsx';
import { Stage } from '../setup/Stage.tsx';
import type { WayFault } from '../ways/way.ts';
import { Forgotten } from './Forgotten.tsx';
import styles from './KeysFrame.module.css';
import { Locked } from './Locked.tsx';
import { PasswordForm, RenewForm } from './NewLock.tsx';
import type { KeysActions, KeysState } from './screen.ts';
import { WayList } from './WayList.tsx';

export interface KeysFrameProps extends KeysState {
  readonly fault: WayFault | null;
  readonly slip: WayFault | null;
  readonly now: number;
  readonly on: KeysActions;
}

const LOCKED: readonly string[] = ['looking', 'none', 'locked', 'forgotten'];

export function KeysFrame(props: KeysFrameProps) {
  const { screen, lock, on } = props;
  return (
    <div class={styles.page}>
      <header class={styles.header}>
        <Mark size={32} />
        {lock && (
          <span class={styles.account} dir="ltr">
            {lock.account}
          </span>
        )}
        {!LOCKED.includes(screen) && (
          <Button onPress={on.lock}>
            <Glyph name="lock" size={18} />
            {i18n.t('viewer.lock')}
          </Button>
        )}
      </header>
      <main class={styles.card}>
        <Current {...props} />
      </main>
    </div>
  );
}

function Current(props: KeysFrameProps) {
  const { screen, fault, seconds, on } = props;
  switch (screen) {
    case 'looking':
      return fault ? <FaultNotice fault={fault} /> : <p class={styles.quiet}>{i18n.t('common.loading')}</p>;
    case 'none':
      return (
        <Stage
          first
          question={i18n.t('keys.none.headline')}
          reason={i18n.t('keys.none.text')}
          onSubmit={on.setUp}
          actions={
            <Button kind="primary" type="submit">
              {i18n.t('popup.set_up')}
            </Button>
          }
        />
      );
    case 'locked':
      return <Locked {...props} />;
    case 'forgotten':
      return <Forgotten fault={fault} onBack={on.back} onStartOver={on.startOver} />;
    case 'open':
      return <WayList {...props} />;
    case 'password':
      return <PasswordForm fault={fault} seconds={seconds} on={on} />;
    case 'words':
      return <WordsStep words={props.words} on={on} />;
    case 'asked':
      return <AskedStep asked={props.asked} wrong={props.wrong} on={on} />;
    case 'renew':
      return <RenewForm fault={fault} seconds={seconds} on={on} />;
    case 'working':
      return (
        <Stage question={i18n.t('keys.working.headline')} reason={i18n.t('keys.working.text')}>
          <Bar label={i18n.t('keys.working.headline')} value={null} />
        </Stage>
      );
  }
}
