/** @file An opened archive as a History: all its runs as one, later ones winning, decoded as far as it is looked at. */

import type { OpenArchive, OpenRun } from '../archive/open.ts';
import { placed, readSegment } from '../archive/open.ts';
import { parseRecords } from '../archive/records.ts';
import { toHex } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { later } from '../base/later.ts';
import type { Account, ContactRecord } from '../model/chat.ts';
import type { ChatEntry, History, Medium, RunEntry } from '../model/history.ts';
import { byTime, type Jid, type MessageRecord } from '../model/record.ts';
import type { MissingMedium } from '../model/report.ts';
import { Cache } from './cache.ts';
import { byActivity, chatEntry, type Shelf, shelvesOf } from './chats.ts';
import type { Group, Part } from './groups.ts';
import { MediaShelf } from './media.ts';

/** Bytes of decoded segments that are kept, as JSON. */
const CACHE_LIMIT = 64 * 1024 * 1024;

/** Nothing is read before it is asked for: what the chats need was, when the archive was unlocked. */
export const archiveHistory = async (open: OpenArchive): Promise<History> => new ArchiveHistory(open);

class ArchiveHistory implements History {
  readonly account: Account | null;
  readonly runs: readonly RunEntry[];
  readonly #open: OpenArchive;
  readonly #shelves: Map<Jid, Shelf>;
  readonly #media: MediaShelf;
  readonly #cache = new Cache<Group, readonly MessageRecord[]>(CACHE_LIMIT);
  /** By hash, the latest word. */
  readonly #missing: () => Promise<ReadonlyMap<string, MissingMedium>>;
  /** Of the notes, so many of which were looked at. */
  readonly #noted = new Set<string>();
  #looked = 0;
  /** Groups that held fewer messages than was listed. */
  readonly #short = new Set<Group>();
  #chats: Promise<readonly ChatEntry[]> | null = null;

  constructor(open: OpenArchive) {
    this.#open = open;
    this.#shelves = shelvesOf(open.runs);
    this.#media = new MediaShelf(open.media, (fault) => this.#note(fault));
    this.#missing = later(async () => {
      const indexes = (await open.media()).flatMap((media) => media.indexes);
      const missing = indexes.flatMap(({ contents }) => contents.missing ?? []);
      return new Map(missing.map((medium) => [medium.sha256, medium]));
    });
    this.runs = open.runs.map(runEntry);
    this.account = this.#all('account').at(-1) ?? null;
  }

  get notes(): readonly Fault[] {
    return this.#open.notes;
  }

  chats(): Promise<readonly ChatEntry[]> {
    this.#chats ??= this.#listChats();
    return this.#chats;
  }

  async contacts(): Promise<ReadonlyMap<Jid, ContactRecord>> {
    return new Map(
      this.#all('contacts')
        .flat()
        .map((contact) => [contact.id, contact]),
    );
  }

  async messages(
    chat: Jid,
    from: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<readonly MessageRecord[]> {
    const found: MessageRecord[] = [];
    let skip = from;
    for (const group of this.#shelves.get(chat)?.groups ?? []) {
      if (found.length >= count) break;
      if (group.count !== null && skip >= group.count) {
        skip -= group.count;
        continue;
      }
      if (signal?.aborted) throw new Fault('cancelled');
      const records = await this.#decode(group);
      found.push(...records.slice(skip, skip + count - found.length));
      skip = Math.max(0, skip - records.length);
    }
    return found;
  }

  medium(sha256: string): Promise<Medium | null> {
    return this.#media.get(sha256);
  }

  async missing(sha256: string): Promise<MissingMedium | null> {
    const named = (await this.#missing()).get(sha256);
    return named && !(await this.medium(sha256)) ? named : null;
  }

  async #listChats(): Promise<readonly ChatEntry[]> {
    const entries: ChatEntry[] = [];
    for (const [id, shelf] of this.#shelves) entries.push(chatEntry(id, shelf, await this.#count(shelf)));
    return entries.sort(byActivity);
  }

  /** Only where runs overlap must messages be decoded to be counted once. */
  async #count({ groups, counted }: Shelf): Promise<number> {
    if (counted !== null && !groups.some((group) => this.#short.has(group))) return counted;
    let sum = 0;
    for (const group of groups) sum += group.count ?? (await this.#decode(group)).length;
    return sum;
  }

  /** All messages of a group, each once, in order. What is damaged becomes a note and is left out. */
  #decode(group: Group): Promise<readonly MessageRecord[]> {
    return this.#cache.get(group, async () => {
      const byId = new Map<string, MessageRecord>();
      let size = 0;
      for (const part of group.parts) {
        const { records, bytes } = await this.#records(part);
        for (const record of records) byId.set(record.id, record);
        size += bytes;
      }
      const value = [...byId.values()].sort(byTime);
      if (group.count !== null && value.length < group.count) {
        this.#short.add(group);
        this.#chats = null; // counted anew when asked
      }
      group.count = value.length;
      return { value, size };
    });
  }

  async #records({ run, entry }: Part): Promise<{ records: readonly MessageRecord[]; bytes: number }> {
    try {
      const content = await readSegment(run, entry, (fault) => this.#note(fault));
      return { records: parseRecords(content), bytes: content.length };
    } catch (thrown) {
      const { code } = toFault(thrown);
      if (code !== 'segment-damaged' && code !== 'newer-version') throw thrown;
      this.#note(placed(run, entry, thrown));
      return { records: [], bytes: 0 };
    }
  }

  /** One member of the indexes that the chats need, earlier words first. */
  #all<K extends 'account' | 'contacts'>(member: K) {
    return this.#open.runs.flatMap(({ indexes }) =>
      indexes.map(({ contents }) => contents[member]).filter((value) => value !== undefined),
    );
  }

  /** Each damage once. */
  #note(fault: Fault): void {
    const { notes } = this.#open;
    for (; this.#looked < notes.length; this.#looked++) {
      const note = notes[this.#looked];
      if (note) this.#noted.add(noteKey(note));
    }
    const key = noteKey(fault);
    if (this.#noted.has(key)) return;
    notes.push(fault);
  }
}

const noteKey = ({ code, detail }: Fault): string => `${code} ${detail.run} ${detail.segment} ${detail.file}`;

const runEntry = ({ head, end }: OpenRun): RunEntry => ({
  id: toHex(head.id),
  number: head.number,
  start: head.start,
  finished: end !== null,
  report: end?.contents.report ?? null,
});
