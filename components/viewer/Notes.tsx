/** @file What is wrong with an archive without stopping it from being read, folded to one line. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Disclosure } from '../Disclosure.tsx';
import { wordsOf } from '../fault-words.ts';
import { toCount } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import styles from './Notes.module.css';

export interface NotesProps {
  readonly notes: readonly Pick<FaultNote, 'code' | 'detail'>[];
}

export function Notes({ notes }: NotesProps) {
  if (notes.length === 0) return null;
  return (
    <Notice tone="careful">
      <Disclosure summary={i18n.t('viewer.summary.notes', notes.length, [toCount(notes.length)])}>
        <NoteList notes={notes} />
      </Disclosure>
    </Notice>
  );
}

/** Notes in a row that are seen at once; the rest is counted. */
const SHOWN = 200;

export const NoteList = ({ notes }: NotesProps) => (
  <ul class={styles.list}>
    {notes.slice(0, SHOWN).map((note, index) => {
      const { what, means, next, file, terms } = wordsOf(note);
      return (
        <li key={`${index} ${terms}`}>
          {file && <bdi class={styles.file}>{file}</bdi>}
          <strong class={styles.what}>{what}</strong> {means} {next} <code class={styles.terms}>{terms}</code>
        </li>
      );
    })}
    {notes.length > SHOWN && (
      <li>{i18n.t('viewer.summary.more_notes', notes.length - SHOWN, [toCount(notes.length - SHOWN)])}</li>
    )}
  </ul>
);
