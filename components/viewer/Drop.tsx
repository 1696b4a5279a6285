/** @file The page before a file: all of it takes a drop, and one button chooses. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { Mark } from '../Mark.tsx';
import styles from './Drop.module.css';
import { chosenFiles, droppedFiles, type PickedFile } from './dropped.ts';
import frame from './Frame.module.css';

export interface DropProps {
  readonly headline: string;
  readonly text: string;
  /** Several files or a folder are welcome. */
  readonly many?: boolean;
  /** Several were given where one is wanted. */
  readonly several?: boolean;
  /** Something is being read: no other file now. */
  readonly busy: string | null;
  /** Replaces the way to choose a file. */
  readonly instead?: ComponentChildren;
  readonly onPick: (files: readonly PickedFile[]) => void;
  readonly children?: ComponentChildren;
}

export function Drop(props: DropProps) {
  const { headline, text, many = false, several = false, busy, instead, onPick, children } = props;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button below does the same by keyboard
    <div
      class={[frame.page, over && !busy ? styles.over : ''].join(' ')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const files = droppedFiles(event.dataTransfer);
        if (busy) return;
        if (files instanceof Promise) void files.then(onPick, () => onPick([]));
        else if (files.length > 0) onPick(files);
      }}
    >
      <header class={frame.header}>
        <Mark size={32} />
      </header>
      <main class={[frame.main, styles.main].join(' ')}>
        <div class={styles.zone}>
          <Envelope />
          <h1 class={styles.headline}>{over && !busy ? i18n.t('viewer.drop.over') : headline}</h1>
          <p class={styles.text}>
            {text}
            {many && <br />}
            {many && i18n.t('viewer.drop.several')}
          </p>
          {instead ?? (
            <>
              <Button kind="primary" disabled={busy !== null} onPress={() => input.current?.click()}>
                {i18n.t(many ? 'viewer.drop.choose_files' : 'viewer.drop.choose')}
              </Button>
              <input
                ref={input}
                type="file"
                hidden
                multiple={many}
                aria-label={i18n.t(many ? 'viewer.drop.choose_files' : 'viewer.drop.choose')}
                onChange={(event) => {
                  const files = chosenFiles(event.currentTarget.files);
                  event.currentTarget.value = '';
                  onPick(files);
                }}
              />
              {many && (
                <Button kind="link" disabled={busy !== null} onPress={() => chooseFolder(onPick)}>
                  {i18n.t('viewer.drop.choose_folder')}
                </Button>
              )}
            </>
          )}
          <p class={styles.busy} role="status">
            {busy}
          </p>
        </div>
        {several && (
          <p class={styles.several} role="alert">
            {i18n.t('viewer.drop.one')}
          </p>
        )}
        {children}
      </main>
    </div>
  );
}

/** A file input is for files or for a folder: this one is there only while somebody chooses. */
function chooseFolder(onPick: DropProps['onPick']): void {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', webkitdirectory: true, hidden: true });
  input.oncancel = () => input.remove();
  input.onchange = () => {
    input.remove();
    onPick(chosenFiles(input.files));
  };
  document.body.append(input);
  input.click();
}

/** A sealed letter. */
const Envelope = () => (
  <svg class={styles.envelope} viewBox="0 0 120 84" width="120" height="84" aria-hidden="true">
    <rect x="3" y="3" width="114" height="78" rx="8" class={styles.paper} />
    <path d="M6 8l47 38a11 11 0 0 0 14 0l47-38M6 77l38-35M114 77L76 42" class={styles.fold} />
    <circle cx="60" cy="50" r="16" class={styles.wax} />
    <path
      d="M60 42a4.500 4.500 0 0 0-2.300 8.300l-1.200 6a.8.8 0 0 0 .8 1h5.400a.8.8 0 0 0 .8-1l-1.200-6A4.500 4.500 0 0 0 60 42z"
      class={styles.hole}
    />
  </svg>
);
