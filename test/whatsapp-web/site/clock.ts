/** @file What reading costs: a fixed time per row, kept on average whatever the browser's timers do. */

export interface Clock {
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

/** 4 ms per 50 rows. */
const PER_ROW = 4 / 50;
/** Timers are not finer than this. */
const LEAST = 4;
/** A pause after which it is another reading. */
const REST = 200;

export class ReadingTime {
  readonly #clock: Clock;
  /** What is still to be waited; less than nothing where a timer came late. */
  #owed = 0;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param already milliseconds that making the rows took. */
  async spend(rows: number, already = 0): Promise<void> {
    // What came late is made good while reading goes on, not to whoever reads next.
    if (this.#owed < 0 && this.#clock.now() - this.#last > REST) this.#owed = 0;
    this.#last = this.#clock.now();
    this.#owed += Math.max(0, rows * PER_ROW - already);
    if (this.#owed < LEAST) return;
    const start = this.#clock.now();
    await this.#clock.wait(this.#owed);
    this.#last = this.#clock.now();
    this.#owed -= this.#last - start;
  }
}

export const realClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
