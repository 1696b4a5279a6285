/** @file Plain bytes from a raw Snappy block, as far as it can be read: a search wants what a cut block still holds. */

const LARGEST = 256 * 1024 * 1024;
/** No element gives more than 64 bytes for 2. */
const BEST_RATIO = 32;

/**
 * Stops at the length the block announces, so that whatever lies behind it does not matter.
 * @returns null where not one byte could be read.
 */
export function unsnap(block: Uint8Array): Uint8Array | null {
  const length = readVarint(block, 0);
  if (!length || length.value === 0 || length.value > LARGEST) return null;
  const plain = new Uint8Array(Math.min(length.value, block.length * BEST_RATIO));
  let at = length.next;
  let end = 0;
  while (at < block.length && end < plain.length) {
    const tag = block[at++] ?? 0;
    if ((tag & 3) === 0) {
      const extra = Math.max(0, (tag >> 2) - 59);
      const size = extra === 0 ? (tag >> 2) + 1 : readLittle(block, at, extra) + 1;
      at += extra;
      const literal = block.subarray(at, Math.min(at + size, at + plain.length - end));
      plain.set(literal, end);
      at += size;
      end += literal.length;
      continue;
    }
    const wide = tag & 3;
    const size = wide === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back =
      wide === 1 ? ((tag >> 5) << 8) | (block[at] ?? 0) : readLittle(block, at, wide === 2 ? 2 : 4);
    at += wide === 1 ? 1 : wide === 2 ? 2 : 4;
    if (back === 0 || back > end) break;
    const stop = Math.min(end + size, plain.length);
    for (; end < stop; end++) plain[end] = plain[end - back] ?? 0;
  }
  return end > 0 ? plain.subarray(0, end) : null;
}

/** A LEB128 number below 2^53 at `at`, and where the next thing begins. */
export function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, next: at + i + 1 } : null;
  }
  return null;
}

function readLittle(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value += (bytes[at + i] ?? 0) * 2 ** (8 * i);
  return value;
}
