/** @file What a message holds, by its kind. */
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { MessageRecord } from '../../lib/model/record.ts';
import type { MessageView } from '../../lib/model/view.ts';
import { toMoment } from '../figures.ts';
import { Glyph, type GlyphName } from '../Glyph.tsx';
import styles from './Body.module.css';
import { Medium } from './Medium.tsx';
import type { MediaDoor } from './media.ts';
import { RichText } from './RichText.tsx';
import { albumWords, briefOf, type NameOf } from './words.ts';

export interface BodyProps {
  readonly record: MessageRecord;
  readonly view: MessageView;
  readonly nameOf: NameOf;
  readonly media: MediaDoor;
}

export function Body({ record, view: { content, mentions }, nameOf, media }: BodyProps) {
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
          <Medium
            medium={content.medium}
            from={record.fromMe ? i18n.t('message.you') : nameOf(record.sender)}
            media={media}
          />
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
        </Tile>
      );
    case 'album':
      return <Tile icon="image" title={albumWords(content)} />;
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
