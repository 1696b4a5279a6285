/** @file Phase one: every chat's messages, newest first, into sealed segments, and a list of the media they name. */

import type { ChatSummary } from '../archive/contents.ts';
import { Fault, toFault } from '../base/fault.ts';
import type { ChatWitness } from '../bridge/protocol.ts';
import { addOnsOf } from '../model/addons.ts';
import type { ChatRecord } from '../model/chat.ts';
import { isMediaType, isViewOnce, mediaOf } from '../model/media.ts';
import { parseFoundMessages, toRecord } from '../model/parse.ts';
import type { AddOns, MessageRecord } from '../model/record.ts';
import type { ChatReason, ChatReport, Completeness, Differs, Unreadable } from '../model/report.ts';
import { isKnownType } from '../model/types.ts';
import type { Asking } from './asking.ts';
import { type Line, MAX_BYTES, MAX_RECORDS, toBatches, toLine } from './batch.ts';
import { type ChatCursor, freshChat, newest, oldest, plus, type Totals } from './cursor.ts';
import type { Journal } from './journal.ts';
import { queueItem } from './queue.ts';

/** Rows asked for in one question: some tens of milliseconds of the page's time. */
const ROWS = 800;
const HEADS = 64;
const TRIES = 3;

/** Reads one chat from where its cursor stands to its beginning. The journal's cursor moves with each checkpoint. */
export async function captureChat(journal: Journal, asking: Asking, chat: ChatRecord): Promise<void> {
  const at = journal.cursor.chat;
  let cursor = at?.id === chat.id ? at : freshChat(chat.id);
  if (cursor.ended) return;
  let lines: Line[] = [];
  let size = 0;
  const flush = async (state: ChatCursor) => {
    for (const batch of toBatches(chat.id, lines)) {
      const number = await journal.messages(batch.lines, batch.entry);
      const queue = batch.records.flatMap((record) => queueItem(record) ?? []);
      if (queue.length > 0) await journal.put(`queue/${String(number).padStart(8, '0')}`, queue);
    }
    journal.move({ chat: state, totals: withRecords(journal.cursor.totals, lines) });
    lines = [];
    size = 0;
    await journal.checkpoint();
  };

  let next = askAhead(asking, chat.id, cursor.before);
  for (;;) {
    const page = await next.then(parseFoundMessages).catch(async (thrown: unknown) => {
      // What was read before the trouble stays.
      await flush(cursor);
      await journal.checkpoint('now');
      throw thrown;
    });
    if (page.older) next = askAhead(asking, chat.id, page.older);
    const read = toLines(chat.id, page);
    lines = [...read.lines, ...lines];
    size += read.size;
    cursor = grown(cursor, page.older, read);
    if (page.older === null || size >= MAX_BYTES || lines.length >= MAX_RECORDS) await flush(cursor);
    if (page.older === null) return;
  }
}

/** Closes the chat that was read, or skipped, with its report. */
export async function concludeChat(
  journal: Journal,
  chat: ChatRecord,
  outcome: { completeness: Completeness; reason?: ChatReason },
  witness: ChatWitness | null = null,
): Promise<void> {
  const { cursor } = journal;
  const at = cursor.chat?.id === chat.id ? cursor.chat : freshChat(chat.id);
  const differs = differenceOf(witness, at.given.rows);
  const report: ChatReport = {
    id: chat.id,
    ...outcome,
    found: at.found,
    kept: at.kept,
    skipped: at.skipped,
    ...(differs ? { differs } : {}),
    ...(Object.keys(at.unreadable).length > 0 ? { unreadable: at.unreadable } : {}),
    first: at.first,
    last: at.last,
  };
  const summary: ChatSummary = {
    ...chat,
    count: at.kept,
    first: at.first,
    last: at.last,
    report,
    heads: at.heads,
  };
  const { totals } = cursor;
  await journal.put(`chat/${String(totals.chats).padStart(8, '0')}`, summary);
  journal.move({
    chat: null,
    totals: {
      ...totals,
      chats: totals.chats + 1,
      completeness: plus(totals.completeness, { [outcome.completeness]: 1 }),
      messages: { found: totals.messages.found + at.found, kept: totals.messages.kept + at.kept },
      skipped: plus(totals.skipped, at.skipped),
      unreadable: plus(totals.unreadable, at.unreadable),
      oldest: oldest(totals.oldest, at.first),
      witness: {
        ...totals.witness,
        checked: totals.witness.checked + (witness?.stored == null ? 0 : 1),
        differing: totals.witness.differing + (differs ? 1 : 0),
      },
    },
  });
  await journal.checkpoint();
}

