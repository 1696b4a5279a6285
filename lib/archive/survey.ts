/**
 * @file One run, opened: which segments it has and what its indexes say, without reading messages or media.
 *
 * The trailer leads to the end, the end to the indexes, the indexes to the segments. What none of them lists is walked
 * frame by frame: a run without an end, and the gaps that a damaged index leaves. Where nothing is wrong with what the
 * chats need, the indexes of media wait until they are asked for: the way to the chats does not grow with media.
 */
import type { Bytes } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { later } from '../base/later.ts';
import { type Contents, type IndexPlace, parseContents, type SegmentEntry } from './contents.ts';
import { END, FRAME, INDEX, MEDIA, MESSAGES, parseFrame } from './frame.ts';
import type { OpenIndex, OpenRun, RunMedia } from './opened.ts';
import { isDamage, openUnlisted, type Place, placed, type Readable, readSegment } from './place.ts';
import { parseRecords } from './records.ts';
import { HEAD, parseTrailer, type RunHead, TRAILER } from './run.ts';
import { buffered, type Source } from './source.ts';
import { chatsAreWhole } from './whole.ts';

/** Never throws for what the bytes are. */
export async function surveyRun(
  source: Source,
  head: RunHead,
  copies: readonly Source[] = [],
): Promise<OpenRun> {
  return new Survey(source, head, copies).run();
}

/** Leads beyond every file: what comes after such a segment is not known. */
const NOWHERE = Number.MAX_SAFE_INTEGER / 2;

/** Indexes opened side by side; bytes read at once on a walk. */
const AT_ONCE = 16;
const WINDOW = 65_536;

class Survey {
  readonly #source: Source;
  readonly #readable: Readable;
  readonly #indexes = new Map<number, OpenIndex>();
  readonly #entries = new Map<number, SegmentEntry>();
  /** Found by their frames only. */
  #walked = new Map<number, Place>();
  #notes: Fault[] = [];
  #end: OpenIndex | null = null;
  #last: Place | null = null;
  #broken = false;
  /** Indexes that the end places, and that did not open. */
  #lost: Place[] = [];

  constructor(source: Source, head: RunHead, copies: readonly Source[]) {
    this.#source = source;
    this.#readable = { source, head, copies };
  }

