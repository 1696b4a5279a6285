/** @file Nothing under way: how the last backup ended, what stands in the way of the next, and the one next step. */
import { i18n } from '#i18n';
import type { LastRun } from '../../lib/backup/status.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { snake, wordsOf } from '../fault-words.ts';
import { toMoment } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { Notice, type Tone } from '../Notice.tsx';
import { ObstacleButton } from './ObstacleButton.tsx';
import { Older } from './Older.tsx';
import { ReportLines, totals } from './ReportLines.tsx';
import type { MendingState, Obstacle, OlderState, PopupActions, WorksState } from './screen.ts';
import styles from './story.module.css';
import { Works } from './Works.tsx';

export interface IdleProps {
  readonly last: LastRun | null;
  readonly unsaved: boolean;
  readonly obstacle: Obstacle | null;
  /** Another fault is told above: the old one would be noise. */
  readonly hushed: boolean;
  readonly busy: boolean;
  readonly older: OlderState;
  readonly works: WorksState;
  readonly mending: MendingState;
  readonly now: number;
  readonly on: PopupActions;
}

interface Headline {
  readonly tone: Tone | null;
  readonly words: string;
}

/** What is true now, at most six words. */
export function headlineOf(last: LastRun | null, unsaved: boolean): Headline {
  if (unsaved) return { tone: 'careful', words: i18n.t('popup.done.unsaved') };
  if (!last) return { tone: null, words: i18n.t('popup.first.headline') };
  if (last.fault && last.fault.code !== 'cancelled')
    return { tone: 'bad', words: i18n.t('popup.done.failed') };
  if (!last.report || last.report.stopped || last.fault)
    return { tone: 'careful', words: i18n.t('popup.done.stopped') };
  if (!last.verified) return { tone: 'careful', words: i18n.t('popup.done.saved') };
  return { tone: 'good', words: i18n.t('popup.done.verified') };
}

export function Idle(props: IdleProps) {
  const { last, unsaved, obstacle, hushed, busy, older, works, mending, now, on } = props;
  const { tone, words } = headlineOf(last, unsaved);
  const failed = last?.fault && last.fault.code !== 'cancelled' ? last.fault : null;
  const stopped = last?.report?.stopped === true && last.saved !== null && !failed && !unsaved;
  const told = failed !== null && failed.code === obstacle;
  return (
    <>
      <div class={styles.head}>
        <h1 class={styles.headline}>
          {tone && (
            <span class={[styles.sign, styles[tone]].join(' ')}>
              <Glyph name={tone} />
            </span>
          )}
          {words}
        </h1>
        {last ? (
          <p class={styles.figures}>
            {last.report
              ? i18n.t('popup.figures.at', [toMoment(last.end, now), totals(last.report)])
              : toMoment(last.end, now)}
          </p>
        ) : (
          <p class={styles.text}>{i18n.t('popup.first.text')}</p>
        )}
      </div>
      {unsaved && (
        <Notice tone="careful" title={i18n.t('popup.done.unsaved_text')}>
          {failed && !hushed && <p>{wordsOf(failed).what}</p>}
        </Notice>
      )}
      {failed && !unsaved && !told && !hushed && <FaultNotice fault={failed} />}
      {stopped && <p class={styles.text}>{i18n.t('popup.done.stopped_text')}</p>}
      {last?.report && (
        <ReportLines
          report={last.report}
          saved={last.saved}
          leftOut={last.leftOut}
          again={obstacle || unsaved ? null : on.tryMissing}
        />
      )}
      {!obstacle && (last?.report?.completeness['more-on-phone'] ?? 0) > 0 && <Older state={older} on={on} />}
      {(!obstacle || obstacle === 'unsupported-build') && <Works state={works} mending={mending} on={on} />}
      <div class={styles.actions}>
        {obstacle && !unsaved && (
          <Notice tone="careful">
            <p>{i18n.t(`page.${snake(obstacle)}`)}</p>
          </Notice>
        )}
        <NextStep unsaved={unsaved} obstacle={obstacle} busy={busy} on={on} />
      </div>
    </>
  );
}

function NextStep({ unsaved, obstacle, busy, on }: Pick<IdleProps, 'unsaved' | 'obstacle' | 'busy' | 'on'>) {
  if (unsaved)
    return (
      <>
        <Button kind="primary" wide disabled={busy} onPress={on.save}>
          {i18n.t('popup.save')}
        </Button>
        {!obstacle && (
          <Button wide disabled={busy} onPress={on.backUp}>
            {i18n.t('popup.back_up')}
          </Button>
        )}
      </>
    );
  if (obstacle) return <ObstacleButton obstacle={obstacle} on={on} />;
  return (
    <Button kind="primary" wide disabled={busy} onPress={on.backUp}>
      {i18n.t('popup.back_up')}
    </Button>
  );
}
