/** @file A line that opens to more. */
import type { ComponentChildren } from 'preact';
import styles from './Disclosure.module.css';
import { Glyph } from './Glyph.tsx';

export interface DisclosureProps {
  readonly summary: string;
  readonly children: ComponentChildren;
  /** Each time it is opened: for what is asked for only then. */
  readonly onOpen?: () => void;
}

export const Disclosure = ({ summary, children, onOpen }: DisclosureProps) => (
  <details
    class={styles.disclosure}
    onToggle={(event) => {
      if (event.currentTarget.open) onOpen?.();
    }}
  >
    <summary class={styles.summary}>
      <span class={styles.sign}>
        <Glyph name="open" size={16} />
      </span>
      {summary}
    </summary>
    <div class={styles.content}>{children}</div>
  </details>
);
