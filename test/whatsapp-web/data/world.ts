/** @file The whole account: who, which chats, and every row of every chat. */
import type { Params } from '../params.ts';
import { type ChatPlan, chatPlans } from './chats.ts';
import { kindAt } from './kinds.ts';
import { changedBy, type Happening, type LiveEvent, liveEvents } from './live.ts';
import { collector, type MediaSource, type MediumWish } from './medium.ts';
import { type Me, meOf, type Person, personCount, personOf } from './people.ts';
import { picturesOf } from './pictures.ts';
import { isPooled, OWN, poolWishes } from './pool.ts';
import type { StoredRow } from './row.ts';
import { rowOf } from './rows.ts';
import { indexOf, ROWS, Slot } from './slot.ts';
import type { KeyParts } from './value.ts';

/** Places made at once, and how many such blocks are kept. */
const BLOCK = 64;
const BLOCKS = 192;

export interface Located {
  readonly chat: ChatPlan;
  readonly index: number;
  /** All rows of the place; {@link row} is one of them. */
  readonly rows: readonly StoredRow[];
  readonly row: StoredRow;
}

export class World {
  readonly params: Params;
  readonly me: Me;
  readonly people: readonly Person[];
  readonly chats: readonly ChatPlan[];
  readonly #media: MediaSource;
  /** The blocks used last, the oldest first. */
  readonly #blocks = new Map<string, readonly (readonly StoredRow[])[]>();
  readonly #byAddress = new Map<string, ChatPlan>();
  /** Places that came while the account was read, by chat. */
  readonly #arrived = new Map<ChatPlan, number>();
  /** What became of rows meanwhile, by the id of their key. */
  readonly #changed = new Map<string, StoredRow | null>();
  readonly #gone = new Set<ChatPlan>();
  /** Chats whose older messages the phone has sent. */
  readonly #sent = new Set<ChatPlan>();
  readonly #events: readonly LiveEvent[];
  #happened = 0;

  constructor(params: Params, media: MediaSource) {
    this.params = params;
    this.#media = media;
    this.me = meOf(params);
    this.people = Array.from({ length: personCount(params) }, (_, index) => personOf(params, index));
    this.chats = chatPlans(params, this.me);
    this.#events = liveEvents(params.seed, this.chats, params.live);
    for (const chat of this.chats)
      for (const address of [chat.peer?.pn, chat.peer?.lid, chat.sort === 'self' ? this.me.lid : null])
        if (address) this.#byAddress.set(address, chat);
    for (const chat of this.chats) this.#byAddress.set(chat.id, chat);
  }

  /** By its own address, or by the other one of its person. */
  chat(address: string): ChatPlan | null {
    return this.#byAddress.get(address) ?? null;
  }

  /** How many places a chat has now, those before {@link first} among them. */
  places(chat: ChatPlan): number {
    return this.#gone.has(chat) ? 0 : chat.slots + (this.#arrived.get(chat) ?? 0);
  }

  /** The first place that is here and not only on the phone. */
  first(chat: ChatPlan): number {
    const held = this.params.older > 0 && chat.endOfHistory === 0 && !this.#sent.has(chat);
    return held ? Math.floor(chat.slots / 4) : 0;
  }

  /** The phone sends what it held back. */
  fetchOlder(chat: ChatPlan): void {
    this.#sent.add(chat);
  }

  isGone(chat: ChatPlan): boolean {
    return this.#gone.has(chat);
  }

  /** Events that are still to come. */
  get coming(): number {
    return this.#events.length - this.#happened;
  }

