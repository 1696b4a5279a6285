/** @file What a run that is verified has lost: so that one damaged segment is not told again by every figure it had a part in. */
import type { Jid } from '../model/record.ts';
import type { SegmentEntry } from './contents.ts';
import { MEDIA, MESSAGES } from './frame.ts';

/** What indexes say of segments that did not open. */
interface Lost {
  readonly chats: Map<Jid, number>;
  messages: number;
  media: number;
  mediaBytes: number;
}

export class Loss {
  readonly lost: Lost = { chats: new Map(), messages: 0, media: 0, mediaBytes: 0 };
  /** Numbers; true where an index has said what it was. */
  readonly #segments = new Map<number, boolean>();
  readonly #gaps: { readonly segment: number; readonly next: number }[] = [];
  /** An index is among them: what it listed stands unlisted. */
  index = false;

  add(segment: number, kind: number): void {
    this.#segments.set(segment, false);
    if (kind !== MESSAGES && kind !== MEDIA) this.index = true;
  }

  /** All from `segment` on, up to `next` and without it, of whatever kind they were. */
  addUntil(next: number, segment: number): void {
    this.#gaps.push({ next, segment });
    this.index = true;
  }

  has(number: number): boolean {
    return (
      this.#segments.has(number) || this.#gaps.some(({ segment, next }) => number >= segment && number < next)
    );
  }

  /** Something is lost of which nobody says how much it was. */
  get unlisted(): boolean {
    return this.index || [...this.#segments.values()].includes(false);
  }

  /** @returns whether an index lists one that is lost. */
  list({ number, chat, count = 0, size = 0, kind }: SegmentEntry): boolean {
    if (!this.has(number)) return false;
    this.#segments.set(number, true);
    if (kind === MEDIA) {
      this.lost.media++;
      this.lost.mediaBytes += size;
    } else {
      this.lost.messages += count;
      if (chat !== undefined) this.lost.chats.set(chat, (this.lost.chats.get(chat) ?? 0) + count);
    }
    return true;
  }
}
