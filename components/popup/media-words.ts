/** @file Kinds of media and sizes in users' words: one word may stand for several types of messages. */
import { i18n } from '#i18n';
import type { LeftOut } from '../../lib/backup/status.ts';
import type { MediaType } from '../../lib/model/media.ts';
import { toCount } from '../figures.ts';

export const KINDS = {
  photos: ['image'],
  videos: ['video', 'ptv'],
  voice: ['ptt'],
  audio: ['audio'],
  documents: ['document'],
  stickers: ['sticker', 'sticker-pack'],
} as const satisfies Readonly<Record<string, readonly MediaType[]>>;

export type Kind = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as Kind[];

const MIB = 1024 * 1024;
/** As always. */
export const USUAL = 256 * MIB;
/** Bytes. The last is the most that a page can hold as one. */
export const LIMITS: readonly number[] = [16 * MIB, 64 * MIB, USUAL, 1024 * MIB, 2048 * MIB - 1];

/** 256 MB, 2 GB: as WhatsApp says it of its own limits. */
export function toLimit(bytes: number): string {
  const [value, unit] = bytes < 1000 * MIB ? [bytes / MIB, 'megabyte'] : [bytes / MIB / 1024, 'gigabyte'];
  return value.toLocaleString(undefined, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  });
}

/** 12 videos and 1 sticker; empty where nothing was left out. */
export function leftOutWords(leftOut: LeftOut): string {
  const parts = KIND_NAMES.flatMap((kind) => {
    const count = KINDS[kind].reduce((sum: number, type) => sum + (leftOut[type] ?? 0), 0);
    return count > 0 ? [i18n.t(`settings.count.${kind}`, count, [toCount(count)])] : [];
  });
  return new Intl.ListFormat(undefined, { type: 'conjunction' }).format(parts);
}
