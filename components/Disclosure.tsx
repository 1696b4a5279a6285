/** @file A line that opens to more. */
import type { ComponentChildren } from 'preact';
import styles from './Disclosure.module.css';
import { Glyph } from './Glyph.tsx';

export interface DisclosureProps {
  readonly summary: string;
  readonly children: ComponentChildren;
}

export const Disclosure = ({ summary, children }: DisclosureProps) => (
  <details class={styles.disclosure}>
    <summary class={styles.summary}>
      <span class={styles.sign}>
        <Glyph name="open" size={16} />
      </span>
      {summary}
    </summary>
    <div class={styles.content}>{children}</div>
  </details>
);
