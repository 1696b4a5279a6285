/** @file What was read of one chat and is not sealed yet: one batch is sealed while the next is read. */
import { quiet } from '../base/quiet.ts';
import { type Line, MAX_BYTES, MAX_RECORDS, toBatches } from './batch.ts';
import type { ChatCursor } from './cursor.ts';
import type { Journal } from './journal.ts';
import type { Read } from './lines.ts';
import { fold } from './marks.ts';
import type { Met } from './met.ts';
import type { QueueItem } from './queue.ts';

interface Batch {
  lines: Line[];
  readonly met: Met[];
  readonly owed: QueueItem[];
  readonly records: string[];
}

const noBatch = (): Batch => ({ lines: [], met: [], owed: [], records: [] });

export class Gathering {
  readonly #journal: Journal;
  readonly #chat: string;
  readonly #owes: (item: QueueItem) => boolean;
  #batch = noBatch();
  #size = 0;
  #sealing: Promise<void>;

  /** @param turn when the journal is this chat's to write. */
  constructor(journal: Journal, chat: string, owes: (item: QueueItem) => boolean, turn: Promise<void>) {
    this.#journal = journal;
    this.#chat = chat;
    this.#owes = owes;
    this.#sealing = turn;
  }

  get isFull(): boolean {
    return this.#size >= MAX_BYTES || this.#batch.lines.length >= MAX_RECORDS;
  }

  /** Resolves when all that was flushed is sealed. */
  get sealed(): Promise<void> {
    return this.#sealing;
  }

  /** @param read older than what was added before. */
  add(read: Read): void {
    const batch = this.#batch;
    batch.lines = [...read.lines, ...batch.lines];
    batch.met.push(read.met);
    batch.owed.push(...read.owed);
    batch.records.push(...read.records);
    this.#size += read.size;
  }

  /**
   * Waits for the batch before, and begins to seal what was added since, whereby the journal's cursor becomes `state`.
   * @throws {Fault} what the batch before failed with.
   */
  async flush(state: ChatCursor): Promise<void> {
    await this.#sealing;
    const batch = this.#batch;
    this.#batch = noBatch();
    this.#size = 0;
    this.#sealing = quiet(this.#seal(batch, state));
  }

  async #seal({ lines, met, owed, records }: Batch, state: ChatCursor): Promise<void> {
    const journal = this.#journal;
    const { folds } = journal.cursor;
    if (owed.length > 0) journal.put(`queue/owed-${String(folds).padStart(8, '0')}`, owed);
    if (records.length + owed.length > 0) fold(journal, { records });
    for (const batch of toBatches(this.#chat, lines)) {
      const number = await journal.messages(batch.lines, batch.entry);
      const queue = batch.items.filter(this.#owes);
      if (queue.length > 0) journal.put(`queue/${String(number).padStart(8, '0')}`, queue);
    }
    journal.move({
      chat: state,
      totals: met.reduce((totals, one) => one.addTo(totals), journal.cursor.totals),
    });
    await journal.checkpoint();
  }
}
