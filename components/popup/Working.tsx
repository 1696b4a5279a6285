/** @file A backup under way: what it does now, a bar with numbers, what it waits for, and the way to stop it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { RunProgress } from '../../lib/backup/status.ts';
import { Bar } from '../Bar.tsx';
import { Button } from '../Button.tsx';
import { snake } from '../fault-words.ts';
import { toCount, toLeft, toSize } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import { ObstacleButton } from './ObstacleButton.tsx';
import { type PopupActions, shareOf } from './screen.ts';
import styles from './story.module.css';

export interface WorkingProps {
  readonly run: RunProgress;
  readonly secondsLeft: number | null;
  readonly asking: boolean;
  readonly stopping: boolean;
  readonly on: PopupActions;
}

export function Working({ run, secondsLeft, asking, stopping, on }: WorkingProps) {
  const waiting = run.waiting && run.waiting !== 'ready' ? run.waiting : null;
  const main = mainFigure(run);
  const line =
    secondsLeft === null || waiting ? main : i18n.t('popup.figures.at', [main, toLeft(secondsLeft)]);
  // What is read is read: checking and saving it is not to be stopped.
  const canStop = run.phase !== 'verifying' && run.phase !== 'saving';
  return (
    <>
      <h1 class={styles.headline}>
        {waiting ? i18n.t('popup.run.waiting') : i18n.t(`popup.run.${run.phase}`)}
      </h1>
      <Bar label={i18n.t('popup.run.progress')} value={shareOf(run)} text={line || undefined} />
      <div class={styles.figures}>
        <p class={styles.strong}>{line || i18n.t('common.loading')}</p>
        {otherFigures(run).map((figure) => (
          <p key={figure}>{figure}</p>
        ))}
      </div>
      {waiting && (
        <Notice tone="careful" title={i18n.t(`page.${snake(waiting)}`)}>
          <p>{i18n.t('popup.run.goes_on')}</p>
        </Notice>
      )}
      <div class={styles.actions}>
        {asking && canStop ? (
          <Question on={on} />
        ) : (
          <>
            {!waiting && <p class={styles.text}>{i18n.t('popup.run.may_close')}</p>}
            {waiting && <ObstacleButton obstacle={waiting} on={on} />}
            {canStop && (
              <Button wide disabled={stopping} onPress={on.askToCancel}>
                {i18n.t(stopping ? 'popup.run.stopping' : 'common.cancel')}
              </Button>
            )}
          </>
        )}
      </div>
    </>
  );
}

function Question({ on }: { readonly on: PopupActions }) {
  const keep = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => keep.current?.focus(), []);
  return (
    <div
      class={styles.question}
      role="alertdialog"
      aria-labelledby="stop"
      aria-describedby="stop-means"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        on.keepGoing();
      }}
    >
      <h2 id="stop">{i18n.t('popup.cancel_ask')}</h2>
      <p id="stop-means" class={styles.text}>
        {i18n.t('popup.cancel_means')}
      </p>
      <div class={styles.pair}>
        <Button focus={keep} onPress={on.keepGoing}>
          {i18n.t('popup.cancel_no')}
        </Button>
        <Button onPress={on.cancel}>{i18n.t('popup.cancel_yes')}</Button>
      </div>
    </div>
  );
}

const messagesSoFar = ({ messages }: RunProgress): string =>
  messages.about === null
    ? i18n.t('popup.run.so_far', messages.done, [toCount(messages.done)])
    : i18n.t('popup.run.of_about', [
        toCount(messages.done),
        toCount(Math.max(messages.about, messages.done)),
      ]);

const mediaSoFar = ({ media }: RunProgress): string =>
  i18n.t('popup.run.media_of', [toCount(media.done), toCount(media.of)]);

/** The number beside the bar. */
function mainFigure(run: RunProgress): string {
  switch (run.phase) {
    case 'messages':
      return messagesSoFar(run);
    case 'media':
      return mediaSoFar(run);
    case 'verifying':
      return i18n.t('popup.run.verified_of', [toCount(run.verified.done), toCount(run.verified.of)]);
    default:
      return '';
  }
}

function otherFigures(run: RunProgress): readonly string[] {
  const chats = i18n.t('popup.run.chats_of', [toCount(run.chats.done), toCount(run.chats.of)]);
  const kept = i18n.t('popup.run.so_far', run.messages.done, [toCount(run.messages.done)]);
  switch (run.phase) {
    case 'starting':
      return [];
    case 'messages':
      return run.chats.of > 0 ? [chats] : [];
    case 'media':
      return [kept, i18n.t('popup.run.media_bytes', [toSize(run.media.bytes)])];
    default:
      return run.media.of > 0 ? [kept, mediaSoFar(run)] : [kept];
  }
}
