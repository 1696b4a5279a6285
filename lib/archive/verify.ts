/** @file Reading a run back, all of it: every byte opened, every record parsed, every figure counted again. */
import { type Bytes, equal, toHex } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import type { Jid } from '../model/record.ts';
import type { Report } from '../model/report.ts';
import { type Contents, type IndexPlace, parseContents, type SegmentEntry } from './contents.ts';
import { END, FRAME, INDEX, MEDIA, MESSAGES, parseFrame, type RunKey } from './frame.ts';
import { digestMedium } from './medium.ts';
import type { OpenArchive } from './open.ts';
import { parseRecords } from './records.ts';
import { HEAD, TRAILER, trailer } from './run.ts';
import { CONTENT_LIMIT, openSegment } from './segment.ts';
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
}

/**
 * Figures of chats and report are compared only where the call reads the run from its first segment.
 * @param source one run file's bytes.
 * @throws {Fault} `verify-failed` — `what` differs, with `expected` and `found`; `cancelled`.
 */
export const verifyRun = (source: Source, run: RunKey, options: VerifyOptions = {}): Promise<VerifiedRun> =>
  new Verification(source, run, options).run();

/** Notes that mean: something in this file is not as it was written. */
const DAMAGE: readonly string[] = [
  'header-damaged',
  'header-altered',
  'archive-cut',
  'directory-damaged',
  'zip-refused',
  'run-start-damaged',
  'segment-damaged',
  'run-missing',
  'run-cut',
];

/** Every run of an opened archive; a run without an end as far as it goes. @throws {Fault} `verify-failed`, `cancelled`. */
export async function verifyArchive(
  open: OpenArchive,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly VerifiedRun[]> {
  const damage = open.notes.find(({ code }) => DAMAGE.includes(code));
  if (damage) throw new Fault('verify-failed', { ...damage.detail, what: damage.code }, damage);
  const verified: VerifiedRun[] = [];
  for (const { head, source, end } of open.runs)
    verified.push(await verifyRun(source, head.run, { ...options, unfinished: end === null }));
  return verified;
}

class Verification {
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
      const framed = parseFrame(await this.#source.read(offset, FRAME));
      const length = FRAME + (framed?.length ?? 0);
      if (!framed || offset + length > this.#source.size) {
        if (!this.#options.unfinished) throw failed('end', { segment: number, offset });
        break;
      }
      await this.#segment(number, framed.kind, offset, length);
      ended = framed.kind === END;
      if (ended) await this.#checkTrailer(number, offset, length);
      offset += length;
      this.#options.onSegment?.({ number, offset });
    }
    return {
      segments: number - this.#from,
      messages: this.#messages,
      media: this.#media,
      mediaBytes: this.#mediaBytes,
      chats: this.#chats,
      indexes: this.#indexes.length,
      report: this.#report,
    };
  }

  async #segment(number: number, kind: number, offset: number, length: number): Promise<void> {
    const place = { number, offset, length };
    try {
      if (kind === MEDIA) return await this.#medium(place);
      if (length > CONTENT_LIMIT * 1.2) throw new Fault('too-large');
      const { content } = await openSegment(this.#run, number, await this.#source.read(offset, length));
      if (kind === MESSAGES) this.#records(place, content);
      else if (kind === INDEX) this.#index(place, parseContents(content));
      else this.#end(place, parseContents(content));
    } catch (thrown) {
      const fault = toFault(thrown);
      if (fault.code === 'verify-failed' || fault.code === 'cancelled') throw fault;
      throw new Fault('verify-failed', { what: fault.code, segment: number, offset }, thrown);
    }
  }

  #records(place: Place, content: Bytes): void {
    const records = parseRecords(content);
    const [oldest, newest] = [records[0], records.at(-1)];
    if (!oldest || !newest) throw failed('records', { segment: place.number, found: 0 });
    const { chat } = oldest;
    let before = oldest.t;
    for (const record of records) {
      if (record.chat !== chat) throw failed('one chat', { segment: place.number });
      if (record.t < before) throw failed('order', { segment: place.number });
      before = record.t;
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
    if (kinds.size > 1) throw failed('one kind an index', { segment: place.number });
    this.#indexes.push({ number: place.number, offset: place.offset, lists: listsOf(contents) });
    this.#compare(place, contents);
  }

  #end(place: Place, contents: Contents): void {
    this.#compare(place, contents);
    this.#report = contents.report ?? null;
    const [unlisted] = this.#pending.keys();
    if (unlisted !== undefined) throw failed('segments listed', { segment: unlisted });
    const claimed = (contents.indexes ?? []).filter(({ number }) => number >= this.#from);
    expect('indexes', this.#indexes.length, claimed.length);
    for (const [i, index] of this.#indexes.entries())
      for (const member of ['number', 'offset', 'lists'] as const)
        expect(`index ${member}`, index[member], claimed[i]?.[member], { segment: index.number });
    if (this.#from > 0) return;
    for (const chat of new Set([...this.#chats.keys(), ...this.#claimed.keys()]))
      expect('messages of a chat', this.#chats.get(chat) ?? 0, this.#claimed.get(chat) ?? 0);
    if (!this.#report) return;
    expect('messages', this.#messages, this.#report.messages.kept);
    expect('media', this.#media, this.#report.media.kept);
    expect('bytes of media', this.#mediaBytes, this.#report.media.bytes);
  }

  /** What the index lists, against what is there. */
  #compare(place: Place, contents: Contents): void {
    for (const { id, count } of contents.chats ?? []) this.#claimed.set(id, count);
    for (const entry of contents.segments) {
      if (entry.number < this.#from) continue;
      const found = this.#pending.get(entry.number);
      if (!found) throw failed('segment listed', { segment: entry.number, index: place.number });
      this.#pending.delete(entry.number);
      for (const member of COMPARED)
        expect(member, found[member], entry[member], { segment: entry.number, index: place.number });
    }
  }

  async #checkTrailer(number: number, offset: number, length: number): Promise<void> {
    const found = await this.#source.read(offset + length, TRAILER + 1);
    if (!equal(found, trailer(number, offset))) throw failed('trailer', { segment: number });
  }
}

/** Media, or what the chat list needs: chats and contacts may stand in an index without segments. */
function listsOf({ segments, missing, chats, contacts }: Contents): IndexPlace['lists'] {
  if (missing || segments.some(({ kind }) => kind === MEDIA)) return 'media';
  return segments.length > 0 || chats || contacts ? 'messages' : 'none';
}

/** Bytes read at once where segments are small. */
const WINDOW = 262_144;

interface Place {
  readonly number: number;
  readonly offset: number;
  readonly length: number;
}

/** All members but `type`, which nothing here can recompute. */
const COMPARED = ['kind', 'offset', 'length', 'chat', 'count', 'first', 'last', 'sha256', 'size'] as const;

const failed = (what: string, figures: Readonly<Record<string, number>>): Fault =>
  new Fault('verify-failed', { what, ...figures });

/** Numbers go into the fault; what else differs (a chat, a hash) is content and stays out. */
function expect(what: string, found: unknown, expected: unknown, where: Record<string, number> = {}): void {
  if (found === expected) return;
  const figures = typeof found === 'number' && typeof expected === 'number' ? { found, expected } : {};
  throw failed(what, { ...where, ...figures });
}
