/** @file One page of a chat, newest first, into the lines that are sealed; what earlier runs have word for word is left out. */
import { Fault } from '../base/fault.ts';
import { addOnsOf, type FoundAddOns } from '../model/addons.ts';
import { type parseFoundMessages, toRecord } from '../model/parse.ts';
import { MARGIN, type MessageRecord } from '../model/record.ts';
import type { FoundRow } from '../model/rows.ts';
import { bytesOf, type Line, toLine } from './batch.ts';
import { type ChatCursor, newest, oldest, plus } from './cursor.ts';
import type { Marks } from './marks.ts';
import { Met } from './met.ts';
import { type MediaChoice, type Plan, takes } from './plan.ts';
import type { QueueItem } from './queue.ts';

type Page = ReturnType<typeof parseFoundMessages>;

/** The newest message keys of a chat that are marked. */
const HEADS = 64;

export interface Read {
  /** The chat's cursor after the page. */
  readonly cursor: ChatCursor;
  /** Oldest first. */
  readonly lines: readonly Line[];
  readonly size: number;
  readonly met: Met;
  /** Media that unchanged messages name and no run has. */
  readonly owed: readonly QueueItem[];
  /** Tags of the records within the window. */
  readonly records: readonly string[];
  /** The {@link MARGIN} rows put in first are all older than the window. */
  readonly isOld: boolean;
  /** A known message was met, and a row that is older: little is left to be looked at. */
  readonly isNear: boolean;
}

/** @param owes whether a medium is still to be fetched. */
export function readPage(
  page: Page,
  before: ChatCursor,
  plan: Plan,
  { tag, ...marks }: Marks,
  owes: (item: QueueItem) => boolean,
): Read {
  const lines: Line[] = [];
  const owed: QueueItem[] = [];
  const records: string[] = [];
  const keys: string[] = [];
  const drop: string[] = [];
  const skipped: Record<string, number> = {};
  const met = new Met();
  const seen = new Set<string>();
  /** Of each row, the newest first. */
  const old: boolean[] = [];
  let { known, passed } = before;
  let found = 0;
  let added = 0;
  let unchanged = 0;

  const owe = ({ item }: Line, tried: MediaChoice | null = null) => {
    if (item && owes(item) && !(tried && takes(tried, item.fact))) owed.push(item);
  };
  for (const given of page.rows.newestFirst()) {
    const head = given?.head ?? {}; // a line that is no row
    old.push(isBefore(head.t, plan.since));
    const id = typeof head.id === 'string' ? head.id : '';
    if (id !== '' && seen.has(id)) continue;
    seen.add(id);
    const wasPassed = passed;
    const growing = before.deep && !passed && marks.oldest.size > 0;
    if (id !== '' && (plan.reads === 'new' || !known || growing)) {
      const head = marks.heads.size > 0 ? tag('head', id) : '';
      if (marks.heads.has(head)) {
        known = true;
        if (before.heads.length + keys.length >= HEADS) drop.push(head);
      }
      if (growing && known) passed = marks.oldest.has(tag('oldest', id));
    }
    const isSettled = plan.reads === 'new' && known && !wasPassed && isBefore(head.t, plan.since);
    if (isSettled !== before.again) {
      if (isSettled && id !== '') keys.push(id);
      const made = isSettled && plan.missing && tryLine(given, before.id, page.addOns);
      if (typeof made === 'object') owe(made.line, plan.tried);
      continue;
    }
    // Without what belongs to it, a known message would replace a better record of itself.
    if (plan.reads === 'new' && page.hollow && known && !wasPassed) {
      if (id !== '') keys.push(id);
      continue;
    }
    const made = tryLine(given, before.id, page.addOns);
    if (typeof made === 'string') {
      found++;
      skipped[made] = (skipped[made] ?? 0) + 1;
      continue;
    }
    const { record, line } = made;
    keys.push(line.id);
    if (line.t >= plan.since) {
      const mark = tag('record', [bytesOf([line])]);
      records.push(mark);
      if (plan.reads === 'new' && marks.records.has(mark)) {
        unchanged++;
        owe(line);
        continue;
      }
    }
    found++;
    if (!known || wasPassed) added++;
    lines.push(line);
    met.add(record);
  }
  lines.reverse();
  const size = lines.reduce((sum, line) => sum + line.size, 0);
  if (!before.again && page.skipped.disappearing > 0) {
    found += page.skipped.disappearing;
    skipped.disappearing = page.skipped.disappearing;
  }
  const times = lines.map(({ t }) => t);
  return {
    cursor: {
      ...before,
      before: page.older,
      ended: page.older === null,
      given: before.again
        ? before.given
        : {
            rows: before.given.rows + page.given.rows,
            newest: Math.max(before.given.newest, page.given.newest),
          },
      found: before.found + found,
      kept: before.kept + lines.length,
      skipped: plus(before.skipped, skipped),
      unreadable: before.again ? before.unreadable : plus(before.unreadable, page.unreadable),
      first: times.reduce<number | null>(oldest, before.first),
      last: times.reduce<number | null>(newest, before.last),
      heads: before.again ? before.heads : [...before.heads, ...keys].slice(0, HEADS),
      known,
      passed,
      added: before.added + added,
      unchanged: before.unchanged + unchanged,
      drop: [...before.drop, ...drop],
    },
    // A few lines must not keep the bytes of all the others in memory until they are sealed.
    lines: 2 * size < page.rows.size ? lines.map(inMemoryOfItsOwn) : lines,
    size,
    met,
    owed,
    records,
    isOld: old.length > 0 && old.slice(-MARGIN).every((one) => one),
    isNear: known && old.includes(true),
  };
}

const inMemoryOfItsOwn = (line: Line): Line => ({ ...line, json: line.json.slice() });

const isBefore = (t: unknown, since: number): boolean => typeof t === 'number' && t < since;

function tryLine(
  found: FoundRow | null,
  chat: string,
  beside: FoundAddOns,
): { record: MessageRecord; line: Line } | 'unreadable' | 'too-large' {
  if (!found) return 'unreadable';
  try {
    const record = toRecord(found, chat, addOnsOf(beside, found.head.id));
    const line = toLine(record, found.json);
    return line ? { record, line } : 'too-large';
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'bad-answer') return 'unreadable';
    throw thrown;
  }
}
