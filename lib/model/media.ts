/** @file The medium a message carries: what the row says of it, and why one may be missing. */
import { fromBase64, toHex } from '../base/bytes.ts';
import type { Json, JsonObject } from './json.ts';
import type { MessageRecord } from './record.ts';

/** Message types that carry a file. */
export const MEDIA_TYPES = [
  'image',
  'video',
  'audio',
  'ptt',
  'ptv',
  'document',
  'sticker',
  'sticker-pack',
] as const;

export type MediaType = (typeof MEDIA_TYPES)[number];

/** Why a medium is not in the archive. */
export const MISSING_REASONS = [
  'expired', // no longer on WhatsApp's servers
  'on-phone-only', // WhatsApp's servers were never said to have it
  'refused', // the server said no
  'too-large', // over the limit
  'hash-mismatch', // other bytes than the message promised
  'view-once', // never kept
  'no-key', // the message holds nothing to fetch it by
  'failed', // anything else, after several tries
  'left-out', // of a kind that the user chose not to keep
  'stopped', // the backup was stopped before its turn
] as const;

export type MissingReason = (typeof MISSING_REASONS)[number];

/** How a viewer may treat a medium. The declared type is not trusted further than choosing among these. */
export type MediaShape = 'image' | 'video' | 'audio' | 'document' | 'sticker';

export interface MediaFact {
  /** SHA-256 of the plain file, 64 hex digits: the medium's id in the archive. */
  readonly sha256: string;
  readonly type: MediaType;
  readonly shape: MediaShape;
  readonly mime: string;
  /** Bytes, as the row says; null where it does not. */
  readonly size: number | null;
  readonly filename: string | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Seconds. */
  readonly duration: number | null;
}

export const isMediaType = (type: string): type is MediaType =>
  (MEDIA_TYPES as readonly string[]).includes(type);

/** What a record says of its medium. Null: it carries none, or names no hash to know it by. */
export function mediaOf(record: Pick<MessageRecord, 'type' | 'row'>): MediaFact | null {
  if (!isMediaType(record.type)) return null;
  const { row } = record;
  const hash = typeof row.filehash === 'string' ? fromBase64(row.filehash) : null;
  if (hash?.length !== 32) return null;
  return {
    sha256: toHex(hash),
    type: record.type,
    shape: SHAPES[record.type],
    mime: text(row.mimetype) ?? 'application/octet-stream',
    size: whole(number(row.size)),
    filename: text(row.filename),
    width: number(row.width),
    height: number(row.height),
    duration: number(row.duration),
  };
}

export const isViewOnce = (row: JsonObject): boolean => row.isViewOnce === true;

const SHAPES: Readonly<Record<MediaType, MediaShape>> = {
  image: 'image',
  video: 'video',
  ptv: 'video',
  audio: 'audio',
  ptt: 'audio',
  document: 'document',
  sticker: 'sticker',
  'sticker-pack': 'document',
};

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

const whole = (value: number | null): number | null => (Number.isSafeInteger(value) ? value : null);

/** WhatsApp writes a duration as a string of seconds, a size as a number. */
function number(value: Json | undefined): number | null {
  const found = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : null;
}
