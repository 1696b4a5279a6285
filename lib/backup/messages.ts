/** @file Phase one: every chat's messages, newest first, into sealed segments, and a list of the media they name. */
import { Fault, toFault } from '../base/fault.ts';
import { quiet } from '../base/quiet.ts';
import type { There } from '../bridge/protocol.ts';
import type { ChatRecord } from '../model/chat.ts';
import { parseFoundMessages, parseOldest } from '../model/parse.ts';
import { mayGrow } from './completeness.ts';
import { type ChatCursor, freshChat } from './cursor.ts';
import { Gathering } from './gathering.ts';
import type { Journal } from './journal.ts';
import { readPage } from './lines.ts';
import { type FirstLook, type Looking, NEAR } from './looking.ts';
import type { Marks } from './marks.ts';
import type { QueueItem } from './queue.ts';

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
type End = 'known' | 'beginning';

/** Called when nothing more will be asked of this chat, before the rest is sealed. */
export type Last = (cursor: ChatCursor, end: End, there: There | null) => void;

/**
 * Reads one chat from where its cursor stands to its beginning, or to where earlier runs know it. The journal's cursor
 * moves with each checkpoint. @returns `sealed`: resolves when all of it is.
 */
export async function captureChat(
  capture: Capture,
  chat: ChatRecord,
  last: Last,
): Promise<{ readonly sealed: Promise<void> }> {
  const { journal, looking, marks, turn } = capture;
  const { plan } = journal.cursor;
  const owes = ({ fact }: QueueItem) => plan.again || !marks.media.has(marks.tag('medium', fact.sha256));
  const at = journal.cursor.chat;
  const first = at?.id === chat.id ? null : looking.first(chat);
  const cursor = first
    ? { ...freshChat(chat.id), ...(await beginning(first.oldest, chat, journal, marks)) }
    : at;
  if (!cursor) return { sealed: turn };
  if (cursor.ended) {
    last(cursor, 'beginning', null);
    return { sealed: turn };
  }
  const gathering = new Gathering(journal, chat.id, owes, turn);
  const next = first?.page ?? looking.page(chat, cursor.before, 0, cursor.deep);
  try {
    await readPages(
      capture,
      chat,
      cursor,
      { page: next, second: first?.second ?? null },
      gathering,
      owes,
      last,
    );
    return { sealed: gathering.sealed };
  } catch (thrown) {
    await gathering.sealed.catch(() => {}); // nothing is being written any more
    throw thrown;
  }
}

async function readPages(
  {
    journal: {
      cursor: { plan },
      checkpoint,
    },
    looking,
    marks,
    limits,
  }: Capture,
  chat: ChatRecord,
  from: ChatCursor,
  first: Pick<FirstLook, 'page' | 'second'>,
  gathering: Gathering,
  owes: (item: QueueItem) => boolean,
  last: Last,
): Promise<void> {
  let cursor = from;
  let next = first.page;
  /** The page after the next, on its way as well: a page may take as long to come as the one before it to be read. */
  let { second } = first;
  let rows = 0;
  const seen = new Set<string>();
  /** Pages that reached beyond the window. */
  let near = 0;
  /** What was read before a trouble stays. */
  const keep = async () => {
    await gathering.flush(cursor);
    await gathering.sealed;
  };
  for (let pages = 1; ; pages++) {
    const page = await next.then(parseFoundMessages).catch(async (thrown: unknown) => {
      await keep();
      await checkpoint('now');
      throw thrown;
    });
    rows += page.rows.length;
    const empty = page.rows.length > 0 ? 0 : cursor.empty + 1;
    const place = page.older?.[0] ?? '';
    const isBeyond = rows > limits.rows || empty > limits.empty;
    // Where no known message can end the chat, the page goes on while this answer is looked through.
    const isFresh = plan.reads === 'all' || plan.missing || cursor.deep;
    let asked: Promise<unknown> | null = null;
    if (isFresh && page.older !== null && !isBeyond && !seen.has(place)) {
      const { older } = page;
      const { deep } = cursor;
      asked = begins(second, place, () => looking.page(chat, older, pages, deep));
      second = looking.after(chat, older);
    }
    const read = readPage(page, cursor, plan, marks, owes);
    const met = !isFresh && read.cursor.known && read.isOld;
    const again = page.older === null && isTorn(read.cursor, plan.reads);
    let state: ChatCursor = { ...read.cursor, ended: (page.older === null && !again) || met, empty };
    if (again) state = { ...state, again: true, before: null, ended: false, known: false };
    if (state.ended) last(state, met ? 'known' : 'beginning', page.there);
    else {
      if (isBeyond || (seen.has(place) && !again)) {
        await keep();
        throw new Fault('page-failed', { what: 'endless' });
      }
      seen.add(place);
      if (again) seen.clear();
      if (read.isNear) near++;
      next = asked ?? looking.page(chat, state.before, near === 1 ? NEAR : pages, state.deep);
    }
    cursor = state;
    gathering.add(read);
    if (cursor.ended || gathering.isFull) await gathering.flush(cursor);
    if (cursor.ended) return;
  }
}

/** Faults that end one chat, not the run. */
export const OF_ONE_CHAT = new Set([
  'page-failed',
  'unexpected',
  'deadline',
  'bad-answer',
  'answer-too-large',
]);

/** The page that came as the one after another, where it begins where that one ended; else it is asked for. */
const begins = (
  page: Promise<unknown> | null,
  place: string,
  ask: () => Promise<unknown>,
): Promise<unknown> =>
  page
    ? quiet(
        page.then(
          (answer) => ((answer as { from?: unknown } | null)?.from === place ? answer : ask()),
          (thrown: unknown) => {
            if (!OF_ONE_CHAT.has(toFault(thrown).code)) throw thrown;
            return ask();
          },
        ),
      )
    : ask();

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
