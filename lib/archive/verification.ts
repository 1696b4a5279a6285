/** @file One run read from end to end, every figure in it counted again. */
import { type Bytes, equal, toHex } from '../base/bytes.ts';
import { Fault, type FaultDetail, toFault } from '../base/fault.ts';
import type { Jid } from '../model/record.ts';
import type { Report } from '../model/report.ts';
import {
  type Contents,
  type IndexPlace,
  lookAtContents,
  parseContents,
  type SegmentEntry,
} from './contents.ts';
import { END, FRAME, INDEX, MEDIA, MESSAGES, parseFrame, type RunKey } from './frame.ts';
import { Loss } from './loss.ts';
import { digestMedium } from './medium.ts';
import type { Place } from './place.ts';
import { lookAtRecords, parseRecords } from './records.ts';
import { HEAD, TRAILER, trailer } from './run.ts';
import { CONTENT_LIMIT, openSegment } from './segment.ts';
import type { Told } from './shape.ts';
import { buffered, type Source } from './source.ts';

/** What was read back. With `from` above 0 it counts only what this call read. */
export interface VerifiedRun {
  readonly segments: number;
  readonly messages: number;
  readonly media: number;
  /** Of the files themselves, without padding. */
  readonly mediaBytes: number;
  /** Messages by chat. */
  readonly chats: ReadonlyMap<Jid, number>;
  /** Indexes before the end. */
  readonly indexes: number;
  /** Null: the run has no end. */
  readonly report: Report | null;
}

export interface VerifyOptions {
  /** Go on from this segment, which lies at `offset`: what stands before was verified in an earlier call. */
  readonly from?: number;
  readonly offset?: number;
  readonly signal?: AbortSignal;
  /** After each segment: its number, and where the next one begins (`from` is then `number + 1`). */
  readonly onSegment?: (done: { readonly number: number; readonly offset: number }) => void;
  /** A run without an end passes, as far as it goes. */
  readonly unfinished?: boolean;
  /** Told of everything that differs, and the reading goes on. Left out: the first difference is thrown. */
  readonly tell?: (finding: Finding) => void;
  /** With `tell`: where segments lie, as indexes that opened say, by number. A damaged frame is then no obstacle. */
  readonly known?: ReadonlyMap<number, Place>;
  /** With `tell`: told what in records and indexes is not as this program knows it. */
  readonly look?: Told;
}

/** Something that is not as the run itself says. */
export interface Finding {
  readonly code: 'segment-damaged' | 'newer-version' | 'contents-differ';
  /** `what` differs; numbers. Never content. */
  readonly detail: FaultDetail;
  /** Where it is, in the run file. */
  readonly offset: number;
}

export class Verification {
  readonly #source: Source;
  readonly #run: RunKey;
  readonly #options: VerifyOptions;
  readonly #from: number;
  /** Met, and not yet listed by an index. */
  readonly #pending = new Map<number, SegmentEntry>();
  readonly #indexes: IndexPlace[] = [];
  readonly #chats = new Map<Jid, number>();
  /** As the indexes say, the last word. */
  readonly #claimed = new Map<Jid, number>();
  readonly #loss = new Loss();
  #segments = 0;
  #messages = 0;
  #media = 0;
  #mediaBytes = 0;
  #report: Report | null = null;

  constructor(source: Source, run: RunKey, options: VerifyOptions) {
    this.#source = buffered(source, WINDOW);
    this.#run = run;
    this.#options = options;
    this.#from = options.from ?? 0;
  }

