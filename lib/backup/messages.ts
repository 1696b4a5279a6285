/** @file Phase one: every chat's messages, newest first, into sealed segments, and a list of the media they name. */
import { Fault } from '../base/fault.ts';
import type { There } from '../bridge/protocol.ts';
import type { ChatRecord } from '../model/chat.ts';
import { fieldsOfMessages } from '../model/fields.ts';
import { isMediaType, isViewOnce, mediaOf } from '../model/media.ts';
import { parseFoundMessages, parseOldest } from '../model/parse.ts';
import type { MessageRecord } from '../model/record.ts';
import { isKnownType } from '../model/types.ts';
import { type Line, MAX_BYTES, MAX_RECORDS, toBatches } from './batch.ts';
import { mayGrow } from './completeness.ts';
import { type ChatCursor, freshChat, plus, type Totals } from './cursor.ts';
import type { Journal } from './journal.ts';
import { readPage } from './lines.ts';
import { type Looking, NEAR } from './looking.ts';
import { fold, type Marks } from './marks.ts';
import { type QueueItem, queueItem } from './queue.ts';

export interface Limits {
  /** Rows of one chat, and pages in a row that bring none: a page that goes on beyond them has no end. */
  readonly rows: number;
  readonly empty: number;
  /** Bytes of a file that comes with the answer to its opening: most photos and voice messages are smaller. */
  readonly atOnce: number;
  /** Missing media named in one index: a reader takes 64 MiB, some 250,000 of them. */
  readonly missing: number;
}

export const LIMITS: Limits = { rows: 10_000_000, empty: 1_000, atOnce: 512 * 1024, missing: 20_000 };

export interface Capture {
  readonly journal: Journal;
  readonly looking: Looking;
  readonly marks: Marks;
  readonly limits: Limits;
  /** When the journal is this chat's to write: the one before has been concluded. */
  readonly turn: Promise<void>;
}

/** At a message that is known, or where the page said that there are no more. */
export type End = 'known' | 'beginning';

/**
 * Reads one chat from where its cursor stands to its beginning, or to where earlier runs know it. The journal's cursor
 * moves with each checkpoint. @param last called when nothing more will be asked of this chat, before the rest is sealed.
 */
export async function captureChat(
  { journal, looking, marks, limits, turn }: Capture,
  chat: ChatRecord,
  last: (cursor: ChatCursor, end: End, there: There | null) => void,
): Promise<End> {
  const { plan } = journal.cursor;
  const owes = ({ fact }: QueueItem) => plan.again || !marks.media.has(marks.tag('medium', fact.sha256));
  const at = journal.cursor.chat;
  const first = at?.id === chat.id ? null : looking.first(chat);
  let cursor = first
    ? { ...freshChat(chat.id), ...(await beginning(first.oldest, chat, journal, marks)) }
    : at;
  if (!cursor) return 'beginning';
  if (cursor.ended) {
    last(cursor, 'beginning', null);
    return 'beginning';
  }
  let lines: Line[] = [];
  let owed: QueueItem[] = [];
  let records: string[] = [];
  let size = 0;
  let rows = 0;
  const flush = async (state: ChatCursor) => {
    await turn;
    const { folds } = journal.cursor;
    if (owed.length > 0) journal.put(`queue/owed-${String(folds).padStart(8, '0')}`, owed);
    if (records.length + owed.length > 0) fold(journal, { records });
    for (const batch of toBatches(chat.id, lines)) {
      const number = await journal.messages(batch.lines, batch.entry);
      const queue = batch.records.flatMap((record) => queueItem(record) ?? []).filter(owes);
      if (queue.length > 0) journal.put(`queue/${String(number).padStart(8, '0')}`, queue);
    }
    journal.move({ chat: state, totals: withRecords(journal.cursor.totals, lines) });
    lines = [];
    owed = [];
    records = [];
    size = 0;
    await journal.checkpoint();
  };

  const seen = new Set<string>();
  /** Pages that reached beyond the window. */
  let near = 0;
  let next = first?.page ?? looking.page(chat, cursor.before, 0, cursor.deep);
  for (let pages = 1; ; pages++) {
    let state: ChatCursor = cursor;
    const page = await next.then(parseFoundMessages).catch(async (thrown: unknown) => {
      // What was read before the trouble stays.
      await flush(state);
      await journal.checkpoint('now');
      throw thrown;
    });
    rows += page.rows.length;
    const empty = page.rows.length > 0 ? 0 : state.empty + 1;
    const place = page.older?.[0] ?? '';
    const isBeyond = rows > limits.rows || empty > limits.empty;
    // Where no known message can end the chat, the page goes on while this answer is looked through.
    const isFresh = plan.reads === 'all' || plan.missing || state.deep;
    const asked =
      isFresh && page.older !== null && !isBeyond && !seen.has(place)
        ? looking.page(chat, page.older, pages, state.deep)
        : null;
    const read = readPage(page, state, plan, marks, owes);
    const met = !isFresh && read.cursor.known && read.isOld;
    const again = page.older === null && isTorn(read.cursor, plan.reads);
    state = { ...read.cursor, ended: (page.older === null && !again) || met, empty };
    if (again) state = { ...state, again: true, before: null, ended: false, known: false };
    if (state.ended) last(state, met ? 'known' : 'beginning', page.there);
    else {
      if (isBeyond || (seen.has(place) && !again)) {
        await flush(cursor);
        throw new Fault('page-failed', { what: 'endless' });
      }
      seen.add(place);
      if (again) seen.clear();
      if (read.isNear) near++;
      next = asked ?? looking.page(chat, state.before, near === 1 ? NEAR : pages, state.deep);
    }
    cursor = state;
    lines = [...read.lines, ...lines];
    owed.push(...read.owed);
    records.push(...read.records);
    size += read.size;
    if (state.ended || size >= MAX_BYTES || lines.length >= MAX_RECORDS) await flush(state);
    if (state.ended) return met ? 'known' : 'beginning';
  }
}