  /** Ids of the keys of rows that were deleted meanwhile. */
  get deleted(): string[] {
    return [...this.#changed].filter(([, row]) => row === null).map(([id]) => id);
  }

  /** The next event happens. Null: there is none left. */
  happen(): Happening | null {
    const number = this.#happened;
    const event = this.#events[number];
    if (!event) return null;
    this.#happened++;
    const { kind, chat } = event;
    let key: KeyParts | null = null;
    if (kind === 'arrive') this.#arrived.set(chat, (this.#arrived.get(chat) ?? 0) + 1);
    else if (kind === 'chat-gone') this.#gone.add(chat);
    else {
      const row = this.#target(chat, event.back);
      if (row) this.#changed.set(row.key.id, changedBy(event, number, row));
      key = row?.key ?? null;
    }
    this.#blocks.clear();
    return { kind, chat, key: kind === 'arrive' ? (this.newest(chat)?.key ?? null) : key };
  }

  /** A text that stands about so far before the end. */
  #target(chat: ChatPlan, back: number): StoredRow | null {
    const last = this.places(chat) - 1;
    for (let index = last - back; index > this.first(chat); index--) {
      const row = this.place(chat, index).find(({ type, withheld }) => type === 'chat' && !withheld);
      if (row && typeof row.fields.ephemeralDuration !== 'number') return row;
    }
    return null;
  }

  /** The rows of one place. Made when asked for; the last few thousand places are kept. */
  place(chat: ChatPlan, index: number): readonly StoredRow[] {
    const first = index - (index % BLOCK);
    const key = `${chat.index}/${first}`;
    const found = this.#blocks.get(key);
    if (found) return found[index - first] ?? [];
    const length = Math.min(BLOCK, Math.max(0, this.places(chat) - first));
    const made = Array.from({ length }, (_, i) => this.#now(this.slot(chat, first + i)));
    this.#blocks.set(key, made);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
    return made[index - first] ?? [];
  }

  /** All rows of a chat in the order they were put in, one by one. */
  *walk(chat: ChatPlan): Generator<StoredRow> {
    const count = this.places(chat);
    for (let index = this.first(chat); index < count; index++) yield* this.place(chat, index);
  }

  /** All rows of a chat at once: for small ones. */
  rows(chat: ChatPlan): readonly StoredRow[] {
    return [...this.walk(chat)];
  }

  newest(chat: ChatPlan): StoredRow | undefined {
    return this.place(chat, this.places(chat) - 1).at(-1);
  }

  /** The row that a message key in text form names, under either address of the chat. Null: there is none. */
  locate(key: string): Located | null {
    const [, remote = '', id = ''] = key.split('_');
    const chat = this.chat(remote);
    if (!chat) return null;
    const index = indexOf(this.params, chat, id);
    if (!(index >= this.first(chat) && index < this.places(chat))) return null;
    const rows = this.place(chat, index);
    const row = rows.find((one) => one.key.id === id);
    return row ? { chat, index, rows, row } : null;
  }

  /** What became of rows meanwhile. */
  #now(rows: readonly StoredRow[]): readonly StoredRow[] {
    if (this.#changed.size === 0) return rows;
    return rows.flatMap((row) => {
      const changed = this.#changed.get(row.key.id);
      return changed === undefined ? row : (changed ?? []);
    });
  }

  /** The rows of one place, made without any other. */
  slot(chat: ChatPlan, index: number): StoredRow[] {
    const slot = new Slot(this.params, this.me, chat, index, this.#media);
    const drafts = kindAt(slot)(slot);
    if (drafts.length > ROWS) throw new RangeError('too many rows for one place');
    return drafts.map((draft, part) => rowOf(slot, draft, part));
  }
}

/** Every medium that any row names, in the order of rows. */
export function mediaWishes(params: Params): Map<string, MediumWish> {
  const { source, wishes } = collector();
  const world = new World(params, source);
  const shared = isPooled(params);
  for (const chat of shared ? world.chats.slice(0, 2) : world.chats)
    for (let index = 0; index < (shared ? Math.min(OWN, chat.slots) : chat.slots); index++)
      world.slot(chat, index);
  for (const wish of shared ? poolWishes() : []) source(wish);
  for (const { medium } of picturesOf(world)) source({ id: medium, kind: 'image', trouble: 'cached' });
  return wishes;
}
