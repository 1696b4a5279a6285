/** @file CRC-32 (ISO-HDLC, the ZIP's): running, eight bytes a step, and joined from parts without reading them again. */

const POLYNOMIAL = 0xedb88320;

const TABLES: readonly Uint32Array[] = (() => {
  const tables = Array.from({ length: 8 }, () => new Uint32Array(256));
  const first = tables[0] as Uint32Array;
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? POLYNOMIAL ^ (c >>> 1) : c >>> 1;
    first[n] = c >>> 0;
  }
  for (let k = 1; k < 8; k++)
    for (let n = 0; n < 256; n++) {
      const before = tables[k - 1]?.[n] ?? 0;
      (tables[k] as Uint32Array)[n] = (first[before & 0xff] ?? 0) ^ (before >>> 8);
    }
  return tables;
})();

/** The CRC-32 of what came before (`crc`, 0 at the start) followed by `bytes`. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = bytes.length - (bytes.length % 8);
  let c = ~crc;
  let at = 0;
  for (; at < whole; at += 8) {
    const low = view.getUint32(at, true) ^ c;
    const high = view.getUint32(at + 4, true);
    c =
      (t7[low & 0xff] as number) ^
      (t6[(low >>> 8) & 0xff] as number) ^
      (t5[(low >>> 16) & 0xff] as number) ^
      (t4[low >>> 24] as number) ^
      (t3[high & 0xff] as number) ^
      (t2[(high >>> 8) & 0xff] as number) ^
      (t1[(high >>> 16) & 0xff] as number) ^
      (t0[high >>> 24] as number);
  }
  for (; at < bytes.length; at++) c = (t0[(c ^ (bytes[at] as number)) & 0xff] as number) ^ (c >>> 8);
  return ~c >>> 0;
}

/** The CRC-32 of A followed by B, from those of A and B and the length of B. O(log length). */
export function joinCrc32(a: number, b: number, lengthOfB: number): number {
  let matrix = squared(squared(squared(zeroBit())));
  let length = lengthOfB;
  let crc = a;
  while (length > 0) {
    if (length % 2 === 1) crc = times(matrix, crc);
    matrix = squared(matrix);
    length = Math.floor(length / 2);
  }
  return (crc ^ b) >>> 0;
}

/** The CRC-32 of A′ followed by B, from that of A followed by B. A and A′ have one length; B is not read. */
export const crc32WithStart = (crc: number, a: Uint8Array, other: Uint8Array, lengthOfB: number): number =>
  joinCrc32(crc32(a) ^ crc32(other), crc, lengthOfB);

/** The operator for one zero bit, as a 32×32 matrix over GF(2). */
function zeroBit(): Uint32Array {
  const matrix = new Uint32Array(32);
  matrix[0] = POLYNOMIAL;
  for (let n = 1; n < 32; n++) matrix[n] = 2 ** (n - 1);
  return matrix;
}

function times(matrix: Uint32Array, vector: number): number {
  let sum = 0;
  for (let bit = 0, rest = vector; rest !== 0; bit++, rest >>>= 1) if (rest & 1) sum ^= matrix[bit] ?? 0;
  return sum >>> 0;
}

const squared = (matrix: Uint32Array): Uint32Array => matrix.map((row) => times(matrix, row));