/** Where WhatsApp's own table holds more than its pages gave. Less is no loss: a message was deleted meanwhile. */
function differenceOf(witness: ChatWitness | null, given: number): Differs | null {
  if (witness?.stored == null) return null;
  const stored = Math.max(0, witness.stored - witness.unshown - witness.since);
  return stored <= given ? null : { stored, given };
}

/** How complete WhatsApp's own copy of a chat is (facts B5). */
export function completenessOf(chat: ChatRecord): Completeness {
  switch (chat.row.endOfHistoryTransferType) {
    case 0:
    case 3:
    case 4:
    case 5:
      return 'more-on-phone';
    case 2:
      return 'still-syncing';
    case 1:
    case undefined:
    case null:
      return 'complete';
    default:
      return 'unknown';
  }
}

/** The next page is asked for before the last one is sealed. A failure shows when it is awaited. */
function askAhead(asking: Asking, chat: string, before: readonly string[] | null): Promise<unknown> {
  const answer = askAgain(asking, chat, before);
  answer.catch(() => {});
  return answer;
}

async function askAgain(asking: Asking, chat: string, before: readonly string[] | null): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return await asking.ask('messages', { chat, before, count: ROWS, disappearing: false });
    } catch (thrown) {
      const { code, detail } = toFault(thrown);
      const mayPass =
        code === 'unexpected' ||
        code === 'deadline' ||
        (code === 'page-failed' && detail.what !== 'anchor-lost');
      if (!mayPass || tries === TRIES) throw thrown;
    }
  }
}

interface Read {
  readonly lines: readonly Line[];
  readonly size: number;
  readonly found: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly unreadable: Partial<Record<Unreadable, number>>;
  readonly given: ChatCursor['given'];
}

function toLines(chat: string, page: ReturnType<typeof parseFoundMessages>): Read {
  const beside = addOnsOf(page.addOns);
  const lines: Line[] = [];
  const skipped: Record<string, number> = page.skipped.disappearing > 0 ? { ...page.skipped } : {};
  const seen = new Set<string>();
  let found = 0;
  for (const row of page.rows) {
    found++;
    const line = tryLine(row, chat, beside);
    if (typeof line === 'string') skipped[line] = (skipped[line] ?? 0) + 1;
    else if (seen.has(line.record.id)) found--;
    else {
      seen.add(line.record.id);
      lines.push(line);
    }
  }
  found += page.skipped.disappearing;
  const size = lines.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { lines, size, found, skipped, unreadable: page.unreadable, given: page.given };
}

function tryLine(
  row: Parameters<typeof toRecord>[0],
  chat: string,
  beside: (id: string) => AddOns,
): Line | 'unreadable' | 'too-large' {
  try {
    return toLine(toRecord(row, chat, beside(String(row.id)))) ?? 'too-large';
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'bad-answer') return 'unreadable';
    throw thrown;
  }
}

function grown(cursor: ChatCursor, before: readonly string[] | null, read: Read): ChatCursor {
  const times = read.lines.map(({ record }) => record.t);
  const keys = read.lines.map(({ record }) => record.id).reverse();
  return {
    id: cursor.id,
    before,
    ended: before === null,
    given: {
      rows: cursor.given.rows + read.given.rows,
      newest: Math.max(cursor.given.newest, read.given.newest),
    },
    found: cursor.found + read.found,
    kept: cursor.kept + read.lines.length,
    skipped: plus(cursor.skipped, read.skipped),
    unreadable: plus(cursor.unreadable, read.unreadable),
    first: times.reduce<number | null>(oldest, cursor.first),
    last: times.reduce<number | null>(newest, cursor.last),
    heads: [...cursor.heads, ...keys].slice(0, HEADS),
  };
}

/** What the records add to the run's figures before their chat is concluded. */
function withRecords(totals: Totals, lines: readonly Line[]): Totals {
  let { nameless, unknownTypes } = totals;
  for (const { record } of lines) {
    const name = namelessReason(record);
    if (name) nameless = plus(nameless, { [name]: 1 });
    if (!isKnownType(record.type)) unknownTypes = withUnknown(unknownTypes, record.type);
  }
  return { ...totals, nameless, unknownTypes };
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
