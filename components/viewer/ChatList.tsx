/** @file All chats, the latest first: one listbox, moved through with the arrow keys. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ChatEntry } from '../../lib/model/history.ts';
import type { Jid, MessageRecord } from '../../lib/model/record.ts';
import type { People } from '../../lib/model/view.ts';
import { type ListHandle, VirtualList } from '../VirtualList.tsx';
import styles from './ChatList.module.css';
import { ChatRow } from './ChatRow.tsx';
import { type NameOf, titleOf } from './words.ts';

export interface ChatListProps {
  readonly chats: readonly ChatEntry[];
  readonly people: People;
  readonly nameOf: NameOf;
  readonly chosen: Jid | null;
  readonly previews: ReadonlyMap<Jid, MessageRecord | null>;
  readonly now: number;
  readonly onChoose: (chat: Jid) => void;
  readonly onSee: (chats: readonly Jid[]) => void;
}

export function ChatList({ chats, people, nameOf, chosen, previews, now, onChoose, onSee }: ChatListProps) {
  const [active, setActive] = useState(0);
  const list = useRef<ListHandle>(null);
  useEffect(() => {
    const index = chats.findIndex(({ id }) => id === chosen);
    if (index >= 0) setActive(index);
  }, [chats, chosen]);
  const see = useCallback(
    (from: number, to: number) => onSee(chats.slice(from, to + 1).map(({ id }) => id)),
    [chats, onSee],
  );
  if (chats.length === 0) return <p class={styles.empty}>{i18n.t('viewer.no_chats')}</p>;

  const move = (to: number) => {
    const index = Math.min(chats.length - 1, Math.max(0, to));
    setActive(index);
    list.current?.show(index);
  };
  const choose = (index: number) => {
    const chat = chats[index];
    if (chat) onChoose(chat.id);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active - 1),
    PageDown: () => move(active + 8),
    PageUp: () => move(active - 8),
    Home: () => move(0),
    End: () => move(chats.length - 1),
    Enter: () => choose(active),
    ' ': () => choose(active),
  };
  return (
    <VirtualList
      role="listbox"
      label={i18n.t('viewer.chats')}
      count={chats.length}
      estimate={72}
      active={active}
      activeId={`chat-${active}`}
      scroller={list}
      onSee={see}
      onKeyDown={(event) => {
        const act = keys[event.key];
        if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        act();
      }}
      row={(index) => {
        const chat = chats[index];
        return (
          chat && (
            <ChatRow
              id={`chat-${index}`}
              chat={chat}
              name={titleOf(chat, people)}
              last={previews.get(chat.id) ?? null}
              nameOf={nameOf}
              chosen={chat.id === chosen}
              active={index === active}
              place={index + 1}
              of={chats.length}
              now={now}
              onChoose={() => onChoose(chat.id)}
            />
          )
        );
      }}
    />
  );
}
