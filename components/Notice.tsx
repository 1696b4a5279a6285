/** @file One thing to know: an icon, a word, a sentence. Never colour alone. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { Glyph } from './Glyph.tsx';
import styles from './Notice.module.css';

export type Tone = 'good' | 'careful' | 'bad';

export interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string | undefined;
  /** Said aloud when it appears. */
  readonly live?: boolean;
  readonly children?: ComponentChildren;
}

export const Notice = ({ tone, title, live = false, children }: NoticeProps) => (
  <div class={[styles.notice, styles[tone]].join(' ')} role={live ? 'alert' : undefined}>
    <span class={styles.icon}>
      <Glyph name={tone} />
      <span class="aside">{i18n.t(`common.${tone}`)}</span>
    </span>
    <div class={styles.text}>
      {title && <p class={styles.title}>{title}</p>}
      {children}
    </div>
  </div>
);
