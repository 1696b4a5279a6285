/** @file Bytes: joining, comparing, big-endian integers, hex and base64url, each with its way back. */
import { Fault } from './fault.ts';
import { putUtf8, utf8Length } from './utf8.ts';

/** Plain bytes over an ordinary (not shared) buffer: what WebCrypto, Blob and IndexedDB take. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function utf8(text: string): Bytes {
  const bytes = new Uint8Array(utf8Length(text));
  putUtf8(text, bytes, 0);
  return bytes;
}

const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws {TypeError} on bytes that are not UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => utf8Decoder.decode(bytes);

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Compares without stopping at the first difference. Lengths are public. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** An integer below 2^53 as 8 big-endian bytes. */
export function u64(value: number): Bytes {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('not an integer below 2^53');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** Reads 8 big-endian bytes at `at`; null where the value is 2^53 or more, or the bytes end before. */
export function readU64(bytes: Uint8Array, at = 0): number | null {
  if (at + 8 > bytes.length) return null;
  const value = new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

export const toHex = (bytes: Uint8Array): string =>
  isNative(bytes) ? bytes.toHex() : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @returns null for anything but an even number of lower-case hex digits. */
export function fromHex(text: string): Bytes | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}

/** RFC 4648, section 5, without padding. */
export function toBase64url(bytes: Uint8Array): string {
  if (isNative(bytes)) return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @returns null for padding, another alphabet, or unused bits that are not zero. */
export const fromBase64url = (text: string): Bytes | null =>
  isBase64url(text) ? fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')) : null;

/** Whether {@link toBase64url} writes it: of the last character some bits stand for nothing, and are zero. */
export const isBase64url = (text: string): boolean =>
  /^[A-Za-z0-9_-]*$/.test(text) && (ENDS[text.length % 4]?.test(text) ?? false);

const ENDS = [/(?:)/, undefined, /[AQgw]$/, /[AEIMQUYcgkosw048]$/];

/** Ordinary base64 (padding optional), as WhatsApp writes hashes and keys. */
export function fromBase64(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

/** What browsers have, and Node only from 25 on: some twenty times as fast for the thumbnails in messages. */
interface Native {
  toHex(): string;
  toBase64(options: { alphabet: 'base64url'; omitPadding: true }): string;
}

const isNative = (bytes: Uint8Array): bytes is Uint8Array & Native => 'toBase64' in bytes && 'toHex' in bytes;

/** Random bytes from the platform's generator, any length. */
export function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, length)));
  return bytes;
}

/** @throws {Fault} `unexpected` — a state the code believes impossible. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Fault('unexpected', { what });
  return value;
}
