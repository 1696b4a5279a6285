/** @file A message's medium: shown, playable, savable, or missing, always in the same place and shape. */
import { i18n } from '#i18n';
import type { MediaFact } from '../../lib/model/media.ts';
import type { MediumView } from '../../lib/model/view.ts';
import { Button } from '../Button.tsx';
import { toClock, toSize } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import styles from './Medium.module.css';
import { MissingTile } from './MissingTile.tsx';
import type { MediaDoor, ShownMedium } from './media.ts';
import { boxOf, glyphOf } from './shape.ts';
import { useMedium } from './use-medium.ts';
import { kindOf } from './words.ts';

export interface MediumProps {
  readonly medium: MediumView;
  /** Who sent it, for who cannot see it. */
  readonly from: string;
  readonly media: MediaDoor;
}

interface PartProps extends MediumProps {
  readonly fact: MediaFact;
}

export function Medium(props: MediumProps) {
  const { fact } = props.medium;
  if (!fact) return <MissingTile medium={props.medium} reason="no-key" size={null} />;
  switch (fact.shape) {
    case 'image':
    case 'sticker':
      return <Picture {...props} fact={fact} />;
    case 'video':
    case 'audio':
      return <Player {...props} fact={fact} />;
    case 'document':
      return <Document {...props} fact={fact} />;
  }
}

function Picture({ medium, fact, from, media }: PartProps) {
  const { found } = useMedium(media, fact, true);
  const shape = fact.shape === 'sticker' ? 'sticker' : 'image';
  if (found && found.state !== 'shown')
    return <Rest medium={medium} fact={fact} found={found} media={media} />;
  return (
    <div class={[styles.frame, styles[shape]].join(' ')} style={boxOf(fact)}>
      {found ? (
        <img
          class={styles.picture}
          src={found.url}
          alt={i18n.t(shape === 'sticker' ? 'media.sticker_alt' : 'media.alt', [from])}
        />
      ) : (
        <span class={styles.waiting}>
          <Glyph name={glyphOf(medium)} size={32} />
          <span class="aside">{i18n.t('media.loading')}</span>
        </span>
      )}
    </div>
  );
}

function Player({ medium, fact, media }: PartProps) {
  const { found, wanted, want } = useMedium(media, fact, false);
  const sound = fact.shape === 'audio';
  if (found && found.state !== 'shown')
    return <Rest medium={medium} fact={fact} found={found} media={media} />;
  if (found)
    return sound ? (
      // biome-ignore lint/a11y/useMediaCaption: what people send each other has no captions
      <audio class={styles.sound} src={found.url} controls autoPlay />
    ) : (
      // biome-ignore lint/a11y/useMediaCaption: what people send each other has no captions
      <video class={styles.picture} style={boxOf(fact)} src={found.url} controls autoPlay loop={medium.gif} />
    );
  const kind = kindOf(medium);
  const figures = [
    fact.duration === null ? '' : toClock(fact.duration),
    fact.size === null ? '' : toSize(fact.size),
  ].filter(Boolean);
  const words = (
    <span class={styles.words}>
      <span class={styles.kind}>{wanted ? i18n.t('media.loading') : kind}</span>
      <span class={styles.figures}>{figures.join(' · ')}</span>
    </span>
  );
  return (
    <button
      type="button"
      class={sound ? styles.strip : [styles.frame, styles.video].join(' ')}
      style={sound ? undefined : boxOf(fact)}
      onClick={want}
    >
      <span class={styles.play}>
        <Glyph name="play" />
        <span class="aside">{i18n.t('media.play')}</span>
      </span>
      {words}
    </button>
  );
}

function Document({ medium, fact, media }: PartProps) {
  const { found } = useMedium(media, fact, true);
  if (found?.state === 'missing') return <Rest medium={medium} fact={fact} found={found} media={media} />;
  return (
    <FileTile
      medium={medium}
      fact={fact}
      size={found?.state === 'unshown' ? found.size : fact.size}
      media={media}
    />
  );
}

interface FileTileProps extends Omit<PartProps, 'from'> {
  readonly size: number | null;
  readonly why?: string;
}

function FileTile({ medium, fact, size, why, media }: FileTileProps) {
  const kind = kindOf(medium);
  const name = fact.filename ?? kind;
  return (
    <div class={styles.tile}>
      <span class={styles.icon}>
        <Glyph name={glyphOf(medium)} size={28} />
      </span>
      <div class={styles.words}>
        {fact.filename && <bdi class={styles.name}>{name}</bdi>}
        <span class={fact.filename ? styles.figures : styles.kind}>
          {size === null ? kind : i18n.t('media.of', [kind, toSize(size)])}
        </span>
        {why && <span class={styles.figures}>{why}</span>}
        <Button
          kind="link"
          label={i18n.t('media.save_what', [name])}
          onPress={() => media.save(fact.sha256, fact.filename ?? '')}
        >
          {i18n.t('media.save')}
        </Button>
      </div>
    </div>
  );
}

interface RestProps extends Omit<PartProps, 'from'> {
  readonly found: Exclude<ShownMedium, { state: 'shown' }>;
}

/** What there is instead of the medium itself. */
function Rest({ medium, fact, found, media }: RestProps) {
  if (found.state === 'missing')
    return (
      <MissingTile
        medium={medium}
        reason={found.missing?.reason ?? null}
        size={found.missing?.size ?? fact.size}
      />
    );
  const why = i18n.t(found.why === 'kind' ? 'media.not_shown' : 'media.too_large');
  return <FileTile medium={medium} fact={fact} size={found.size} why={why} media={media} />;
}
