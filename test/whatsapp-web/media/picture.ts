/** @file Real pictures of about a wanted size: PNG, JPEG, WebP. Any browser shows them. */
import { crc32 } from 'node:zlib';
import { noise } from './noise.ts';

export interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A gradient under noise, without compression: three bytes a pixel. */
export function png(name: string, size: number): Picture {
  const width = Math.max(2, Math.min(4096, Math.round(Math.sqrt(size / 3))));
  const height = Math.max(2, Math.round(size / 3 / width));
  const raw = Buffer.from(noise(name, height * (1 + 3 * width)).buffer);
  for (let y = 0; y < height; y++) {
    const line = y * (1 + 3 * width);
    raw[line] = 0;
    for (let x = 0; x < width; x++) raw[line + 1 + 3 * x] = ((x * 255) / width) & 0xff;
  }
  const header = Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])]);
  const data = zlibStored(raw.subarray(0, height * (1 + 3 * width)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
  return { bytes: Buffer.concat([signature, ...chunks]), width, height };
}

/** A zlib stream without compression: the same bytes whatever library is at hand. */
function zlibStored(data: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x78, 0x01])];
  for (let at = 0; at < data.length; at += 0xffff) {
    const block = data.subarray(at, at + 0xffff);
    const head = Buffer.alloc(5);
    head[0] = at + 0xffff >= data.length ? 1 : 0;
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(block.length ^ 0xffff, 3);
    parts.push(head, block);
  }
  let low = 1;
  let high = 0;
  for (const byte of data) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return Buffer.concat([...parts, u32(high * 65_536 + low)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([ascii(type), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

/** Grey squares of 8 × 8 pixels, each a step lighter or darker than the last; comments fill it up to the size. */
export function jpeg(name: string, size: number): Picture {
  const across = 12;
  const down = 9;
  const steps = noise(name, across * down);
  const bits: number[] = [];
  let level = 0;
  for (const step of steps) {
    const wanted = (step % 61) - 30;
    pushBits(bits, wanted - level);
    level = wanted;
    bits.push(0, 0, 0, 0); // the one code of the second table: end of block
  }
  while (bits.length % 8 !== 0) bits.push(1);
  const scan: number[] = [];
  for (let i = 0; i < bits.length; i += 8) {
    const byte = bits.slice(i, i + 8).reduce((sum, bit) => sum * 2 + bit, 0);
    scan.push(byte, ...(byte === 0xff ? [0] : []));
  }
  const head = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.concat([ascii('JFIF\0'), Buffer.from([1, 1, 0, 0, 1, 0, 1, 0, 0])])),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 8)])),
    segment(0xc0, Buffer.from([8, 0, 8 * down, 0, 8 * across, 1, 1, 0x11, 0])),
    segment(0xc4, Buffer.from([0x00, ...DC_COUNTS, ...DC_VALUES])),
    segment(0xc4, Buffer.from([0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
  ]);
  const body = Buffer.concat([
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from(scan),
    Buffer.from([0xff, 0xd9]),
  ]);
  const fill = comments(name, size - head.length - body.length);
  return { bytes: Buffer.concat([head, fill, body]), width: 8 * across, height: 8 * down };
}

/** Codes for the size of a step: 0 to 6 bits have a code of three bits, which is the size itself. */
const DC_COUNTS = [0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] as const;
const DC_VALUES = [0, 1, 2, 3, 4, 5, 6] as const;

function pushBits(bits: number[], difference: number): void {
  const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  for (let i = 2; i >= 0; i--) bits.push((size >> i) & 1);
  const value = difference < 0 ? difference + 2 ** size - 1 : difference;
  for (let i = size - 1; i >= 0; i--) bits.push((value >> i) & 1);
}

function segment(marker: number, data: Buffer): Buffer {
  const length = data.length + 2;
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 0xff]), data]);
}

function comments(name: string, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let left = length; left > 4; left -= 65_537)
    parts.push(segment(0xfe, Buffer.from(noise(`${name}${left}`, Math.min(65_533, left - 4)))));
  return Buffer.concat(parts);
}

/** One colour, lossless; a chunk that readers skip fills it up to the size. */
export function webp(name: string, size: number): Picture {
  const [red = 0, green = 0, blue = 0] = noise(name, 3);
  const side = 96;
  const bits: [number, number][] = [
    [0x2f, 8],
    [side - 1, 14],
    [side - 1, 14],
    [0, 1],
    [0, 3], // signature, size, no alpha, version
    [0, 1],
    [0, 1],
    [0, 1], // no transform, no colour cache, one set of codes
    ...[green, red, blue, 255].flatMap((value): [number, number][] => [
      [1, 1],
      [0, 1],
      [1, 1],
      [value, 8],
    ]),
    [1, 1],
    [0, 1],
    [0, 1],
    [0, 1], // the code of distances, never used
  ];
  const lossless = little(bits);
  const picture = riffChunk('VP8L', lossless);
  const rest = Math.max(8, size - picture.length - 20);
  const body = Buffer.concat([
    ascii('WEBP'),
    picture,
    riffChunk('XTRA', Buffer.from(noise(`${name}x`, rest))),
  ]);
  return {
    bytes: Buffer.concat([ascii('RIFF'), u32(body.length).reverse(), body]),
    width: side,
    height: side,
  };
}

function riffChunk(type: string, data: Buffer): Buffer {
  return Buffer.concat([ascii(type), u32(data.length).reverse(), data, Buffer.alloc(data.length % 2)]);
}

/** Values packed from the lowest bit up. */
function little(values: readonly (readonly [number, number])[]): Buffer {
  const bits = values.flatMap(([value, width]) => Array.from({ length: width }, (_, i) => (value >> i) & 1));
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
  return bytes;
}
