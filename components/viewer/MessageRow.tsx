/** @file One row of a chat: the day where it turns, then a bubble, or a quiet line for a note or a call. */
import { i18n } from '#i18n';
import type { MessageRecord } from '../../lib/model/record.ts';
import { viewOf } from '../../lib/model/view.ts';
import { sameDay, toLongDay, toStamp, toTime } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { Bubble } from './Bubble.tsx';
import styles from './MessageRow.module.css';
import type { MediaDoor } from './media.ts';
import { briefOf, type NameOf } from './words.ts';

/** Seconds: a longer silence names the sender again. */
const PAUSE = 600;

export interface MessageRowProps {
  /** Undefined while it is on its way. */
  readonly record: MessageRecord | undefined;
  /** The one before; undefined at the beginning of the chat. */
  readonly before: MessageRecord | undefined;
  /** Messages that are parts of this one; null: it is itself shown with the one it is a part of. */
  readonly parts?: readonly MessageRecord[] | null;
  readonly first: boolean;
  readonly place: number;
  readonly of: number;
  /** In a group each sender is named. */
  readonly named: boolean;
  readonly nameOf: NameOf;
  readonly media: MediaDoor;
}

export function MessageRow(props: MessageRowProps) {
  const { record, before, parts = [], first, place, of, named, nameOf, media } = props;
  if (!record)
    return (
      // biome-ignore lint/a11y/useSemanticElements: its list is made of layers that an li may not lie in
      <div class={styles.coming} role="listitem" aria-posinset={place} aria-setsize={of}>
        <span class="aside">{i18n.t('message.loading')}</span>
      </div>
    );
  const turned = first || (before !== undefined && !sameDay(before.t * 1000, record.t * 1000));
  if (parts === null && !turned) return <div aria-hidden="true" />;
  const view = viewOf(record);
  const quiet = view.content.kind === 'system' || view.content.kind === 'call';
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <div class={styles.row} role="listitem" aria-posinset={place} aria-setsize={of}>
      {turned && (
        <h2 class={styles.day}>
          <span>{toLongDay(record.t * 1000)}</span>
        </h2>
      )}
      {parts === null ? null : quiet ? (
        <p class={styles.note} dir="auto">
          {view.content.kind === 'call' && <Glyph name="call" size={14} />}
          {briefOf(view.content, nameOf)}
          <time dateTime={toStamp(record.t * 1000)}>{toTime(record.t * 1000)}</time>
        </p>
      ) : (
        <Bubble
          record={record}
          view={view}
          parts={parts}
          follows={!turned && before !== undefined && followsOn(before, record)}
          named={named}
          nameOf={nameOf}
          media={media}
        />
      )}
    </div>
  );
}

/** The same person goes on speaking. */
function followsOn(before: MessageRecord, record: MessageRecord): boolean {
  const kind = viewOf(before).content.kind;
  return (
    before.fromMe === record.fromMe &&
    before.sender === record.sender &&
    record.t - before.t < PAUSE &&
    kind !== 'system' &&
    kind !== 'call'
  );
}
