/** @file One question: its heading, the reason in one sentence, what is asked, the ways on and back. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import styles from './Stage.module.css';

export interface StageProps {
  readonly question: string;
  readonly reason: string;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** The first stage leaves the focus where the browser put it. */
  readonly first?: boolean;
  readonly onSubmit?: (form: HTMLFormElement) => void;
}

/** The heading takes the focus, so that a screen reader says it and the next Tab is inside. */
export function Stage({ question, reason, children, actions, first = false, onSubmit }: StageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (!first) heading.current?.focus();
  }, [first]);
  return (
    <form
      class={styles.stage}
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.(event.currentTarget);
      }}
    >
      <div class={styles.head}>
        <h1 class={styles.question} tabIndex={-1} ref={heading}>
          {question}
        </h1>
        <p class={styles.reason}>{reason}</p>
      </div>
      {children}
      {actions && <div class={styles.actions}>{actions}</div>}
    </form>
  );
}
