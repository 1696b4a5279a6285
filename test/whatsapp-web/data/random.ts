/** @file Numbers that look random and are the same for the same words, in any engine. */

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(...words: readonly (string | number)[]) {
    [this.#a, this.#b, this.#c] = scatter(words.join('\u0000'));
    for (let i = 0; i < 12; i++) this.next();
  }

  /** An integer below 2^32 (sfc32). */
  next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** An integer from 0 to `below - 1`. */
  int(below: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * below);
  }

  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  chance(share: number): boolean {
    return this.next() / 0x1_0000_0000 < share;
  }

  /** @throws {RangeError} on an empty list. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[this.int(list.length)] as T;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const words = new Uint32Array(Math.ceil(length / 4));
    for (let i = 0; i < words.length; i++) words[i] = this.next();
    return new Uint8Array(words.buffer, 0, length).slice();
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.next().toString(16).padStart(8, '0');
    return text.slice(0, digits).toUpperCase();
  }

  digits(count: number): string {
    let text = String(1 + this.int(9));
    while (text.length < count) text += this.int(10);
    return text;
  }
}

/** Three well mixed words of 32 bits (cyrb53's mixing, with a third lane). */
function scatter(text: string): [number, number, number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  let c = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
    c = Math.imul(c ^ code, 3266489909);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(c ^ (c >>> 13), 3266489909);
  c = Math.imul(c ^ (c >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a | 0, b | 0, c | 0];
}
