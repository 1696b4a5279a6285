/** @file Pages of a chat's stored messages, with every trap of the real function (facts L1, L4). */
import type { ChatPlan } from '../data/chats.ts';
import { groupOf } from '../data/groups.ts';
import type { StoredRow } from '../data/row.ts';
import { keyText } from '../data/value.ts';
import type { Located, World } from '../data/world.ts';
import { brokenChat } from '../faults.ts';
import { type Clock, ReadingTime } from './clock.ts';
import { LyingPages } from './lies.ts';
import type { LiveRow, Maker } from './live.ts';
import type { MsgKeyClass } from './msgkey.ts';
import type { Tripwire } from './tripwire.ts';

export interface Page {
  readonly messages: LiveRow[];
  readonly status: 200 | 404;
}

export interface ReadingStats {
  /** Answers of msgFindBefore and its like. */
  pages: number;
  rowsReturned: number;
  /** Rows returned by chat. */
  readonly byChat: Record<string, number>;
}

interface Question {
  readonly anchor: unknown;
  readonly count?: unknown;
}

const NEVER_SHOWN: ReadonlySet<string> = new Set([
  'reaction',
  'reaction_enc',
  'pin_message',
  'comment',
  'event_response',
  'event_edit_encrypted',
  'keep_in_chat',
  'debug',
]);
const HIDDEN_IN_ANNOUNCEMENTS: ReadonlySet<string> = new Set([
  'add',
  'remove',
  'demote',
  'linked_group_demote',
]);
const USUAL_COUNT = 20;

export class PageHistory {
  readonly stats: ReadingStats = { pages: 0, rowsReturned: 0, byChat: {} };
  readonly #world: World;
  readonly #maker: Maker;
  readonly #Key: MsgKeyClass;
  readonly #tripwire: Tripwire;
  readonly #clock: Clock;
  readonly #time: ReadingTime;
  /** The anchor after which the last answer was empty, by chat: only there a page without limit may be asked for. */
  readonly #empty = new Map<string, string>();
  readonly #liar: LyingPages;
  readonly #before: (answer: number) => void;
  #closed = false;
  #thrown = false;

  /** @param before called with the number of each answer before it is given. */
  constructor(
    world: World,
    maker: Maker,
    Key: MsgKeyClass,
    tripwire: Tripwire,
    clock: Clock,
    before: (answer: number) => void,
  ) {
    this.#world = world;
    this.#maker = maker;
    this.#Key = Key;
    this.#tripwire = tripwire;
    this.#clock = clock;
    this.#time = new ReadingTime(clock);
    this.#liar = new LyingPages(world.params.faults, Key);
    this.#before = before;
  }

  /** After a log-out the database is gone. */
  close(): void {
    this.#closed = true;
  }

  readonly msgFindBefore = (question: Question): Promise<Page> => this.#find(question, 'before');

  readonly msgFindAfter = (question: Question): Promise<Page> => this.#find(question, 'after');

  readonly msgFindByDirection = (question: Question & { direction: 'before' | 'after' }): Promise<Page> =>
    this.#find(question, question.direction);

  async #find({ anchor, count = USUAL_COUNT }: Question, direction: 'before' | 'after'): Promise<Page> {
    this.stats.pages++;
    this.#before(this.stats.pages);
    const remote = String((anchor as { remote?: unknown }).remote);
    await this.#misbehave(remote);
    this.#checkCount(anchor, count, remote);
    const start = this.#clock.now();
    const chat = this.#chatAt(remote);
    const edge = this.#edge(anchor);
    if (edge === null && !this.#liar.knows(anchor)) return { messages: [], status: 404 };
    const scanned =
      chat && edge !== null && count !== 0 ? this.#scan(edge?.chat ?? chat, edge, count, direction) : [];
    await this.#time.spend(scanned.length, this.#clock.now() - start);
    const rows = scanned.filter((row) => chat && isShown(chat, row)).map((row) => this.#maker.row(row));
    const messages = this.#liar.answer({ chat: remote, anchor, messages: rows }) as LiveRow[];
    if (messages.length === 0) this.#empty.set(remote, String(anchor));
    else this.#empty.delete(remote);
    this.stats.rowsReturned += messages.length;
    this.stats.byChat[remote] = (this.stats.byChat[remote] ?? 0) + messages.length;
    return { messages, status: 200 };
  }

  /** A chat by the very address it is stored under. */
  #chatAt(remote: string): ChatPlan | null {
    const chat = this.#world.chat(remote);
    return chat?.id === remote ? chat : null;
  }