  async run(): Promise<VerifiedRun> {
    let number = this.#from;
    let offset = this.#options.offset ?? HEAD;
    for (let ended = false; !ended; number++) {
      if (this.#options.signal?.aborted) throw new Fault('cancelled');
      const place = await this.#placeOf(number, offset);
      if (!place) {
        if (!this.#options.unfinished) this.#differs('end', { segment: number, offset });
        break;
      }
      if (place.number > number) this.#loseUntil(place.number, number, offset);
      number = place.number;
      await this.#segment(place);
      this.#segments++;
      ended = place.kind === END;
      if (ended) await this.#checkTrailer(place);
      offset = place.offset + place.length;
      this.#options.onSegment?.({ number, offset });
    }
    return {
      segments: this.#segments,
      messages: this.#messages,
      media: this.#media,
      mediaBytes: this.#mediaBytes,
      chats: this.#chats,
      indexes: this.#indexes.length,
      report: this.#report,
    };
  }

  /** By its frame, or as an index has it; where neither leads on, the next one that an index has. Null: here it ends. */
  async #placeOf(number: number, offset: number): Promise<Place | null> {
    const { known } = this.#options;
    const listed = known?.get(number);
    if (listed) return listed.offset + listed.length <= this.#source.size ? listed : null;
    const framed = parseFrame(await this.#source.read(offset, FRAME));
    const length = FRAME + (framed?.length ?? 0);
    if (framed && offset + length <= this.#source.size) return { number, kind: framed.kind, offset, length };
    const later = [...(known?.keys() ?? [])].filter((one) => one > number);
    return known?.get(Math.min(...later)) ?? null;
  }

  async #segment(place: Place): Promise<void> {
    const { number, offset, length } = place;
    const { look } = this.#options;
    let isGenuine = false;
    try {
      const frame = parseFrame(await this.#source.read(offset, FRAME));
      if (frame?.length !== length - FRAME || frame.kind !== place.kind)
        throw new Fault('not-authentic', { what: 'frame' });
      if (place.kind === MEDIA) return await this.#medium(place);
      if (length > CONTENT_LIMIT * 1.2) throw new Fault('too-large');
      const { content } = await openSegment(this.#run, number, await this.#source.read(offset, length));
      isGenuine = true;
      if (look && place.kind === MESSAGES) lookAtRecords(content, look);
      else if (look) lookAtContents(content, look);
      if (place.kind === MESSAGES) this.#records(place, content);
      else if (place.kind === INDEX) this.#index(place, parseContents(content));
      else this.#end(place, parseContents(content));
    } catch (thrown) {
      const fault = toFault(thrown);
      if (fault.code === 'verify-failed' || fault.code === 'cancelled') throw fault;
      if (!this.#options.tell)
        throw new Fault('verify-failed', { what: fault.code, segment: number, offset }, thrown);
      if (fault.code === 'unexpected') throw fault;
      // What holds something of another form was told with its path.
      if (isGenuine && look) this.#loss.add(number, place.kind);
      else
        this.#lose(
          place,
          `${fault.detail.what ?? fault.code}`,
          fault.code === 'newer-version' ? 'newer-version' : 'segment-damaged',
        );
    }
  }

  /** A segment that did not open, or holds what nobody can parse. */
  #lose({ number, kind, offset }: Place, what: string, code: Finding['code'] = 'segment-damaged'): void {
    this.#loss.add(number, kind);
    this.#options.tell?.({ code, detail: { segment: number, what }, offset });
  }

  /** Nothing leads to these segments: a frame is damaged, and no index that opened has them. */
  #loseUntil(next: number, segment: number, offset: number): void {
    this.#loss.addUntil(next, segment);
    const range = next - 1 > segment ? { to: next - 1 } : {};
    this.#options.tell?.({ code: 'segment-damaged', detail: { segment, ...range, what: 'frame' }, offset });
  }

  /** Throws, or tells. Numbers go into it; what else differs (a chat, a hash) is content and stays out. */
  #differs(what: string, figures: Readonly<Record<string, number>>, offset = HEAD): void {
    if (!this.#options.tell) throw new Fault('verify-failed', { what, ...figures });
    this.#options.tell({ code: 'contents-differ', detail: { what, ...figures }, offset });
  }

  #expect(what: string, found: unknown, expected: unknown, where: Record<string, number> = {}): void {
    if (found === expected) return;
    const figures = typeof found === 'number' && typeof expected === 'number' ? { found, expected } : {};
    this.#differs(what, { ...where, ...figures });
  }

  #records(place: Place, content: Bytes): void {
    const records = parseRecords(content);
    const [oldest, newest] = [records[0], records.at(-1)];
    if (!oldest || !newest) {
      this.#differs('records', { segment: place.number, found: 0 }, place.offset);
      return;
    }
    const { chat } = oldest;
    let before = oldest.t;
    for (const record of records) {
      const what = record.chat !== chat ? 'one chat' : record.t < before ? 'order' : null;
      before = record.t;
      if (what === null) continue;
      this.#differs(what, { segment: place.number }, place.offset);
      break;
    }
    const count = records.length;
    const times = { first: oldest.t * 1000, last: newest.t * 1000 };
    this.#pending.set(place.number, { ...place, kind: MESSAGES, chat, count, ...times });
    this.#messages += count;
    this.#chats.set(chat, (this.#chats.get(chat) ?? 0) + count);
  }

