/** @file Bytes that look random, fast, and the same for the same name. */
import { Random } from '../data/random.ts';

export function noise(name: string, length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  const random = new Random('noise', name);
  let a = random.next() | 1;
  let b = random.next() | 1;
  for (let i = 0; i < words.length; i++) {
    a ^= a << 13;
    a ^= a >>> 17;
    a ^= a << 5;
    b = (Math.imul(b, 1664525) + 1013904223) | 0;
    words[i] = a + b;
  }
  return new Uint8Array(words.buffer, 0, length);
}
