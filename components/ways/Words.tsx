/** @file The words of a recovery phrase, each with its number, to be copied by hand. */
import { toCount } from '../figures.ts';
import styles from './Words.module.css';

export const Words = ({ words }: { readonly words: readonly string[] }) => (
  <ol class={styles.words} lang="en" dir="ltr" translate={false}>
    {words.map((word, index) => (
      <li key={`${index} ${word}`} class={styles.word}>
        <span class={styles.number}>{toCount(index + 1)}</span>
        {word}
      </li>
    ))}
  </ol>
);