  async #medium(place: Place): Promise<void> {
    const { number, offset, length } = place;
    const read = (at: number, size: number): Promise<Bytes> => this.#source.read(offset + FRAME + at, size);
    const found = await digestMedium(this.#run, number, read, length - FRAME, this.#options.signal);
    this.#pending.set(number, { ...place, kind: MEDIA, sha256: toHex(found.sha256), size: found.size });
    this.#media++;
    this.#mediaBytes += found.size;
  }

  #index(place: Place, contents: Contents): void {
    const kinds = new Set(contents.segments.map(({ kind }) => kind));
    if (kinds.size > 1) this.#differs('one kind an index', { segment: place.number }, place.offset);
    this.#indexes.push({ number: place.number, offset: place.offset, lists: listsOf(contents) });
    this.#compare(place, contents);
  }

  #end(place: Place, contents: Contents): void {
    this.#compare(place, contents);
    this.#report = contents.report ?? null;
    if (!this.#loss.index)
      for (const segment of this.#pending.keys()) this.#differs('segments listed', { segment });
    const claimed = (contents.indexes ?? []).filter(
      ({ number }) => number >= this.#from && !this.#loss.has(number),
    );
    this.#expect('indexes', this.#indexes.length, claimed.length);
    for (const [i, index] of this.#indexes.entries())
      for (const member of ['number', 'offset', 'lists'] as const)
        this.#expect(`index ${member}`, index[member], claimed[i]?.[member], { segment: index.number });
    // Figures that lost segments would have a part in, nobody knows how large, say nothing.
    if (this.#from > 0 || this.#loss.unlisted) return;
    const { lost } = this.#loss;
    for (const chat of new Set([...this.#chats.keys(), ...this.#claimed.keys()])) {
      const found = (this.#chats.get(chat) ?? 0) + (lost.chats.get(chat) ?? 0);
      this.#expect('messages of a chat', found, this.#claimed.get(chat) ?? 0);
    }
    if (!this.#report) return;
    this.#expect('messages', this.#messages + lost.messages, this.#report.messages.kept);
    this.#expect('media', this.#media + lost.media, this.#report.media.kept);
    this.#expect('bytes of media', this.#mediaBytes + lost.mediaBytes, this.#report.media.bytes);
  }

  /** What the index lists, against what is there. */
  #compare(place: Place, contents: Contents): void {
    for (const { id, count } of contents.chats ?? []) this.#claimed.set(id, count);
    for (const entry of contents.segments) {
      if (entry.number < this.#from) continue;
      if (this.#loss.list(entry)) continue;
      const where = { segment: entry.number, index: place.number };
      const found = this.#pending.get(entry.number);
      if (found) for (const member of COMPARED) this.#expect(member, found[member], entry[member], where);
      else this.#differs('segment listed', where, place.offset);
      this.#pending.delete(entry.number);
    }
  }

  async #checkTrailer({ number, offset, length }: Place): Promise<void> {
    const found = await this.#source.read(offset + length, TRAILER + 1);
    if (!equal(found, trailer(number, offset)))
      this.#differs('trailer', { segment: number }, offset + length);
  }
}

/** Media, or what the chat list needs: chats and contacts may stand in an index without segments. */
function listsOf({ segments, missing, chats, contacts }: Contents): IndexPlace['lists'] {
  if (missing || segments.some(({ kind }) => kind === MEDIA)) return 'media';
  return segments.length > 0 || chats || contacts ? 'messages' : 'none';
}

/** Bytes read at once where segments are small. */
const WINDOW = 262_144;

/** All members but `type`, which nothing here can recompute. */
const COMPARED = ['kind', 'offset', 'length', 'chat', 'count', 'first', 'last', 'sha256', 'size'] as const;
