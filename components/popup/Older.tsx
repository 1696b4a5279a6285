/** @file Older messages from the phone: offered where the phone has some, and asked about each time. The one thing that sends. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { toCount } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import type { OlderState, PopupActions } from './screen.ts';
import styles from './story.module.css';

export interface OlderProps {
  readonly state: OlderState;
  readonly on: Pick<PopupActions, 'offerOlder' | 'leaveOlder' | 'askOlder'>;
}

export function Older({ state, on }: OlderProps) {
  if (state.at === 'question' || state.at === 'asking')
    return <Question busy={state.at === 'asking'} on={on} />;
  if (state.at === 'asked')
    return (
      <Notice tone="good" live>
        <p>{i18n.t('popup.older_asked', state.asked, [toCount(state.asked)])}</p>
      </Notice>
    );
  return (
    <div>
      <Button kind="link" onPress={on.offerOlder}>
        {i18n.t('popup.older_offer')}
      </Button>
    </div>
  );
}

function Question({ busy, on }: { readonly busy: boolean; readonly on: OlderProps['on'] }) {
  const leave = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => leave.current?.focus(), []);
  return (
    <div
      class={styles.question}
      role="alertdialog"
      aria-labelledby="older"
      aria-describedby="older-means"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        on.leaveOlder();
      }}
    >
      <h2 id="older">{i18n.t('popup.older_ask')}</h2>
      <p id="older-means" class={styles.text}>
        {i18n.t('popup.older_means')}
      </p>
      <div class={styles.pair}>
        <Button focus={leave} onPress={on.leaveOlder}>
          {i18n.t('popup.older_no')}
        </Button>
        <Button disabled={busy} onPress={on.askOlder}>
          {i18n.t(busy ? 'popup.older_asking' : 'popup.older_yes')}
        </Button>
      </div>
    </div>
  );
}
