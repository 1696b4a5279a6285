/** @file The place a medium takes before it is there, so that nothing jumps when it comes. */
import type { MediaFact } from '../../lib/model/media.ts';
import type { MediumView } from '../../lib/model/view.ts';
import type { GlyphName } from '../Glyph.tsx';

/** Pixels. */
const WIDEST = 320;
const HIGHEST = 360;
const NARROWEST = 160;
const STICKER = 144;

export type Box = { readonly inlineSize: string; readonly aspectRatio: string };

/** In the medium's own proportions, within bounds; 4 : 3 where it names none. */
export function boxOf({ shape, width, height }: Pick<MediaFact, 'shape' | 'width' | 'height'>): Box {
  if (shape === 'sticker') return { inlineSize: `${STICKER}px`, aspectRatio: '1' };
  const ratio = width && height ? Math.min(3, Math.max(0.4, width / height)) : 4 / 3;
  const wide = Math.max(NARROWEST, Math.min(WIDEST, HIGHEST * ratio));
  return { inlineSize: `${Math.round(wide)}px`, aspectRatio: ratio.toFixed(3) };
}

export function glyphOf({ type }: Pick<MediumView, 'type'>): GlyphName {
  switch (type) {
    case 'ptt':
      return 'voice';
    case 'ptv':
      return 'video';
    case 'sticker-pack':
      return 'sticker';
    default:
      return type;
  }
}
