/** @file What a message holds, by its kind. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { bestOf, isTwin } from '../../lib/model/parts.ts';
import type { Jid, MessageRecord } from '../../lib/model/record.ts';
import { type Content, type MessageView, viewOf } from '../../lib/model/view.ts';
import { toCount, toMoment } from '../figures.ts';
import { Glyph, type GlyphName } from '../Glyph.tsx';
import styles from './Body.module.css';
import { Medium } from './Medium.tsx';
import type { MediaDoor } from './media.ts';
import { RichText } from './RichText.tsx';
import { albumWords, briefOf, type NameOf } from './words.ts';

export interface BodyProps {
  readonly record: MessageRecord;
  readonly view: MessageView;
  /** Messages that are parts of this one. */
  readonly parts?: readonly MessageRecord[];
  readonly nameOf: NameOf;
  readonly media: MediaDoor;
}

export function Body({ record, view: { content, mentions }, parts = [], nameOf, media }: BodyProps) {
  switch (content.kind) {
    case 'text':
      return (
        <>
          {content.link && (
            <p class={styles.link} dir="auto">
              {content.link}
            </p>
          )}
          <RichText text={content.text} mentions={mentions} nameOf={nameOf} />
        </>
      );
    case 'medium':
      return (
        <>
          <Parts parts={[bestOf(record, parts), ...bestOfEach(parts)]} nameOf={nameOf} media={media} />
          {content.caption && <RichText text={content.caption} mentions={mentions} nameOf={nameOf} />}
        </>
      );
    case 'place': {
      const { lat, lng, name, live } = content.place;
      return (
        <Tile icon="place" title={i18n.t(live ? 'message.live_place' : 'message.place')}>
          {name && (
            <p class={styles.lines} dir="auto">
              {name}
            </p>
          )}
          <p class={styles.figures}>
            <bdi>
              {lat.toFixed(5)}, {lng.toFixed(5)}
            </bdi>
          </p>
        </Tile>
      );
    }
    case 'cards':
      return (
        <Tile
          icon="person"
          title={i18n.t(content.cards.length === 1 ? 'message.contact' : 'message.contacts')}
        >
          <ul class={styles.list}>
            {content.cards.map(({ name, phones }, index) => (
              <li key={`${index} ${name}`}>
                <bdi class={styles.strong}>{name}</bdi>
                {phones.map((phone) => (
                  <p key={phone} class={styles.figures}>
                    <bdi>{phone}</bdi>
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </Tile>
      );
    case 'poll':
      return (
        <Tile icon="poll" title={i18n.t(content.many ? 'message.poll_many' : 'message.poll')}>
          <p class={styles.strong} dir="auto">
            {content.question}
          </p>
          <ul class={styles.options}>
            {content.options.map((option, index) => (
              <li key={`${index} ${option}`} dir="auto">
                {option}
                <Voters by={content.by?.[index] ?? []} nameOf={nameOf} />
              </li>
            ))}
          </ul>
        </Tile>
      );
    case 'event':
      return (
        <Tile icon="event" title={i18n.t(content.cancelled ? 'message.event_cancelled' : 'message.event')}>
          <p class={styles.strong} dir="auto">
            {content.name}
          </p>
          {content.start !== null && <p>{toMoment(content.start * 1000, Date.now())}</p>}
          {content.place && <p dir="auto">{content.place}</p>}
          {content.text && <RichText text={content.text} nameOf={nameOf} />}
          {content.answers && <Answers answers={content.answers} nameOf={nameOf} />}
        </Tile>
      );
    case 'album':
      return (
        <>
          <Tile icon="image" title={albumWords(content)} />
          <Parts parts={bestOfEach(parts)} nameOf={nameOf} media={media} />
        </>
      );
    case 'invite':
      return (
        <Tile icon="group" title={briefOf(content, nameOf)}>
          {content.text && <RichText text={content.text} nameOf={nameOf} />}
        </Tile>
      );
    case 'unknown':
      return (
        <Tile icon="unknown" title={i18n.t('message.unknown', [content.type])}>
          {content.text && <RichText text={content.text} nameOf={nameOf} />}
        </Tile>
      );
    default:
      return (
        <p class={styles.gone} dir="auto">
          {briefOf(content, nameOf)}
        </p>
      );
  }
}

interface PartsProps {
  readonly parts: readonly MessageRecord[];
  readonly nameOf: NameOf;
  readonly media: MediaDoor;
}

const bestOfEach = (parts: readonly MessageRecord[]): MessageRecord[] =>
  parts.filter((part) => !isTwin(part)).map((part) => bestOf(part, parts));

/** The media of several messages in one bubble, each with its caption where it is not the bubble's own. */
const Parts = ({ parts, nameOf, media }: PartsProps) => (
  <div class={parts.length > 1 ? styles.album : undefined}>
    {parts.map((part, index) => {
      const { content, mentions } = viewOf(part);
      if (content.kind !== 'medium') return null;
      const from = part.fromMe ? i18n.t('message.you') : nameOf(part.sender);
      return (
        <div key={part.id}>
          <Medium medium={content.medium} from={from} media={media} />
          {index > 0 && content.caption && (
            <RichText text={content.caption} mentions={mentions} nameOf={nameOf} />
          )}
        </div>
      );
    })}
  </div>
);

function Voters({ by, nameOf }: { readonly by: readonly Jid[]; readonly nameOf: NameOf }) {
  if (by.length === 0) return null;
  const votes = i18n.t('message.votes', by.length, [toCount(by.length)]);
  return <p class={styles.figures}>{i18n.t('message.votes_from', [votes, by.map(nameOf).join(', ')])}</p>;
}

interface AnswersProps {
  readonly answers: NonNullable<Extract<Content, { kind: 'event' }>['answers']>;
  readonly nameOf: NameOf;
}

const Answers = ({ answers, nameOf }: AnswersProps) => (
  <ul class={styles.figures}>
    {(['yes', 'no', 'perhaps'] as const)
      .filter((what) => answers[what].length > 0)
      .map((what) => (
        <li key={what}>{i18n.t(`message.answers_${what}`, [answers[what].map(nameOf).join(', ')])}</li>
      ))}
  </ul>
);

interface TileProps {
  readonly icon: GlyphName;
  readonly title: string;
  readonly children?: ComponentChildren;
}

const Tile = ({ icon, title, children }: TileProps) => (
  <div class={styles.tile}>
    <span class={styles.icon}>
      <Glyph name={icon} />
    </span>
    <div class={styles.words}>
      <p class={styles.title}>{title}</p>
      {children}
    </div>
  </div>
);
