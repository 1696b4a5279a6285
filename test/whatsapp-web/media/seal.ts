/** @file How WhatsApp's servers hold a file: AES-256-CBC and ten bytes of HMAC, keys by HKDF from the message's media key. */
import { createCipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import type { MediumKind } from '../data/medium.ts';

export const HKDF_INFO: Readonly<Record<MediumKind, string>> = {
  image: 'WhatsApp Image Keys',
  sticker: 'WhatsApp Image Keys',
  video: 'WhatsApp Video Keys',
  gif: 'WhatsApp Video Keys',
  ptv: 'WhatsApp Video Keys',
  audio: 'WhatsApp Audio Keys',
  ptt: 'WhatsApp Audio Keys',
  document: 'WhatsApp Document Keys',
  'sticker-pack': 'WhatsApp Sticker Pack Keys',
};

export function sealMedium(plain: Buffer, mediaKey: Uint8Array, kind: MediumKind): Buffer {
  const keys = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), HKDF_INFO[kind], 112));
  const iv = keys.subarray(0, 16);
  const cipher = createCipheriv('aes-256-cbc', keys.subarray(16, 48), iv);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const mac = createHmac('sha256', keys.subarray(48, 80)).update(iv).update(sealed).digest();
  return Buffer.concat([sealed, mac.subarray(0, 10)]);
}

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
