/** @file Kinds of messages that carry files. */
import type { MediumKind, MediumWish, Trouble } from '../medium.ts';
import type { Draft, Slot } from '../slot.ts';
import { type Fields, KeyRef } from '../value.ts';
import { text } from '../words.ts';
import { type Kind, TINY_JPEG } from './text.ts';

const TYPE: Readonly<Record<MediumKind, string>> = {
  image: 'image',
  video: 'video',
  gif: 'video',
  audio: 'audio',
  ptt: 'ptt',
  ptv: 'ptv',
  document: 'document',
  sticker: 'sticker',
  'sticker-pack': 'sticker-pack',
};

function carry(slot: Slot, kind: MediumKind, wish: Partial<MediumWish>, fields: Fields = {}): Draft {
  const medium = slot.media({ id: slot.mediumId(kind), kind, ...wish });
  return { type: TYPE[kind], fields: { ...medium, ...EXTRA[kind](slot), ...fields } };
}

const EXTRA: Readonly<Record<MediumKind, (slot: Slot) => Fields>> = {
  image: ({ random }) => ({ body: TINY_JPEG, scanLengths: [900, 800, 700], scansSidecar: random.bytes(40) }),
  video: ({ random }) => ({ body: TINY_JPEG, isGif: false, streamingSidecar: random.bytes(50) }),
  gif: () => ({ body: TINY_JPEG, isGif: true, gifAttribution: 1 }),
  audio: () => ({}),
  ptt: ({ random }) => ({ waveform: random.bytes(64).map((byte) => byte % 100) }),
  ptv: () => ({ body: TINY_JPEG }),
  document: () => ({ pageCount: 3 }),
  sticker: ({ random }) => ({ isAnimated: random.chance(0.3), stickerPremiumStatus: 0 }),
  'sticker-pack': () => ({
    stickerPackId: 'pack-17',
    stickerPackName: 'Ostrakon',
    stickerPackPublisher: 'Halcyon Press',
    stickerPackSize: 900,
    trayIconFileName: 'tray.png',
    stickers: [{ fileName: 'a.webp', emojis: ['😀'], isAnimated: false, isLottie: false }],
  }),
};

export const image: Kind = (slot) => [
  carry(
    slot,
    'image',
    {},
    slot.random.chance(0.5) ? { caption: text(slot.random), isCaptionByUser: true } : {},
  ),
];
export const video: Kind = (slot) => [carry(slot, 'video', {}, { caption: text(slot.random) })];
export const gif: Kind = (slot) => [carry(slot, 'gif', {})];
export const audio: Kind = (slot) => [carry(slot, 'audio', {})];
export const voice: Kind = (slot) => [carry(slot, 'ptt', {})];
export const videoNote: Kind = (slot) => [carry(slot, 'ptv', {})];
export const sticker: Kind = (slot) => [carry(slot, 'sticker', {})];
export const stickerPack: Kind = (slot) => [carry(slot, 'sticker-pack', {})];
export const animated: Kind = (slot) => [
  carry(slot, 'sticker', { id: slot.mediumId('lottie') }, { isAnimated: true, isLottie: true }),
];

/** Without a caption WhatsApp puts the file's name there. */
export const document: Kind = (slot) => {
  const filename = `brambleworth-${slot.random.hex(4)} Ünïcode 文档.pdf`;
  return [carry(slot, 'document', {}, { filename, caption: filename, isCaptionByUser: false })];
};
export const captioned: Kind = (slot) => [
  carry(
    slot,
    'document',
    {},
    { filename: '../..\\evil\u202efdp.exe', caption: text(slot.random), isCaptionByUser: true },
  ),
];
export const emptyFile: Kind = (slot) => [
  carry(
    slot,
    'document',
    { size: 'empty' },
    { filename: 'empty.txt', caption: 'empty.txt', isCaptionByUser: false },
  ),
];
export const largeFile: Kind = (slot) => [
  carry(
    slot,
    'document',
    { size: 'large' },
    { filename: 'large.pdf', caption: 'large.pdf', isCaptionByUser: false },
  ),
];
export const largeVideo: Kind = (slot) => [carry(slot, 'video', { size: 'large' })];

/** A picture whose fetching goes that way. */
export const troubled =
  (trouble: Trouble): Kind =>
  (slot) => [carry(slot, 'image', { trouble })];

/** One file, sent in two messages. */
export const twice: Kind = (slot) => [
  carry(slot, 'image', { id: slot.mediumId('twin') }),
  {
    ...carry(slot, 'image', { id: slot.mediumId('twin') }, { isForwarded: true, forwardingScore: 1 }),
    later: 5,
  },
];

export const album: Kind = (slot) => {
  const count = slot.random.between(2, 6);
  const children = Array.from({ length: count }, (_, i): Draft => {
    const kind = i === 1 ? 'video' : 'image';
    const grouping = {
      viewMode: 'MEDIA_ALBUM',
      associationType: 'MEDIA_ALBUM',
      parentMsgKey: new KeyRef(slot.key(0)),
    };
    return { ...carry(slot, kind, { id: slot.mediumId(`album${i}`) }, grouping), hidden: true, later: i };
  });
  const parent: Draft = {
    type: 'album',
    fields: { expectedImageCount: count - 1, expectedVideoCount: 1, hasReaction: false },
  };
  return [parent, ...children];
};

export const viewOnce: Kind = (slot) => [
  carry(
    slot,
    'image',
    { id: slot.mediumId('once') },
    {
      isViewOnce: true,
      caption: 'view-once-caption-not-to-be-kept',
      thumbnail: TINY_JPEG,
      messageSecret: slot.random.bytes(32),
    },
  ),
];

export const vanishingImage: Kind = (slot) => [
  carry(slot, 'image', { id: slot.mediumId('vanishing') }, { ephemeralDuration: 86_400 }),
];

/** The same picture in a second, sharper edition. */
export const highDefinition: Kind = (slot) => [
  carry(slot, 'image', { id: slot.mediumId('sd') }),
  {
    ...carry(
      slot,
      'image',
      { id: slot.mediumId('hd') },
      {
        viewMode: 'HIDDEN',
        associationType: 'HD_IMAGE_DUAL_UPLOAD',
        parentMsgKey: new KeyRef(slot.key(0)),
      },
    ),
    hidden: true,
  },
];

/** A video of the same moment belongs to the picture, and is not shown by itself. */
export const motionPhoto: Kind = (slot) => [
  carry(slot, 'image', { id: slot.mediumId('still') }, { accessibilityLabel: 'A street in the rain' }),
  {
    ...carry(
      slot,
      'video',
      { id: slot.mediumId('moving') },
      {
        viewMode: 'HIDDEN',
        associationType: 'HD_VIDEO_DUAL_UPLOAD',
        parentMsgKey: new KeyRef(slot.key(0)),
      },
    ),
    hidden: true,
  },
];