  /** The row a key names. Undefined: no key, so from the chat's end or start. Null: no such message. */
  #edge(anchor: unknown): Located | undefined | null {
    if (!(anchor instanceof this.#Key)) return undefined;
    const found = this.#world.locate(String(anchor));
    return found && keyText(found.row.key) === String(anchor) ? found : null;
  }

  /** Rows from the window's end (or start) until so many visible ones are together. Hidden ones come along uncounted. */
  #scan(
    chat: ChatPlan,
    edge: Located | undefined,
    count: unknown,
    direction: 'before' | 'after',
  ): StoredRow[] {
    const limit = typeof count === 'number' && count > 0 ? count : Number.POSITIVE_INFINITY;
    const back = direction === 'before';
    const places = this.#world.places(chat);
    const found: StoredRow[] = [];
    let visible = 0;
    const first = this.#world.first(chat);
    let index = edge?.index ?? (back ? places - 1 : first);
    for (; index >= first && index < places && visible < limit; index += back ? -1 : 1)
      for (const row of partOf(this.#world.place(chat, index), edge, back)) {
        found.push(row);
        if (row.fields.viewMode === 'VISIBLE') visible++;
        if (visible >= limit) break;
      }
    return back ? found.reverse() : found;
  }

  /** Without a limit a whole chat comes in one page: right only as the last resort after an empty one. */
  #checkCount(anchor: unknown, count: unknown, remote: string): void {
    if (typeof count === 'number' && Number.isInteger(count) && count > 0) return;
    if (count === null && this.#empty.get(remote) === String(anchor)) return;
    this.#tripwire.trip(`msgFindBefore with count ${String(count)} (${typeof count})`);
  }

  async #misbehave(chat: string): Promise<void> {
    const { faults, page, slow } = this.#world.params;
    if (this.#closed) throw new DOMException('The database connection is closing.', 'InvalidStateError');
    if (chat === brokenChat(this.#world)) throw new DOMException('Internal error.', 'UnknownError');
    if (this.stats.pages !== page) return;
    if (faults.includes('slow')) await this.#clock.wait(slow);
    if (!faults.includes('throw') || this.#thrown) return;
    this.#thrown = true;
    throw new DOMException('Internal error opening backing store.', 'UnknownError');
  }
}

/** Of a place's rows those on the asked side of the anchor, whose own row is not among them, in the order of the scan. */
function partOf(rows: readonly StoredRow[], edge: Located | undefined, back: boolean): readonly StoredRow[] {
  const at = edge ? rows.indexOf(edge.row) : -1;
  if (back) return (at < 0 ? [...rows] : rows.slice(0, at)).reverse();
  return at < 0 ? rows : rows.slice(at + 1);
}

/** What is dropped only after it was counted. */
function isShown(chat: ChatPlan, { type, subtype, fields }: StoredRow): boolean {
  if (NEVER_SHOWN.has(type)) return false;
  if (type === 'unknown' && fields.futureproofType !== undefined) return false;
  const group = type === 'gp2' && HIDDEN_IN_ANNOUNCEMENTS.has(subtype ?? '') ? groupOf(chat) : null;
  if (!group?.isAnnouncements) return true;
  const own = group.members.find(({ id }) => id === chat.me);
  return own?.isAdmin === true;
}
