/** @file For when WhatsApp has changed: a report without a private word, to read and to copy. */
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import styles from './Mending.module.css';
import type { MendingState, PopupActions } from './screen.ts';

export interface MendingProps {
  readonly state: MendingState;
  readonly on: Pick<PopupActions, 'makeReport' | 'copyReport'>;
}

export function Mending({ state, on }: MendingProps) {
  return (
    <div>
      {state.at !== 'shown' ? (
        <>
          <p>{i18n.t('popup.mending.text')}</p>
          <Button disabled={state.at === 'asking'} onPress={on.makeReport}>
            {i18n.t(state.at === 'asking' ? 'popup.mending.making' : 'popup.mending.make')}
          </Button>
        </>
      ) : (
        <>
          <p>{i18n.t('popup.mending.read')}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section class={styles.report} tabIndex={0} aria-label={i18n.t('popup.mending.report')}>
            <pre>{state.text}</pre>
          </section>
          <Button onPress={on.copyReport}>
            {i18n.t(state.copied ? 'popup.mending.copied' : 'popup.mending.copy')}
          </Button>
        </>
      )}
    </div>
  );
}
