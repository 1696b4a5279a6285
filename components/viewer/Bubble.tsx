/** @file One message: mine or theirs, what it answers, what it holds, its marks, its time, the reactions to it. */
import { i18n } from '#i18n';
import { isTwin } from '../../lib/model/parts.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import type { CommentView, MessageView } from '../../lib/model/view.ts';
import { toStamp, toTime } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { Body } from './Body.tsx';
import styles from './Bubble.module.css';
import type { MediaDoor } from './media.ts';
import { Reactions } from './Reactions.tsx';
import { briefOf, type NameOf, seenWords } from './words.ts';

export interface BubbleProps {
  readonly record: MessageRecord;
  readonly view: MessageView;
  readonly parts: readonly MessageRecord[];
  /** The same sender went before: no name, less space. */
  readonly follows: boolean;
  /** In a group each sender is named. */
  readonly named: boolean;
  readonly nameOf: NameOf;
  readonly media: MediaDoor;
}

export function Bubble({ record, view, parts, follows, named, nameOf, media }: BubbleProps) {
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
        <Body record={record} view={view} parts={parts} nameOf={nameOf} media={media} />
        {view.comments.length > 0 && <Comments comments={view.comments} nameOf={nameOf} />}
        <p class={styles.foot}>
          {view.starred && (
            <span class={styles.star}>
              <Glyph name="star" size={13} />
              <span class="aside">{i18n.t('message.starred')}</span>
            </span>
          )}
          {parts.some(isTwin) && <span>{i18n.t('message.twin')}</span>}
          {view.pinned && <span>{i18n.t('message.pinned')}</span>}
          {view.edited && <span>{i18n.t('message.edited')}</span>}
          <time dateTime={toStamp(record.t * 1000)}>{toTime(record.t * 1000)}</time>
          {view.seen && <span>{seenWords(view.seen, named)}</span>}
        </p>
      </article>
      {reactions && reactions.length > 0 && <Reactions reactions={reactions} nameOf={nameOf} />}
    </div>
  );
}

interface CommentsProps {
  readonly comments: readonly CommentView[];
  readonly nameOf: NameOf;
}

const Comments = ({ comments, nameOf }: CommentsProps) => (
  <ul class={styles.comments} aria-label={i18n.t('message.comments')}>
    {comments.map(({ id, sender, content }) => (
      <li key={id} class={styles.quote}>
        <p class={styles.quoted}>
          <bdi>{nameOf(sender)}</bdi>
        </p>
        <p dir="auto">{briefOf(content, nameOf)}</p>
      </li>
    ))}
  </ul>
);
