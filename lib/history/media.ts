/** @file Media by their hash, over all runs, read at random. */

import { FRAME } from '../archive/frame.ts';
import { digestMedium, openMedium } from '../archive/medium.ts';
import { type OpenRun, placed } from '../archive/open.ts';
import type { Bytes } from '../base/bytes.ts';
import { toHex } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import type { Medium } from '../model/history.ts';

/** A sealed medium and what is said of it. */
interface Copy {
  readonly run: OpenRun;
  readonly number: number;
  readonly offset: number;
  readonly length: number;
  readonly size: number;
  readonly type: string;
}

export class MediaShelf {
  readonly #runs: readonly OpenRun[];
  readonly #note: (fault: Fault) => void;
  /** The latest run's last. */
  readonly #copies = new Map<string, Copy[]>();
  readonly #open = new Map<string, Promise<Medium | null>>();
  #identified: Promise<void> | null = null;

  constructor(runs: readonly OpenRun[], note: (fault: Fault) => void) {
    this.#runs = runs;
    this.#note = note;
    for (const run of runs)
      for (const { sha256, size, type, ...place } of run.entries)
        if (sha256 !== undefined && size !== undefined)
          this.#add(sha256, { ...place, run, size, type: type ?? '' });
  }

  /** Null: not in here. */
  get(sha256: string): Promise<Medium | null> {
    const known = this.#open.get(sha256);
    if (known) return known;
    const opening = this.#find(sha256);
    this.#open.set(sha256, opening);
    opening.then(
      (medium) => medium ?? this.#open.delete(sha256),
      () => this.#open.delete(sha256),
    );
    return opening;
  }

  async #find(sha256: string): Promise<Medium | null> {
    const listed = await this.#openCopy(sha256);
    if (listed || this.#runs.every(({ unlisted }) => unlisted.length === 0)) return listed;
    this.#identified ??= this.#identify();
    await this.#identified;
    return this.#openCopy(sha256);
  }

  /** The first copy that opens, the latest run's before others. */
  async #openCopy(sha256: string): Promise<Medium | null> {
    for (const copy of this.#copies.get(sha256)?.toReversed() ?? [])
      try {
        return await this.#reader(sha256, copy);
      } catch (thrown) {
        this.#damage(copy, thrown);
      }
    return null;
  }

  async #reader(sha256: string, copy: Copy): Promise<Medium> {
    const { run, number, length, size, type } = copy;
    const reader = await openMedium(run.head.run, number, readerOf(copy), length - FRAME, size);
    return {
      sha256,
      size,
      type,
      read: async (offset, wanted, signal) => {
        if (signal?.aborted) throw new Fault('cancelled');
        try {
          return await reader.read(offset, wanted);
        } catch (thrown) {
          this.#damage(copy, thrown);
          throw thrown;
        }
      },
    };
  }

  /** Reads through the media that no index lists (a run that was never ended), once, when a hash is not found. */
  async #identify(): Promise<void> {
    for (const run of this.#runs)
      for (const place of run.unlisted) {
        const copy = { ...place, run, size: 0, type: 'application/octet-stream' };
        try {
          const { number, length } = place;
          const found = await digestMedium(run.head.run, number, readerOf(copy), length - FRAME);
          this.#add(toHex(found.sha256), { ...copy, size: found.size });
        } catch (thrown) {
          this.#damage(copy, thrown);
        }
      }
  }

  #add(sha256: string, copy: Copy): void {
    const copies = this.#copies.get(sha256) ?? [];
    this.#copies.set(sha256, copies);
    copies.push(copy);
  }

  #damage(copy: Copy, thrown: unknown): void {
    const fault = toFault(thrown);
    if (fault.code !== 'segment-damaged') throw fault;
    this.#note(placed(copy.run, copy, thrown));
  }
}

const readerOf =
  ({ run, offset }: Copy) =>
  (at: number, length: number): Promise<Bytes> =>
    run.source.read(offset + FRAME + at, length);
