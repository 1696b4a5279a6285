/** @file Small real files made on the spot: a picture, a tone. */
import { type Bytes, concat, utf8 } from '../../lib/base/bytes.ts';
import { crc32 } from '../../lib/base/crc32.ts';

const u32 = (value: number): Bytes => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

function chunk(type: string, content: Bytes): Bytes {
  const body = concat(utf8(type), content);
  return concat(u32(content.length), body, u32(crc32(body)));
}

/** A PNG with a slope of colour; its rows are stored, not squeezed. */
export function png(width: number, height: number, hue: number): Bytes {
  const row = 1 + width * 3;
  const rows = new Uint8Array(row * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set([hue, 90 + (100 * y) / height, 110 + (110 * x) / width], y * row + 1 + x * 3);
  const blocks: Bytes[] = [new Uint8Array([0x78, 0x01])];
  for (let at = 0; at < rows.length; at += 65_535) {
    const part = rows.slice(at, at + 65_535);
    const last = at + 65_535 >= rows.length ? 1 : 0;
    const [low, high] = [part.length & 255, part.length >> 8];
    blocks.push(new Uint8Array([last, low, high, 255 - low, 255 - high]), part);
  }
  return concat(
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', concat(u32(width), u32(height), new Uint8Array([8, 2, 0, 0, 0]))),
    chunk('IDAT', concat(...blocks, u32(adler32(rows)))),
    chunk('IEND', new Uint8Array()),
  );
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

/** A WAV of a tone, 8 bits at 8 kHz. */
export function wav(seconds: number): Bytes {
  const samples = Uint8Array.from({ length: seconds * 8000 }, (_, at) => 128 + 60 * Math.sin(at / 3));
  const head = new DataView(new ArrayBuffer(44));
  const put = (at: number, word: string) =>
    [...word].forEach((sign, i) => {
      head.setUint8(at + i, sign.charCodeAt(0));
    });
  put(0, 'RIFF');
  head.setUint32(4, 36 + samples.length, true);
  put(8, 'WAVEfmt ');
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, 8000, true);
  head.setUint32(28, 8000, true);
  head.setUint16(32, 1, true);
  head.setUint16(34, 8, true);
  put(36, 'data');
  head.setUint32(40, samples.length, true);
  return concat(new Uint8Array(head.buffer), samples);
}
