/** @file Opening by any one way: the password first, the others a link away. What is typed stays in its field and leaves with it. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Field } from '../Field.tsx';
import { isSlip, PhraseField } from './PhraseField.tsx';
import styles from './UnlockForm.module.css';
import { type UnlockActions, type UsableWays, WAY_KINDS, type WayFault, type WayKind } from './way.ts';

export interface UnlockFormProps {
  readonly ways: UsableWays;
  readonly fault: WayFault | null;
  /** What is wrong with the words typed so far. */
  readonly slip: WayFault | null;
  readonly unlocking: boolean;
  readonly on: UnlockActions;
  /** Stands above what is asked for. */
  readonly children?: ComponentChildren;
  /** The way out, beside the button that unlocks. */
  readonly aside?: ComponentChildren;
}

export function UnlockForm(props: UnlockFormProps) {
  const { ways, slip, unlocking, on, children, aside } = props;
  const usable = WAY_KINDS.filter((kind) => ways[kind]);
  const [chosen, setChosen] = useState<WayKind | null>(null);
  const way = chosen && ways[chosen] ? chosen : (usable[0] ?? 'password');
  /** Told of a way that was left since. */
  const [past, setPast] = useState<WayFault | null>(null);
  const fault = props.fault === past ? null : props.fault;
  const password = useRef<HTMLInputElement>(null);
  const phrase = useRef<HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => (password.current ?? phrase.current ?? button.current)?.focus(), [way]);
  useLayoutEffect(() => {
    if (!fault) return;
    password.current?.select();
    phrase.current?.focus();
  }, [fault]);

  function choose(kind: WayKind): void {
    setPast(props.fault);
    setChosen(kind);
  }

  function submit(): void {
    if (unlocking) return;
    if (way === 'password') on.password(password.current?.value ?? '');
    else if (way === 'phrase') on.phrase(phrase.current?.value ?? '');
    else on.passkey();
  }

  return (
    <form
      class={styles.form}
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      <div>
        <h1 class={styles.headline}>{i18n.t(`ways.unlock.${way}`)}</h1>
        <p class={styles.quiet}>{i18n.t(`ways.unlock.${way}_text`)}</p>
      </div>
      {way === 'password' && (
        <Field
          label={i18n.t('viewer.unlock.password')}
          complete="off"
          input={password}
          invalid={fault?.code === 'wrong-password'}
        />
      )}
      {way === 'phrase' && (
        <PhraseField input={phrase} slip={slip ?? (isSlip(fault) ? fault : null)} onInput={on.typing} />
      )}
      {fault && !isSlip(fault) && <FaultNotice fault={fault} brief={BRIEF.test(fault.code)} />}
      {usable.length > 1 && (
        <div class={styles.others}>
          {usable
            .filter((kind) => kind !== way)
            .map((kind) => (
              <Button key={kind} kind="link" disabled={unlocking} onPress={() => choose(kind)}>
                {i18n.t(`ways.use.${kind}`)}
              </Button>
            ))}
        </div>
      )}
      <div class={styles.actions}>
        {aside}
        <Button kind="primary" type="submit" disabled={unlocking} focus={button}>
          {i18n.t(unlocking ? 'viewer.unlock.unlocking' : 'viewer.unlock.unlock')}
        </Button>
      </div>
    </form>
  );
}

/** Only what happened and what to do. */
const BRIEF = /^(wrong|passkey)-/;
