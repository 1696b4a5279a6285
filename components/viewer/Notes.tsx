/** @file What is wrong with an archive without stopping it from being read, folded to one line. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Disclosure } from '../Disclosure.tsx';
import { wordsOf } from '../fault-words.ts';
import { toCount } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import styles from './Notes.module.css';

export function Notes({ notes }: { readonly notes: readonly Pick<FaultNote, 'code' | 'detail'>[] }) {
  if (notes.length === 0) return null;
  return (
    <Notice tone="careful">
      <Disclosure summary={i18n.t('viewer.summary.notes', notes.length, [toCount(notes.length)])}>
        <ul class={styles.list}>
          {notes.map((note, index) => {
            const { what, means, next, file, terms } = wordsOf(note);
            return (
              <li key={`${index} ${terms}`}>
                {file && (
                  <>
                    <bdi class={styles.file}>{file}</bdi>{' '}
                  </>
                )}
                <strong class={styles.what}>{what}</strong> {means} {next}{' '}
                <code class={styles.terms}>{terms}</code>
              </li>
            );
          })}
        </ul>
      </Disclosure>
    </Notice>
  );
}
