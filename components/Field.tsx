/** @file A password field with a switch to show what is typed. It keeps its text itself and gives it out when asked. */
import type { Ref } from 'preact';
import { useId, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from './Button.tsx';
import styles from './Field.module.css';

export interface FieldProps {
  readonly label: string;
  readonly complete: 'new-password' | 'off';
  readonly input: Ref<HTMLInputElement>;
  readonly hint?: string | undefined;
  readonly invalid?: boolean;
  /** Where several fields show together, their owner holds the switch. */
  readonly shown?: boolean;
  readonly onShow?: (shown: boolean) => void;
  readonly onInput?: (text: string) => void;
}

export function Field(props: FieldProps) {
  const { label, complete, input, hint, invalid = false, onShow, onInput } = props;
  const id = useId();
  const [own, setOwn] = useState(false);
  const shown = props.shown ?? own;
  const toggles = props.shown === undefined || onShow !== undefined;
  return (
    <div class={styles.field}>
      <label for={id} class={styles.label}>
        {label}
      </label>
      <div class={styles.row}>
        <input
          id={id}
          ref={input}
          class={styles.input}
          {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
          autocomplete={complete}
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={invalid || undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onInput={(event) => onInput?.(event.currentTarget.value)}
        />
        {toggles && (
          <Button
            kind="link"
            label={
              shown
                ? `${i18n.t('setup.password.hide')}: ${label}`
                : `${i18n.t('setup.password.show')}: ${label}`
            }
            onPress={() => (onShow ?? setOwn)(!shown)}
          >
            {i18n.t(shown ? 'setup.password.hide' : 'setup.password.show')}
          </Button>
        )}
      </div>
      {hint && (
        <p id={`${id}-hint`} class={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
