/** @file What was decoded last, as much of it as a limit in bytes allows. */

interface Held<V> {
  readonly value: Promise<V>;
  size: number;
}

export class Cache<K, V> {
  readonly #limit: number;
  readonly #held = new Map<K, Held<V>>();
  #size = 0;

  /** @param limit bytes. The value made last stays even where it alone is larger. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value of `key`; `make` makes it, and says how many bytes it counts for. One that fails is not kept. */
  get(key: K, make: () => Promise<{ readonly value: V; readonly size: number }>): Promise<V> {
    const known = this.#held.get(key);
    if (known) {
      this.#held.delete(key);
      this.#held.set(key, known);
      return known.value;
    }
    const making = make();
    const held: Held<V> = { value: making.then(({ value }) => value), size: 0 };
    this.#held.set(key, held);
    making.then(
      ({ size }) => {
        held.size = size;
        this.#size += size;
        this.#shrink();
      },
      () => this.#held.delete(key),
    );
    return held.value;
  }

  /** Bytes held. */
  get size(): number {
    return this.#size;
  }

  #shrink(): void {
    for (const [key, { size }] of this.#held) {
      if (this.#size <= this.#limit || this.#held.size === 1) return;
      if (size === 0) continue;
      this.#held.delete(key);
      this.#size -= size;
    }
  }
}
