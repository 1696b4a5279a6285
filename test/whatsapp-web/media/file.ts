/** @file The plain bytes of a medium, by its name, kind and wanted size. */
import type { MediumKind } from '../data/medium.ts';
import { noise } from './noise.ts';
import { jpeg, png, webp } from './picture.ts';

export interface File {
  readonly bytes: Buffer;
  readonly mime: string;
  readonly extension: string;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}

const FLAT = { width: 0, height: 0, seconds: 0 };
const FILM = { width: 640, height: 360, mime: 'video/mp4', extension: 'mp4' };

export function fileOf(id: string, kind: MediumKind, size: number): File {
  switch (kind) {
    case 'image':
      return (noise(id, 1)[0] ?? 0) % 2 === 1
        ? { ...png(id, size), mime: 'image/png', extension: 'png', seconds: 0 }
        : { ...jpeg(id, size), mime: 'image/jpeg', extension: 'jpg', seconds: 0 };
    case 'sticker':
      return { ...webp(id, size), mime: 'image/webp', extension: 'webp', seconds: 0 };
    case 'video':
    case 'gif':
    case 'ptv':
      return { ...FILM, bytes: movie(id, size), seconds: kind === 'gif' ? 0 : 7 };
    case 'audio':
      return { ...FLAT, ...sound(id, size), mime: 'audio/wav', extension: 'wav' };
    case 'ptt':
      return { ...FLAT, ...sound(id, size), mime: 'audio/wav; codecs=1', extension: 'wav' };
    case 'document':
      return size === 0
        ? { ...FLAT, bytes: Buffer.alloc(0), mime: 'text/plain', extension: 'txt' }
        : { ...FLAT, bytes: paper(id, size), mime: 'application/pdf', extension: 'pdf' };
    case 'sticker-pack':
      return { ...FLAT, bytes: pack(id, size), mime: 'application/zip', extension: 'zip' };
  }
}

/** A zip of nothing, behind as many bytes as are wanted. */
function pack(id: string, size: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  return Buffer.concat([noise(id, Math.max(16, size - end.length)), end]);
}

/** What starts like an MP4 file. */
function movie(id: string, size: number): Buffer {
  const type = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp42', 'latin1');
  const head = Buffer.alloc(8);
  const data = noise(id, Math.max(16, size - type.length - head.length));
  head.writeUInt32BE(data.length + 8);
  head.write('mdat', 4, 'latin1');
  return Buffer.concat([type, head, data]);
}

/** A tone with some noise: 8 kHz, 8 bits, one channel. */
function sound(id: string, size: number): { bytes: Buffer; seconds: number } {
  const samples = Buffer.from(noise(id, Math.max(800, size - 44)));
  for (let i = 0; i < samples.length; i++)
    samples[i] = 68 + 4 * Math.abs((i % 32) - 16) + ((samples[i] ?? 0) & 15);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return { bytes: Buffer.concat([head, samples]), seconds: Math.max(1, Math.round(samples.length / 8000)) };
}

function paper(id: string, size: number): Buffer {
  const head = Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1');
  const tail = Buffer.from('\ntrailer<</Root 1 0 R>>\n%%EOF\n', 'latin1');
  return Buffer.concat([head, noise(id, Math.max(16, size - head.length - tail.length)), tail]);
}
