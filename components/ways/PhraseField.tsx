/** @file Where the words of a recovery phrase are typed, and the first slip of the pen among them. */
import type { Ref } from 'preact';
import { useId } from 'preact/hooks';
import { i18n } from '#i18n';
import { toCount } from '../figures.ts';
import styles from './PhraseField.module.css';
import type { WayFault } from './way.ts';

export interface PhraseFieldProps {
  readonly input: Ref<HTMLTextAreaElement>;
  /** `phrase-word`, `phrase-length` or `phrase-checksum`. */
  readonly slip: WayFault | null;
  readonly onInput: (text: string) => void;
}

export function PhraseField({ input, slip, onInput }: PhraseFieldProps) {
  const id = useId();
  return (
    <div class={styles.field}>
      <label for={id} class={styles.label}>
        {i18n.t('ways.phrase.label')}
      </label>
      <textarea
        id={id}
        ref={input}
        class={styles.input}
        rows={4}
        lang="en"
        dir="ltr"
        translate={false}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={slip !== null || undefined}
        aria-describedby={`${id}-slip`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p id={`${id}-slip`} class={slip ? styles.slip : styles.hint} role="status">
        {slip ? slipWords(slip) : i18n.t('ways.phrase.hint')}
      </p>
    </div>
  );
}

export const isSlip = (fault: WayFault | null): boolean => fault?.code.startsWith('phrase-') === true;

/** Which word it is, and what may have been meant. */
export function slipWords({ code, detail }: WayFault): string {
  switch (code) {
    case 'phrase-word': {
      const place = toCount(Number(detail.word));
      return detail.like
        ? i18n.t('ways.slip.word_like', [place, String(detail.like)])
        : i18n.t('ways.slip.word', [place]);
    }
    case 'phrase-length':
      return i18n.t('ways.slip.length', Number(detail.words), [toCount(Number(detail.words))]);
    default:
      return i18n.t('ways.slip.checksum');
  }
}
