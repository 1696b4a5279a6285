/** @file What a file is by its own first bytes. Only these types are ever shown; SVG and HTML are not among them. */
import type { MediaShape } from '../../lib/model/media.ts';

export type ShownType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/gif'
  | 'image/webp'
  | 'video/mp4'
  | 'video/webm'
  | 'audio/mpeg'
  | 'audio/ogg'
  | 'audio/aac'
  | 'audio/wav';

/** Bytes needed to tell. */
export const SNIFFED = 32;

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

const starts = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

/** Null: a kind that is not shown. */
export function sniff(bytes: Uint8Array): ShownType | null {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  const head = ascii(bytes, 0, 6);
  if (head === 'GIF87a' || head === 'GIF89a') return 'image/gif';
  if (head.startsWith('RIFF')) {
    const form = ascii(bytes, 8, 12);
    return form === 'WEBP' ? 'image/webp' : form === 'WAVE' ? 'audio/wav' : null;
  }
  if (head.startsWith('OggS')) return 'audio/ogg';
  if (head.startsWith('ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)) return 'audio/mpeg';
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return 'audio/aac';
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return 'video/webm';
  if (ascii(bytes, 4, 8) === 'ftyp') return 'video/mp4';
  return null;
}

/** A file may only be shown as what its message calls it: a picture as a picture, sound as sound. */
export function fits(type: ShownType, shape: MediaShape): boolean {
  if (shape === 'image' || shape === 'sticker') return type.startsWith('image/');
  if (shape === 'video') return type.startsWith('video/') || type === 'image/gif';
  return shape === 'audio' && (type.startsWith('audio/') || type === 'video/mp4' || type === 'video/webm');
}
