/** @file A medium that is not in the archive: its kind, its size, the reason. */
import { i18n } from '#i18n';
import type { MissingReason } from '../../lib/model/media.ts';
import type { MediumView } from '../../lib/model/view.ts';
import { snake } from '../fault-words.ts';
import { toSize } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import styles from './Medium.module.css';
import { glyphOf } from './shape.ts';
import { kindOf } from './words.ts';

export interface MissingTileProps {
  readonly medium: MediumView;
  /** Null: nothing in the archive says why. */
  readonly reason: MissingReason | null;
  readonly size: number | null;
}

export function MissingTile({ medium, reason, size }: MissingTileProps) {
  const kind = kindOf(medium);
  const tall = medium.fact?.shape === 'image' || medium.fact?.shape === 'video';
  return (
    <div class={[styles.tile, styles.missing, tall ? styles.tall : ''].join(' ')}>
      <span class={styles.icon}>
        <Glyph name={glyphOf(medium)} size={28} />
      </span>
      <div class={styles.words}>
        <span class={styles.kind}>{size === null ? kind : i18n.t('media.of', [kind, toSize(size)])}</span>
        {medium.fact?.filename && <bdi class={styles.name}>{medium.fact.filename}</bdi>}
        <span class={styles.figures}>{i18n.t(reason ? `missing.${snake(reason)}` : 'missing.unknown')}</span>
      </div>
    </div>
  );
}
