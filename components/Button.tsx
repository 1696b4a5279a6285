/** @file A button: one primary on a screen, quiet ones beside it, links where a screen ends. */
import type { ComponentChildren, Ref } from 'preact';
import styles from './Button.module.css';

export interface ButtonProps {
  readonly kind?: 'primary' | 'quiet' | 'link' | 'icon';
  readonly type?: 'button' | 'submit';
  readonly label?: string;
  readonly disabled?: boolean;
  readonly wide?: boolean;
  readonly expanded?: boolean;
  readonly focus?: Ref<HTMLButtonElement>;
  readonly onPress?: () => void;
  readonly children: ComponentChildren;
}

export function Button({
  kind = 'quiet',
  type = 'button',
  label,
  disabled = false,
  wide = false,
  expanded,
  focus,
  onPress,
  children,
}: ButtonProps) {
  return (
    <button
      type={type}
      data-kind={kind}
      class={[styles.button, styles[kind], wide ? styles.wide : ''].join(' ')}
      aria-label={label}
      aria-disabled={disabled || undefined}
      aria-expanded={expanded}
      ref={focus ?? null}
      onClick={(event) => {
        if (disabled) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}
