/** @file One page of a chat, newest first, into the lines that are sealed; what earlier runs have word for word is left out. */
import { Fault } from '../base/fault.ts';
import { addOnsOf } from '../model/addons.ts';
import { type parseFoundMessages, toRecord } from '../model/parse.ts';
import { type AddOns, MARGIN } from '../model/record.ts';
import { type Line, toLine } from './batch.ts';
import { type ChatCursor, newest, oldest, plus } from './cursor.ts';
import type { Marks } from './marks.ts';
import { type MediaChoice, type Plan, takes } from './plan.ts';
import { type QueueItem, queueItem } from './queue.ts';

type Page = ReturnType<typeof parseFoundMessages>;

/** The newest message keys of a chat that are marked. */
const HEADS = 64;

export interface Read {
  /** The chat's cursor after the page. */
  readonly cursor: ChatCursor;
  /** Oldest first. */
  readonly lines: readonly Line[];
  readonly size: number;
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
  const beside = addOnsOf(page.addOns);
  const lines: Line[] = [];
  const owed: QueueItem[] = [];
  const records: string[] = [];
  const keys: string[] = [];
  const drop: string[] = [];
  const skipped: Record<string, number> = {};
  const seen = new Set<string>();
  let { known, passed } = before;
  let found = 0;
  let added = 0;
  let unchanged = 0;

  const owe = (line: Line | string, tried: MediaChoice | null = null) => {
    const item = typeof line === 'string' ? null : queueItem(line.record);
    if (item && owes(item) && !(tried && takes(tried, item.fact))) owed.push(item);
  };
  for (const row of page.rows.toReversed()) {
    const id = typeof row.id === 'string' ? row.id : '';
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
    const isSettled = plan.reads === 'new' && known && !wasPassed && isBefore(row.t, plan.since);
    if (isSettled !== before.again) {
      if (isSettled && id !== '') keys.push(id);
      if (isSettled && plan.missing) owe(tryLine(row, before.id, beside), plan.tried);
      continue;
    }
    // Without what belongs to it, a known message would replace a better record of itself.
    if (plan.reads === 'new' && page.hollow && known && !wasPassed) {
      if (id !== '') keys.push(id);
      continue;
    }
    const line = tryLine(row, before.id, beside);
    if (typeof line === 'string') {
      found++;
      skipped[line] = (skipped[line] ?? 0) + 1;
      continue;
    }
    keys.push(line.record.id);
    if (line.record.t >= plan.since) {
      const record = tag('record', line.bytes);
      records.push(record);
      if (plan.reads === 'new' && marks.records.has(record)) {
        unchanged++;
        owe(line);
        continue;
      }
    }
    found++;
    if (!known || wasPassed) added++;
    lines.push(line);
  }
  lines.reverse();
  if (!before.again && page.skipped.disappearing > 0) {
    found += page.skipped.disappearing;
    skipped.disappearing = page.skipped.disappearing;
  }
  const times = lines.map(({ record }) => record.t);
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
    lines,
    size: lines.reduce((sum, { bytes }) => sum + bytes.length, 0),
    owed,
    records,
    isOld: page.rows.length > 0 && page.rows.slice(0, MARGIN).every(({ t }) => isBefore(t, plan.since)),
    isNear: known && page.rows.some(({ t }) => isBefore(t, plan.since)),
  };
}

const isBefore = (t: unknown, since: number): boolean => typeof t === 'number' && t < since;

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
