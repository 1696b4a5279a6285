/** @file Three words of the phrase, asked for: are they really on paper? */
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { toCount } from '../figures.ts';
import { Notice } from '../Notice.tsx';
import styles from './AskedWords.module.css';

export interface AskedWordsProps {
  /** The places asked for, 1 to 24. */
  readonly asked: readonly number[];
  /** Those whose word was another. */
  readonly wrong: readonly number[];
}

export function AskedWords({ asked, wrong }: AskedWordsProps) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    box.current?.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
  }, [wrong]);
  return (
    <>
      <div class={styles.fields} ref={box}>
        {asked.map((place) => (
          <div key={place} class={styles.field}>
            <label for={`${id}-${place}`} class={styles.label}>
              {i18n.t('ways.asked.word', [toCount(place)])}
            </label>
            <input
              id={`${id}-${place}`}
              class={styles.input}
              type="text"
              dir="ltr"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              aria-invalid={wrong.includes(place) || undefined}
            />
          </div>
        ))}
      </div>
      {wrong.length > 0 && (
        <Notice tone="bad" title={i18n.t('ways.asked.wrong', wrong.length, [listOf(wrong)])} live>
          <p>{i18n.t('ways.asked.look')}</p>
        </Notice>
      )}
    </>
  );
}

/** What was typed, in the order of the places. */
export const typedIn = (form: HTMLFormElement): string[] =>
  [...form.querySelectorAll<HTMLInputElement>('input[type=text]')].map(({ value }) => value);

const listOf = (places: readonly number[]): string =>
  new Intl.ListFormat(undefined, { type: 'conjunction' }).format(places.map(toCount));
