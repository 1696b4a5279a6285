/** @file An opened archive: what it holds in a line, the chats beside the chat, one of them alone where it is narrow. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import type { Report } from '../../lib/model/report.ts';
import { Button } from '../Button.tsx';
import { toCount, toDay } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { Mark } from '../Mark.tsx';
import { Notice } from '../Notice.tsx';
import { Notes } from './Notes.tsx';
import styles from './Reading.module.css';

export interface ReadingRun {
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  readonly finished: boolean;
  readonly report: Report | null;
}

export interface ReadingProps {
  readonly chats: number;
  readonly messages: number;
  readonly runs: readonly ReadingRun[];
  readonly notes: readonly Pick<FaultNote, 'code' | 'detail'>[];
  /** Going on with this backup in this browser, where there is something to say of it. */
  readonly offer?: ComponentChildren;
  readonly list: ComponentChildren;
  /** Null: no chat is chosen. */
  readonly pane: ComponentChildren;
  /** Earlier backups are in another file. */
  readonly continues: boolean;
  /** The check of everything, while it is under way or has a result. */
  readonly check: ComponentChildren;
  /** Null while it is under way. */
  readonly onCheck: (() => void) | null;
  readonly onLock: () => void;
}

export function Reading(props: ReadingProps) {
  const { chats, messages, runs, notes, offer, list, pane, continues, check, onCheck, onLock } = props;
  const last = runs.at(-1);
  const unfinished = runs.filter(({ finished }) => !finished).length;
  return (
    <div class={[styles.page, pane ? styles.inside : ''].join(' ')}>
      <header class={styles.header}>
        <Mark />
        <p class={styles.summary}>
          <span>{i18n.t('viewer.summary.chats', chats, [toCount(chats)])}</span>
          <span>{i18n.t('viewer.summary.messages', messages, [toCount(messages)])}</span>
          {last?.report && <span>{mediaWords(runs)}</span>}
          {last && <span>{i18n.t('viewer.summary.last', [toDay(last.start)])}</span>}
          {continues && <span>{i18n.t('viewer.summary.continues')}</span>}
        </p>
        {onCheck && (
          <Button kind="link" onPress={onCheck}>
            {i18n.t('viewer.everything.start')}
          </Button>
        )}
        <Button onPress={onLock}>
          <Glyph name="lock" size={18} />
          {i18n.t('viewer.lock')}
        </Button>
      </header>
      <main class={styles.main}>
        {(offer || unfinished > 0 || notes.length > 0 || check) && (
          <div class={styles.notes}>
            {offer}
            {check}
            {unfinished > 0 && (
              <Notice tone="careful">
                <p>{i18n.t('viewer.summary.unfinished', unfinished, [toCount(unfinished)])}</p>
              </Notice>
            )}
            <Notes notes={notes} />
          </div>
        )}
        <div class={styles.panes}>
          <nav class={styles.list} aria-label={i18n.t('viewer.chats')}>
            {!pane && <h1 class="aside">{i18n.t('viewer.chats')}</h1>}
            {list}
          </nav>
          <div class={styles.pane}>{pane ?? <p class={styles.choose}>{i18n.t('viewer.choose_chat')}</p>}</div>
        </div>
      </main>
    </div>
  );
}

/** Of a run that read everything, how many of how many; of it and those that came after it, how many are here. */
function mediaWords(runs: readonly Pick<ReadingRun, 'report'>[]): string {
  const last = runs.at(-1)?.report;
  if (last && !last.incremental)
    return i18n.t('viewer.summary.media', [toCount(last.media.kept), toCount(last.media.found)]);
  const base = runs.findLastIndex(({ report }) => report && !report.incremental);
  const kept = runs.slice(Math.max(0, base)).reduce((sum, { report }) => sum + (report?.media.kept ?? 0), 0);
  return i18n.t('viewer.summary.media_kept', kept, [toCount(kept)]);
}