  async run(): Promise<OpenRun> {
    const { size } = this.#source;
    const found = parseTrailer(await this.#source.read(Math.max(0, size - TRAILER), TRAILER));
    const limit = found ? size - TRAILER : size;
    const last = found ? await this.#follow(found, limit) : null;
    if (last && this.#isWhole()) {
      const run = await this.#found(last.number + 1);
      return { ...run, waits: true, media: later(() => this.#later(last, run)) };
    }
    if (last) await this.#openNamed(() => true);
    const count = last ? last.number + 1 : await this.#walk(0, HEAD, limit, null);
    if (last) await this.#fillGaps(last);
    const media = { ...(await this.#media()), notes: [] };
    return { ...(await this.#found(count)), waits: false, media: async () => media };
  }

  /** Nothing is wrong so far, and nothing that the chats need is left. */
  #isWhole(): boolean {
    if (!this.#end || this.#notes.length > 0) return false;
    return chatsAreWhole(this.#end, byNumber(this.#indexes.values()), [...this.#entries.values()]);
  }

  /** What waited. Asked again where reading failed. */
  async #later(last: Place, run: Pick<OpenRun, 'indexes'>): Promise<RunMedia> {
    this.#notes = [];
    this.#walked = new Map();
    this.#lost = [];
    await this.#openNamed(() => true);
    await this.#fillGaps(last);
    const media = await this.#media();
    // What belongs to the chats came too late for them: no writer of ours seals such a thing.
    for (const index of media.indexes)
      if (!run.indexes.some(({ number }) => number === index.number) && hasChats(index.contents))
        this.#differs('index lists', index);
    for (const place of this.#walked.values())
      if (place.kind === MESSAGES && this.#entries.get(place.number)?.offset === place.offset)
        this.#differs('segments listed', place);
    return { ...media, notes: this.#notes };
  }

  async #found(count: number): Promise<Omit<OpenRun, 'waits' | 'media'>> {
    return {
      ...this.#readable,
      end: this.#end,
      indexes: byNumber(this.#indexes.values()),
      entries: byNumber(this.#entries.values()).filter(({ kind }) => kind === MESSAGES),
      segments: this.#end ? this.#end.number + 1 : count,
      broken: this.#broken,
      commitment: await this.#commitment(),
      notes: [...this.#notes],
    };
  }

  async #media(): Promise<Omit<RunMedia, 'notes'>> {
    const unlisted: Place[] = [];
    for (const place of this.#walked.values()) {
      if (this.#entries.has(place.number)) continue;
      if (place.kind !== MEDIA) await this.#identify(place);
      else if (await this.#isMedium(place)) unlisted.push(place);
    }
    return {
      indexes: byNumber(this.#indexes.values()),
      entries: byNumber(this.#entries.values()).filter(({ kind }) => kind === MEDIA),
      unlisted,
    };
  }

  /** Opens the end and the indexes it names for the chats. @param limit where the trailer begins. Null: no end where it points. */
  async #follow(
    { number, offset }: { number: number; offset: number },
    limit: number,
  ): Promise<Place | null> {
    if (offset < HEAD || offset + FRAME > limit) return null;
    const last: Place = { number, kind: END, offset, length: limit - offset };
    try {
      await this.#openIndex(last);
    } catch (thrown) {
      if (isDamage(thrown)) return null;
      throw thrown;
    }
    this.#last = last;
    await this.#openNamed(({ lists }) => lists !== 'media');
    return last;
  }

  /** Opens what the end names, and was not tried yet. */
  async #openNamed(wanted: (index: IndexPlace) => boolean): Promise<void> {
    const { contents, offset } = this.#end ?? {};
    const tried = new Set([...this.#indexes.keys(), ...this.#lost.map(({ number }) => number)]);
    const named = (contents?.indexes ?? []).filter((one) => !tried.has(one.number) && wanted(one));
    for (let from = 0; from < named.length; from += AT_ONCE) {
      const places = await Promise.all(
        named.slice(from, from + AT_ONCE).map((one) => this.#indexAt(one, offset ?? 0)),
      );
      const opened = await Promise.allSettled(places.map((place) => this.#readIndex(place)));
      for (const [i, place] of places.entries()) {
        const result = opened[i];
        if (result?.status === 'fulfilled') this.#keep(result.value);
        else {
          this.#note(result?.reason, place);
          this.#lost.push(place);
        }
      }
    }
  }

  #read(place: Place): Promise<Bytes> {
    return readSegment(this.#readable, place, (fault) => this.#notes.push(fault));
  }

  /** Its length is its frame's word; where that does not fit, it leads nowhere. */
  async #indexAt({ number, offset }: { number: number; offset: number }, limit: number): Promise<Place> {
    const framed = parseFrame(await this.#source.read(offset, FRAME));
    const fits = framed && offset >= HEAD && offset + FRAME + framed.length <= limit;
    return { number, kind: INDEX, offset, length: fits ? FRAME + framed.length : NOWHERE };
  }

  async #openIndex(place: Place): Promise<void> {
    this.#keep(await this.#readIndex(place));
  }

  async #readIndex(place: Place): Promise<OpenIndex> {
    if (place.length === NOWHERE) throw new Fault('segment-damaged');
    return { ...place, contents: parseContents(await this.#read(place)) };
  }

  #keep(index: OpenIndex): void {
    if (this.#indexes.has(index.number)) return;
    this.#indexes.set(index.number, index);
    if (index.kind === END) this.#end = index;
    for (const entry of index.contents.segments) {
      const fits = entry.offset >= HEAD && entry.offset + entry.length <= this.#source.size;
      if (fits && entry.length > FRAME) this.#entries.set(entry.number, entry);
      else this.#damaged(entry.number, entry.offset);
    }
  }

  /** Walks what no index that opened lists, between what they do list. */
  async #fillGaps(last: Place): Promise<void> {
    const known = byNumber([...this.#entries.values(), ...this.#indexes.values(), ...this.#lost, last]);
    let next = 0;
    let at: number = HEAD;
    for (const place of known) {
      if (place.number > next) await this.#walk(next, at, place.offset, place.number);
      if (place.number >= next) {
        next = place.number + 1;
        at = place.offset + place.length;
      }
    }
    this.#last = last;
  }

  /**
   * Frame by frame from segment `number` at `offset`, until `limit`.
   * @param before the number that stands at `limit`, null where the run is open at its end.
   * @returns the number after the last segment found.
   */
  async #walk(number: number, offset: number, limit: number, before: number | null): Promise<number> {
    const source = buffered(this.#source, WINDOW);
    let at = offset;
    let next = number;
    let nonsense = false;
    while (at + FRAME <= limit && (before === null || next < before) && !(before === null && this.#end)) {
      const framed = parseFrame(await source.read(at, FRAME));
      const length = FRAME + (framed?.length ?? 0);
      nonsense = framed === null;
      if (!framed || at + length > limit) break;
      await this.#meet({ number: next, kind: framed.kind, offset: at, length });
      at += length;
      next++;
    }
    if (before === null) this.#broken = nonsense;
    if (before === null ? nonsense : next < before)
      this.#damaged(next, at, before === null ? next : before - 1);
    return next;
  }

  async #meet(place: Place): Promise<void> {
    if (this.#indexes.has(place.number)) return;
    this.#last = place;
    if (place.kind === MESSAGES || place.kind === MEDIA) this.#walked.set(place.number, place);
    else {
      // An unknown kind is opened too: it may be a newer program's, or a known one's damaged frame.
      const known = place.kind === INDEX || place.kind === END;
      const opening = known ? this.#openIndex(place) : this.#read(place);
      await opening.catch((thrown: unknown) => this.#note(thrown, place));
    }
  }

  /** Anybody can write a frame. What opens in its place, from its beginning to its end, is a medium of this run. */
  async #isMedium(place: Place): Promise<boolean> {
    try {
      await openUnlisted(this.#readable, place, (fault) => this.#notes.push(fault));
      return true;
    } catch (thrown) {
      this.#note(thrown, place);
      return false;
    }
  }

  /** Opens a segment of messages that no index lists. */
  async #identify(place: Place): Promise<void> {
    try {
      const records = parseRecords(await this.#read(place));
      const [record] = records;
      if (!record) return;
      const times = records.map(({ t }) => t * 1000);
      const first = times.reduce((a, b) => Math.min(a, b));
      const last = times.reduce((a, b) => Math.max(a, b));
      const found = { count: records.length, chat: record.chat, first, last };
      this.#entries.set(place.number, { ...place, kind: MESSAGES, ...found });
    } catch (thrown) {
      this.#note(thrown, place);
    }
  }

  async #commitment(): Promise<Bytes | null> {
    return this.#last ? this.#source.read(this.#last.offset + FRAME + 24, 32) : null;
  }

  #differs(what: string, place: Place): void {
    const fault = new Fault('contents-differ', { what });
    this.#notes.push(placed(this.#readable, place, fault));
  }

  #damaged(number: number, offset: number, to = number): void {
    const range = to === number ? {} : { to };
    this.#note(new Fault('segment-damaged', range), { number, offset });
  }

  /** Keeps what the bytes are at fault for; a fault of reading them (a file gone) goes on. */
  #note(thrown: unknown, place: Pick<Place, 'number' | 'offset'>): void {
    if (!isDamage(thrown)) throw thrown;
    this.#notes.push(placed(this.#readable, place, thrown));
  }
}

/** More than an index of media has. */
const hasChats = ({ segments, chats, contacts, account, previous }: Contents): boolean =>
  Boolean(chats || contacts || account || previous) || segments.some(({ kind }) => kind === MESSAGES);

const byNumber = <T extends { readonly number: number }>(items: Iterable<T>): T[] =>
  [...items].sort((a, b) => a.number - b.number);
