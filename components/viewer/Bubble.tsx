/** @file One message: mine or theirs, what it answers, what it holds, its marks, its time, the reactions to it. */
import { i18n } from '#i18n';
import type { MessageRecord } from '../../lib/model/record.ts';
import type { MessageView } from '../../lib/model/view.ts';
import { toStamp, toTime } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { Body } from './Body.tsx';
import styles from './Bubble.module.css';
import type { MediaDoor } from './media.ts';
import { Reactions } from './Reactions.tsx';
import { briefOf, type NameOf } from './words.ts';

export interface BubbleProps {
  readonly record: MessageRecord;
  readonly view: MessageView;
  /** The same sender went before: no name, less space. */
  readonly follows: boolean;
  /** In a group each sender is named. */
  readonly named: boolean;
  readonly nameOf: NameOf;
  readonly media: MediaDoor;
}

export function Bubble({ record, view, follows, named, nameOf, media }: BubbleProps) {
  const { fromMe, sender, reactions } = record;
  const bare = view.content.kind === 'medium' && view.content.medium.type === 'sticker';
  return (
    <div class={[styles.side, fromMe ? styles.mine : styles.theirs, follows ? styles.follows : ''].join(' ')}>
      <article class={[styles.bubble, bare ? styles.bare : ''].join(' ')}>
        <p class={named && !fromMe && !follows ? styles.sender : 'aside'}>
          <bdi>{fromMe ? i18n.t('message.you') : nameOf(sender)}</bdi>
        </p>
        {view.forwarded !== 'no' && (
          <p class={styles.mark}>
            <Glyph name="forward" size={14} />
            {i18n.t(view.forwarded === 'often' ? 'message.forwarded_often' : 'message.forwarded')}
          </p>
        )}
        {view.quote && (
          <blockquote class={styles.quote}>
            <p class={styles.quoted}>
              <bdi>{view.quote.sender ? nameOf(view.quote.sender) : ''}</bdi>
            </p>
            <p class={styles.brief} dir="auto">
              {briefOf(view.quote.content, nameOf).slice(0, 300)}
            </p>
          </blockquote>
        )}
        <Body record={record} view={view} nameOf={nameOf} media={media} />
        <p class={styles.foot}>
          {view.starred && (
            <span class={styles.star}>
              <Glyph name="star" size={13} />
              <span class="aside">{i18n.t('message.starred')}</span>
            </span>
          )}
          {view.edited && <span>{i18n.t('message.edited')}</span>}
          <time dateTime={toStamp(record.t * 1000)}>{toTime(record.t * 1000)}</time>
        </p>
      </article>
      {reactions && reactions.length > 0 && <Reactions reactions={reactions} nameOf={nameOf} />}
    </div>
  );
}
