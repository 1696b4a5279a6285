/** @file A log written behind: who seals goes on while the disk works, a bounded amount ahead of it. */
import type { Bytes } from '../base/bytes.ts';
import { type LogWriter, PART_SIZE } from '../store/log.ts';

/** Bytes that may wait: what is sealed while the log puts one part. */
const MOST = PART_SIZE;

export class WriteBehind {
  readonly #writer: Pick<LogWriter, 'write'>;
  /** Writes that are not known to be done, in order: each begins when the one before it is. */
  readonly #writes: Promise<void>[] = [];
  #waiting = 0;

  constructor(writer: Pick<LogWriter, 'write'>) {
    this.#writer = writer;
  }

  /** Takes the pieces, and waits while more than 4 MiB wait. @throws {Fault} what an earlier write failed with. */
  async write(pieces: readonly Bytes[]): Promise<void> {
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    const before = this.#writes.at(-1);
    const write = async () => {
      await before;
      await this.#writer.write(...pieces);
      this.#waiting -= size;
    };
    this.#waiting += size;
    const written = write();
    written.catch(() => {}); // met when its turn comes
    this.#writes.push(written);
    while (this.#waiting > MOST) await this.#writes.shift();
  }

  /** All is written. @throws {Fault} what a write failed with. */
  async end(): Promise<void> {
    await this.#writes.at(-1);
  }

  /** Nothing is being written any more, whatever became of it. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#writes);
  }
}
