/** @file Media by their hash, over all runs, read at random. */

import { FRAME } from '../archive/frame.ts';
import { digestMedium, openMedium } from '../archive/medium.ts';
import { type MediaOfRun, type OpenRun, placed } from '../archive/open.ts';
import type { Bytes } from '../base/bytes.ts';
import { toHex } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { later } from '../base/later.ts';
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
  readonly #note: (fault: Fault) => void;
  /** The latest run's last. */
  readonly #copies = new Map<string, Copy[]>();
  readonly #open = new Map<string, Promise<Medium | null>>();
  /** Lists what the indexes have, once: the chats do not wait for it. */
  readonly #list: () => Promise<readonly MediaOfRun[]>;
  #identified: Promise<void> | null = null;

  /** @param media of all runs, in their order. */
  constructor(media: () => Promise<readonly MediaOfRun[]>, note: (fault: Fault) => void) {
    this.#note = note;
    this.#list = later(async () => {
      const found = await media();
      for (const { run, entries } of found) {
        // The run's own file is asked before the copies of it.
        const files = [run.source, ...run.copies].toReversed().map((source) => ({ ...run, source }));
        for (const { sha256, size, type, number, offset, length } of entries)
          if (sha256 !== undefined && size !== undefined)
            for (const file of files)
              this.#add(sha256, { run: file, number, offset, length, size, type: type ?? '' });
      }
      return found;
    });
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
    const media = await this.#list();
    const listed = await this.#openCopy(sha256);
    if (listed || media.every(({ unlisted }) => unlisted.length === 0)) return listed;
    this.#identified ??= this.#identify(media);
    await this.#identified;
    return this.#openCopy(sha256);
  }

  /** The first copy that opens, the latest run's before others. */
  async #openCopy(sha256: string): Promise<Medium | null> {
    const found = await this.#firstOf(sha256, this.#copies.get(sha256)?.toReversed() ?? []);
    return found?.medium ?? null;
  }

  async #firstOf(
    sha256: string,
    copies: readonly Copy[],
  ): Promise<{ readonly medium: Medium; readonly copy: Copy } | null> {
    const damaged: { copy: Copy; thrown: unknown }[] = [];
    let found: { medium: Medium; copy: Copy } | null = null;
    for (const [i, copy] of copies.entries())
      try {
        found = { medium: await this.#reader(sha256, copy, copies.slice(i + 1)), copy };
        break;
      } catch (thrown) {
        damaged.push({ copy, thrown });
      }
    for (const { copy, thrown } of damaged) this.#damage(copy, thrown, found?.copy);
    return found;
  }

  /** @param others where a range is read that is damaged in this copy. */
  async #reader(sha256: string, copy: Copy, others: readonly Copy[]): Promise<Medium> {
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
          const other = await this.#firstOf(sha256, others);
          this.#damage(copy, thrown, other?.copy);
          if (other?.medium.size !== size) throw thrown;
          return other.medium.read(offset, wanted, signal);
        }
      },
    };
  }

  /** Reads through the media that no index lists (a run that was never ended), once, when a hash is not found. */
  async #identify(media: readonly MediaOfRun[]): Promise<void> {
    for (const { run, unlisted } of media)
      for (const place of unlisted) {
        const own = { ...place, run, size: 0, type: 'application/octet-stream' };
        const files = [own, ...run.copies.map((source) => ({ ...own, run: { ...run, source } }))];
        const damages: unknown[] = [];
        let whole: Copy | undefined;
        for (const copy of files)
          try {
            const { number, length } = place;
            const found = await digestMedium(run.head.run, number, readerOf(copy), length - FRAME);
            whole = { ...copy, size: found.size };
            this.#add(toHex(found.sha256), whole);
            break;
          } catch (thrown) {
            damages.push(thrown);
          }
        if (damages.length > 0) this.#damage(own, damages[0], whole);
      }
  }

  #add(sha256: string, copy: Copy): void {
    const copies = this.#copies.get(sha256) ?? [];
    this.#copies.set(sha256, copies);
    copies.push(copy);
  }

  /** @param instead what is read in its place: of the same run, out of another file, nothing is lost. */
  #damage(copy: Copy, thrown: unknown, instead?: Copy): void {
    const fault = toFault(thrown);
    if (fault.code !== 'segment-damaged') throw fault;
    const { code, detail } = placed(copy.run, copy, thrown);
    const same = instead?.run.head.id === copy.run.head.id;
    this.#note(new Fault(same ? 'segment-mended' : code, detail, thrown));
  }
}

const readerOf =
  ({ run, offset }: Copy) =>
  (at: number, length: number): Promise<Bytes> =>
    run.source.read(offset + FRAME + at, length);
