/** @file The check of everything in an open archive: how far it is, and what came of it. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { Disclosure } from '../Disclosure.tsx';
import { toCount, toSize } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import { Inspecting } from './Inspecting.tsx';
import styles from './Inspection.module.css';
import { NoteList } from './Notes.tsx';

export interface CheckResult {
  readonly runs: number;
  readonly messages: number;
  readonly media: number;
  readonly findings: readonly Pick<FaultNote, 'code' | 'detail'>[];
  readonly unknown: readonly (readonly [path: string, count: number])[];
}

export interface EverythingProps {
  /** Bytes. */
  readonly done: number;
  readonly of: number;
  /** Null: under way. */
  readonly result: CheckResult | null;
  readonly onStop: () => void;
}

export function Everything({ done, of, result, onStop }: EverythingProps) {
  if (!result) {
    return (
      <Inspecting
        label={i18n.t('viewer.everything.label')}
        words={i18n.t('viewer.everything.so_far', [toSize(done), toSize(of)])}
        {...{ done, of, onStop }}
      />
    );
  }
  const { runs, messages, media, findings, unknown } = result;
  const figures: [string, string, string] = [toCount(runs), toCount(messages), toCount(media)];
  const whole = findings.length === 0;
  return (
    <Notice
      tone={whole ? 'good' : 'bad'}
      title={
        whole ? undefined : i18n.t('viewer.everything.found', findings.length, [toCount(findings.length)])
      }
      live
    >
      <p>
        {whole
          ? i18n.t('viewer.everything.whole', runs, figures)
          : i18n.t('viewer.everything.done', runs, figures)}
      </p>
      {!whole && (
        <Disclosure summary={i18n.t('common.details')}>
          <NoteList notes={findings} />
        </Disclosure>
      )}
      {unknown.length > 0 && (
        <Disclosure summary={i18n.t('viewer.everything.unknown', unknown.length, [toCount(unknown.length)])}>
          <ul class={styles.paths}>
            {unknown.map(([path, count]) => (
              <li key={path}>
                <code>{path}</code> · {toCount(count)}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <Button kind="link" onPress={onStop}>
        {i18n.t('viewer.everything.close')}
      </Button>
    </Notice>
  );
}
