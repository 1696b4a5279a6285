/** @file One chat, read from its newest message upwards. */
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import type { ChatEntry } from '../../lib/model/history.ts';
import { isShownElsewhere, partsOf } from '../../lib/model/parts.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { Button } from '../Button.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { snake } from '../fault-words.ts';
import { toCount } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { VirtualList } from '../VirtualList.tsx';
import styles from './ChatPane.module.css';
import { Face } from './Face.tsx';
import { MessageRow } from './MessageRow.tsx';
import type { MediaDoor } from './media.ts';
import type { NameOf } from './words.ts';

export interface ChatPaneProps {
  readonly chat: ChatEntry;
  readonly name: string;
  readonly nameOf: NameOf;
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  /** Undefined while it is on its way. */
  readonly at: (index: number) => MessageRecord | undefined;
  readonly media: MediaDoor;
  readonly onSee: (from: number, to: number) => void;
  readonly onBack: () => void;
}

export function ChatPane({ chat, name, nameOf, fault, at, media, onSee, onBack }: ChatPaneProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const row = useCallback(
    (index: number) => {
      const record = at(index);
      const hidden = record !== undefined && isShownElsewhere(record, index, at);
      return (
        <MessageRow
          record={record}
          parts={hidden ? null : record ? partsOf(index, at) : []}
          before={index > 0 ? at(index - 1) : undefined}
          first={index === 0}
          place={index + 1}
          of={chat.count}
          named={chat.kind !== 'person' && chat.kind !== 'self'}
          nameOf={nameOf}
          media={media}
        />
      );
    },
    [at, chat, nameOf, media],
  );
  // The newest first; once they were there, rows that are fetched anew only leave their place open.
  const ready = useRef(false);
  ready.current ||= fault !== null || chat.count === 0 || at(chat.count - 1) !== undefined;
  const count = i18n.t('viewer.summary.messages', chat.count, [toCount(chat.count)]);
  const state = chat.report && i18n.t(`viewer.chat.${snake(chat.report.completeness)}`);
  return (
    <section class={styles.pane} aria-labelledby="chat-name">
      <header class={styles.header}>
        <span class={styles.back}>
          <Button kind="icon" label={i18n.t('viewer.back')} onPress={onBack}>
            <Glyph name="back" />
          </Button>
        </span>
        <Face name={name} kind={chat.kind} />
        <div class={styles.words}>
          <h1 id="chat-name" class={styles.name} tabIndex={-1} ref={heading}>
            <bdi>{name}</bdi>
          </h1>
          <p class={styles.state}>{state ? i18n.t('viewer.chat.line', [count, state]) : count}</p>
        </div>
      </header>
      {fault && (
        <div class={styles.fault}>
          <FaultNotice fault={fault} tone="careful" />
        </div>
      )}
      <div class={styles.list}>
        {chat.count === 0 ? (
          <p class={styles.empty}>{i18n.t('viewer.empty_chat')}</p>
        ) : !ready.current ? (
          <p class={styles.empty}>{i18n.t('common.loading')}</p>
        ) : (
          <VirtualList
            role="list"
            label={i18n.t('viewer.messages')}
            count={chat.count}
            estimate={64}
            start="end"
            row={row}
            onSee={onSee}
          />
        )}
      </div>
    </section>
  );
}