/**
 * Older messages may have come in before the ones that are known, and the oldest of those is not there any more to
 * tell where they begin: what was left out as known is then read as well.
 */
const isTorn = ({ deep, known, passed, again }: ChatCursor, reads: 'all' | 'new'): boolean =>
  reads === 'new' && deep && known && !passed && !again;

/** Whether the chat must be read to its beginning. */
async function beginning(
  asked: Promise<unknown> | null,
  chat: ChatRecord,
  { cursor: { plan } }: Journal,
  marks: Marks,
): Promise<Pick<ChatCursor, 'oldest' | 'deep' | 'oldestKey'>> {
  // A page that does not say is not asked again: the chat is read to its beginning then.
  const key = asked
    ? await asked.then(parseOldest, () => ({ key: null })).then((answer) => answer.key)
    : null;
  const tag = key === null ? null : marks.tag('oldest', key);
  const grown = mayGrow(chat) && (tag === null || !marks.oldest.has(tag));
  return { oldest: tag, oldestKey: key, deep: plan.reads === 'all' || grown };
}

/** What the records add to the run's figures before their chat is concluded. */
function withRecords(totals: Totals, lines: readonly Line[]): Totals {
  let { nameless, unknownTypes } = totals;
  for (const { record } of lines) {
    const name = namelessReason(record);
    if (name) nameless = plus(nameless, { [name]: 1 });
    if (!isKnownType(record.type)) unknownTypes = withUnknown(unknownTypes, record.type);
  }
  const fields = plus(totals.fields, fieldsOfMessages(lines.map(({ record }) => record))) as Totals['fields'];
  return { ...totals, nameless, unknownTypes, fields };
}

/** Names come from the page: short ones, and not without end. */
function withUnknown(counts: Readonly<Record<string, number>>, type: string): Record<string, number> {
  const isNamed = Object.hasOwn(counts, type) || (type.length <= 60 && Object.keys(counts).length < 100);
  return plus(counts, { [isNamed && type !== '__proto__' ? type : 'other']: 1 }) as Record<string, number>;
}

function namelessReason(record: MessageRecord): 'view-once' | 'no-key' | null {
  if (!isMediaType(record.type) || mediaOf(record)) return null;
  return isViewOnce(record.row) ? 'view-once' : 'no-key';
}
