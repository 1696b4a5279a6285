/** @file Many byte strings found in one pass, skipping most bytes (Wu and Manber, blocks of three). */

const BLOCK = 3;
const LONGEST_STEP = 16;

export interface Match<T> {
  readonly what: T;
  readonly at: number;
}

export class Matcher<T extends { readonly bytes: Uint8Array }> {
  readonly longest: number;
  /** How many leading bytes of every pattern the tables know. */
  private readonly known: number;
  /** Hash of a block → how far the window may move on. */
  private readonly steps: Uint8Array;
  /** Hash of the known part's last block → patterns. */
  private readonly ends = new Map<number, T[]>();

  /** @throws {RangeError} on none, or one shorter than a block. */
  constructor(patterns: readonly T[]) {
    const lengths = patterns.map(({ bytes }) => bytes.length);
    this.longest = Math.max(...lengths);
    this.known = Math.min(LONGEST_STEP, ...lengths);
    if (patterns.length === 0 || this.known < BLOCK) throw new RangeError('nothing to look for');
    this.steps = new Uint8Array(65_536).fill(this.known - BLOCK + 1);
    for (const pattern of patterns) {
      for (let end = BLOCK - 1; end < this.known; end++) {
        const hash = hashAt(pattern.bytes, end);
        this.steps[hash] = Math.min(this.steps[hash] ?? 0, this.known - 1 - end);
      }
      const last = hashAt(pattern.bytes, this.known - 1);
      this.ends.set(last, [...(this.ends.get(last) ?? []), pattern]);
    }
  }

  /** Every place of every pattern in `bytes`, overlapping ones too. */
  *find(bytes: Uint8Array): Generator<Match<T>> {
    const { steps, known } = this;
    const length = bytes.length;
    for (let i = known - 1; i < length; ) {
      const hash = hashAt(bytes, i);
      const step = steps[hash] as number;
      if (step > 0) {
        i += step;
        continue;
      }
      const at = i - known + 1;
      for (const what of this.ends.get(hash) ?? []) if (startsAt(bytes, at, what.bytes)) yield { what, at };
      i++;
    }
  }
}

function hashAt(bytes: Uint8Array, end: number): number {
  return (
    (((bytes[end - 2] as number) << 10) ^ ((bytes[end - 1] as number) << 5) ^ (bytes[end] as number)) & 0xffff
  );
}

function startsAt(bytes: Uint8Array, at: number, pattern: Uint8Array): boolean {
  if (at + pattern.length > bytes.length) return false;
  for (let i = 0; i < pattern.length; i++) if (bytes[at + i] !== pattern[i]) return false;
  return true;
}
