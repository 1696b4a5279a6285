/** @file A backup's own figures: what is missing and why, how far back it goes, how each chat ended, which file holds it. */
import { i18n } from '#i18n';
import type { LeftOut, SavedFile } from '../../lib/backup/status.ts';
import { neverMet } from '../../lib/model/fields.ts';
import type { Report } from '../../lib/model/report.ts';
import { Button } from '../Button.tsx';
import { Disclosure } from '../Disclosure.tsx';
import { snake } from '../fault-words.ts';
import { toCount, toDay, toSize } from '../figures.ts';
import { leftOutWords } from './media-words.ts';
import styles from './story.module.css';

/** What is missing for one of these may be there another time. */
const MAY_COME = ['expired', 'on-phone-only', 'refused', 'failed', 'stopped'] as const;

export interface ReportLinesProps {
  readonly report: Report;
  readonly saved: SavedFile | null;
  /** Tries the missing media again; null where that is not to be offered now. */
  readonly again?: (() => void) | null;
  /** What the settings left out. Not known of backups of old. */
  readonly leftOut?: LeftOut | undefined;
}

/** 5,021 of 5,021 messages, 212 of 253 media. Of a run that read only what is new: 12 new messages, 3 changed, 2 of 2 media. */
export function totals({ messages, media, incremental }: Report): string {
  if (incremental) return news(incremental, media);
  return i18n.t('popup.figures.both', [
    i18n.t('popup.figures.messages', messages.found, [toCount(messages.kept), toCount(messages.found)]),
    i18n.t('popup.figures.media', [toCount(media.kept), toCount(media.found)]),
  ]);
}

function news(
  { added, changed }: NonNullable<Report['incremental']>,
  { found, kept }: Report['media'],
): string {
  const parts = [
    ...(added > 0 ? [i18n.t('popup.figures.new', added, [toCount(added)])] : []),
    ...(changed > 0 ? [i18n.t('popup.figures.changed', changed, [toCount(changed)])] : []),
    ...(found > 0 ? [i18n.t('popup.figures.media', [toCount(kept), toCount(found)])] : []),
  ];
  if (parts.length === 0) return i18n.t('popup.figures.nothing');
  return i18n.t('popup.figures.alone', [parts.join(', ')]);
}

export function ReportLines({ report, saved, again = null, leftOut = {} }: ReportLinesProps) {
  const missing = report.media.found - report.media.kept;
  const older = report.completeness['more-on-phone'] ?? 0;
  const backTo =
    report.oldest === null || report.incremental
      ? ''
      : i18n.t('popup.back_to', [toDay(report.oldest * 1000)]);
  const leftOutSays = leftOutWords(leftOut);
  const olderWords = older > 0 ? i18n.t('popup.older', older, [toCount(older)]) : '';
  return (
    <div>
      {(backTo || olderWords) && <p class={styles.text}>{[backTo, olderWords].filter(Boolean).join(' ')}</p>}
      {missing > 0 && (
        <Disclosure summary={i18n.t('popup.missing', missing, [toCount(missing)])}>
          <ul class={styles.list}>
            {entries(report.missing).map(([reason, count]) => (
              <li key={reason}>
                <span class={styles.count}>{toCount(count)}</span> · {i18n.t(`missing.${snake(reason)}`)}
              </li>
            ))}
          </ul>
          {again && MAY_COME.some((reason) => (report.missing[reason] ?? 0) > 0) && (
            <Button kind="link" onPress={again}>
              {i18n.t('popup.try_again')}
            </Button>
          )}
        </Disclosure>
      )}
      {leftOutSays && (
        <p class={styles.text}>
          {i18n.t('popup.left_out', [leftOutSays])} {i18n.t('popup.left_out_text')}
        </p>
      )}
      <Disclosure summary={i18n.t('popup.more')}>
        <ul class={styles.list}>
          {detailsOf(report).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {saved && (
            <li>
              {i18n.t('popup.saved_as')} <bdi class={styles.file}>{saved.name}</bdi> · {toSize(saved.size)}
            </li>
          )}
        </ul>
      </Disclosure>
    </div>
  );
}

function detailsOf(report: Report): readonly string[] {
  const unmet = neverMet(report.fields ?? {});
  const unknown = Object.values(report.unknownTypes).reduce((sum, count) => sum + count, 0);
  return [
    ...entries(report.completeness).map(([state, count]) =>
      i18n.t(`popup.completeness.${snake(state)}`, count, [toCount(count)]),
    ),
    ...entries(report.skipped).map(([reason, count]) =>
      i18n.t(`popup.skipped.${snake(reason)}`, count, [toCount(count)]),
    ),
    ...witnessLines(report),
    ...entries(report.unreadable ?? {}).map(([kind, count]) =>
      i18n.t(`popup.not_read.${kind}`, count, [toCount(count)]),
    ),
    ...(report.incremental ? [i18n.t('popup.since', [toDay(report.incremental.since * 1000)])] : []),
    ...(unmet.length > 0 ? [i18n.t('popup.not_met', [unmet.join(', ')])] : []),
    ...(unknown > 0 ? [i18n.t('popup.unknown_types', unknown, [toCount(unknown)])] : []),
  ];
}

function witnessLines({ witness }: Report): readonly string[] {
  if (!witness) return [];
  return [
    ...(witness.listEmpty ? [i18n.t('popup.list_empty')] : []),
    ...(['checked', 'differing', 'unlisted'] as const)
      .filter((name) => witness[name] > 0)
      .map((name) => i18n.t(`popup.${name}`, witness[name], [toCount(witness[name])])),
  ];
}

/** Those above zero, the most frequent first. */
const entries = <K extends string>(counts: Partial<Record<K, number>>): readonly [K, number][] =>
  (Object.entries(counts) as [K, number | undefined][])
    .filter((entry): entry is [K, number] => (entry[1] ?? 0) > 0)
    .sort((a, b) => b[1] - a[1]);
