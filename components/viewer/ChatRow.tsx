/** @file One chat in the list: name, time, last words, how many messages. */
import { i18n } from '#i18n';
import type { ChatEntry } from '../../lib/model/history.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { viewOf } from '../../lib/model/view.ts';
import { toCount, toShortMoment } from '../figures.ts';
import styles from './ChatRow.module.css';
import { Face } from './Face.tsx';
import { briefOf, isolate, type NameOf } from './words.ts';

export interface ChatRowProps {
  readonly id: string;
  readonly chat: ChatEntry;
  readonly name: string;
  readonly last: MessageRecord | null;
  readonly nameOf: NameOf;
  readonly chosen: boolean;
  readonly active: boolean;
  readonly place: number;
  readonly of: number;
  readonly now: number;
  readonly onChoose: () => void;
}

export function ChatRow(props: ChatRowProps) {
  const { id, chat, name, last, nameOf, chosen, active, place, of, now, onChoose } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox takes the keys for all its options
    <div
      id={id}
      class={[styles.row, chosen ? styles.chosen : '', active ? styles.active : ''].join(' ')}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-posinset={place}
      aria-setsize={of}
      onClick={onChoose}
    >
      <Face name={name} kind={chat.kind} />
      <div class={styles.words}>
        <p class={styles.line}>
          <span class={styles.name} dir="auto">
            {name}
          </span>
          {chat.last !== null && <span class={styles.time}>{toShortMoment(chat.last * 1000, now)}</span>}
        </p>
        <p class={styles.line}>
          <Last record={last} chat={chat} nameOf={nameOf} />
          <span class={styles.count}>
            <span aria-hidden="true">{toCount(chat.count)}</span>
            <span class="aside">{i18n.t('viewer.row.count', chat.count, [toCount(chat.count)])}</span>
          </span>
        </p>
      </div>
    </div>
  );
}

interface LastProps extends Pick<ChatRowProps, 'chat' | 'nameOf'> {
  readonly record: MessageRecord | null;
}

/** The last words; with a name before them the line runs as the page does, alone they run as they were written. */
function Last({ record, chat, nameOf }: LastProps) {
  if (!record) return <span class={styles.last} />;
  const { content } = viewOf(record);
  const brief = briefOf(content, nameOf).split('\n')[0]?.slice(0, 120) ?? '';
  const spoken = content.kind !== 'system' && content.kind !== 'call' && content.kind !== 'revoked';
  if (!spoken || (chat.kind !== 'group' && !record.fromMe))
    return (
      <span class={styles.last} dir="auto">
        {brief}
      </span>
    );
  const who = record.fromMe ? i18n.t('message.you') : nameOf(record.sender);
  return <span class={styles.last}>{i18n.t('viewer.row.from', [isolate(who), isolate(brief)])}</span>;
}
