/** @file A fault in words: what happened, what it means, what to do; the exact terms folded away. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { FaultNote } from '../lib/base/fault.ts';
import { Disclosure } from './Disclosure.tsx';
import styles from './FaultNotice.module.css';
import { wordsOf } from './fault-words.ts';
import { Notice, type Tone } from './Notice.tsx';

export interface FaultNoticeProps {
  readonly fault: Pick<FaultNote, 'code' | 'detail'>;
  readonly tone?: Tone;
  /** Only what happened and what to do, where more would be noise: a short password is just that. */
  readonly brief?: boolean;
  readonly children?: ComponentChildren;
}

export function FaultNotice({ fault, tone = 'bad', brief = false, children }: FaultNoticeProps) {
  const words = wordsOf(fault);
  return (
    <Notice tone={tone} title={words.what} live>
      {words.file && <bdi class={styles.file}>{words.file}</bdi>}
      {!brief && <p>{words.means}</p>}
      <p>{words.next}</p>
      {children}
      {!brief && (
        <Disclosure summary={i18n.t('common.details')}>
          <code class={styles.terms}>{words.terms}</code>
        </Disclosure>
      )}
    </Notice>
  );
}
