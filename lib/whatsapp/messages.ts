/** @file The stored history of one chat, page by page from the newest, the way the client's own export reads it (facts B4, L1). */
import { Fault } from '../base/fault.ts';
import { quiet } from '../base/quiet.ts';
import type { FoundMessages, There } from '../bridge/protocol.ts';
import { LONGEST_ANCHOR } from '../model/record.ts';
import { type RowLine, roomFor } from '../model/rows.ts';
import { addOnsTo, joined, type ReadAddOns } from './addons.ts';
import { createAhead } from './ahead.ts';
import { createLine } from './line.ts';
import { get, invoke, type Modules } from './modules.ts';
import { nextSize, pace } from './pace.ts';
import { isAddOn, isDisappearing, lineOf } from './rows.ts';
import { thereOf } from './selftest.ts';
import { FIRST, isOlder, rowsLeft } from './window.ts';

/** Rows asked for at first; a page may be longer. */
const PAGE = 200;
/** An empty page is no proof of the end: asked again, larger, before it counts. */
const LARGER = [5_000, 1_000_000];
const MOST = 2_000;
/** So many times what was asked for is looked through for it. */
const WIDE = 10;
/** Keys handed out as the place to go on from: should the oldest be deleted meanwhile, the next one serves. */
const SPARE_KEYS = 5;
/** Milliseconds without a page after which others need not wait for its answer any more. */
const PATIENCE = 5_000;
/** Pages of which it is known where they end. */
const ENDS = 8;
/** Chats read side by side, and some more. */
const HELD = 16;

export interface ReadOptions {
  /** The next page will be asked for: it is read meanwhile. */
  readonly ahead?: boolean | undefined;
  /** Enough where rows are older. */
  readonly since?: number | undefined;
  /** The page after this one, which was asked for just before. */
  readonly after?: boolean | undefined;
}

export interface MessageReader {
  read(
    chat: unknown,
    before: readonly string[] | null,
    count: number,
    disappearing: boolean,
    signal: AbortSignal,
    options?: ReadOptions,
  ): Promise<FoundMessages>;
}

export function messageReader(modules: Modules): MessageReader {
  /** Live anchors, under the text that stands for each outside: a copied key would end the chat early without a sign. */
  const held = new Map<string, object>();
  const hold = (text: string, key: object) => {
    held.set(text, key);
    for (const [oldest] of held) {
      if (held.size <= HELD) break;
      held.delete(oldest);
    }
  };

  const anchorsOf = (before: readonly string[]): object[] =>
    before.map((text) => held.get(text) ?? reviveKey(modules, text));

  const { map, turn } = pace();
  let size = PAGE;

  /** @returns the page, which of the anchors still stood, and who was there when it was empty. */
  const pageBefore = async (
    anchors: readonly object[],
    wanted: number,
    signal: AbortSignal,
  ): Promise<{ page: object[]; spare: number; there: There | null }> => {
    for (const [spare, anchor] of anchors.entries()) {
      for (const count of [Math.min(size, wanted), ...LARGER]) {
        signal.throwIfAborted();
        const asked = performance.now();
        const { rows, status } = await findBefore(modules, anchor, count);
        if (count === size) size = nextSize(size, performance.now() - asked);
        if (status >= 400) break; // this key is gone: the next one
        // Of a page that had to be asked for larger only its newest rows are taken: the rest comes with the next one.
        if (rows.length > 0) return { page: rows.slice(-MOST), spare, there: null };
        if (count === LARGER.at(-1)) return { page: [], spare, there: thereOf(modules) };
      }
    }
    throw new Fault('page-failed', { what: 'anchor-lost' });
  };

  /** Answers are made one after the other, so that the first is there soon; the database reads for the next meanwhile. */
  const line = createLine();

  const read = async (
    chat: unknown,
    before: readonly string[] | null,
    count: number,
    disappearing: boolean,
    since: number | undefined,
    signal: AbortSignal,
  ): Promise<FoundMessages> => {
    /** Of what is left of the answer, as much as reaches the end of the window. */
    const wanted = (left: number, last: readonly object[] | null) => {
      // Of one wanted row before thousands that are left out, each would else be a page of its own.
      if (last?.length === 0) return Math.max(left, PAGE);
      if (since === undefined) return Math.max(left, 1);
      return Math.max(Math.min(left, last ? rowsLeft(last, since) : FIRST), 1);
    };
    let lines: RowLine[] = [];
    const beside: Promise<ReadAddOns>[] = [];
    const skipped: Record<string, number> = {};
    const anchors = before === null ? [{ remote: chat }] : anchorsOf(before);
    let older: string[] | null = before === null ? null : [...before];
    let seen = 0;
    /** Rows that are still wanted: those left out cost nobody but the database. */
    let left = count;
    let newest = 0;
    let next = quiet(pageBefore(anchors, wanted(count, null), signal));
    await next; // a chat whose page never comes keeps nobody waiting
    const leave = await line.join(signal);
    let late: ReturnType<typeof setTimeout> | undefined;
    const answer = async () => {
      const room = roomFor(lines);
      await map(lines, room.put);
      leave(); // what lies beside is asked for while the next answer is made
      return {
        rows: room.buffer,
        ...joined(await Promise.all(beside)),
        given: { rows: seen, newest },
        skipped,
      };
    };
    try {
      for (;;) {
        clearTimeout(late);
        late = setTimeout(leave, PATIENCE);
        const { page, spare, there } = await next;
        if (there) {
          const end = await answer();
          // What lies beside came after the empty page did.
          return { ...end, older: null, there: there.state === 'ready' ? thereOf(modules) : there };
        }
        // With a spare anchor the page ends in rows that were read already.
        const known = new Set(spare > 0 ? older : []);
        const fresh = spare > 0 ? page.filter((row) => !known.has(JSON.stringify(get(row, 'id')))) : page;
        const keys = page.slice(0, SPARE_KEYS).map((row) => get(row, 'id') as object);
        const texts = keys.map((key) => JSON.stringify(key));
        if (texts[0] === undefined || texts[0] === older?.[0])
          throw new Fault('page-failed', { what: 'page does not move' });
        const kept = fresh.filter((row) => !isAddOn(row));
        const lasting = disappearing ? kept : kept.filter((row) => !isDisappearing(row));
        if (lasting.length < kept.length)
          skipped.disappearing = (skipped.disappearing ?? 0) + kept.length - lasting.length;
        seen += fresh.length;
        left -= lasting.length;
        // From a key too long to be handed out, the way leads on from the live one only: over it, in this same answer.
        const goesOn = (left > 0 && seen < WIDE * count && !isOlder(lasting, since)) || !isHandy(texts[0]);
        // The database reads on while this page is made plain.
        if (goesOn) next = quiet(pageBefore(keys, wanted(left, lasting), signal));
        beside.push(quiet(addOnsTo(modules, lasting, turn)));
        lines = [...(await map(lasting, (row) => lineOf(row, disappearing))), ...lines];
        newest = fresh.reduce((most, row) => Math.max(most, Number(get(row, 'rowId')) || 0), newest);
        older = texts;
        hold(texts[0], keys[0] as object);
        if (!goesOn) return { ...(await answer()), older: texts.filter(isHandy), there: thereOf(modules) };
      }
    } finally {
      clearTimeout(late);
      leave();
    }
  };

  const prepared = createAhead<FoundMessages>();
  const questionOf = (chat: unknown, before: readonly string[] | null, ...rest: readonly unknown[]): string =>
    JSON.stringify([String(chat), before?.[0], ...rest]);

  /** Where the pages given last end, by their questions. */
  const ends = new Map<string, Promise<FoundMessages['older']>>();

  return {
    async read(chat, before, count, disappearing, signal, { ahead = false, since, after = false } = {}) {
      const ask = (from: readonly string[] | null) => (until: AbortSignal) =>
        read(chat, from, count, disappearing, since, until);
      const rest = [count, disappearing, since ?? null];
      const give = async (from: readonly string[] | null): Promise<FoundMessages> => {
        const question = questionOf(chat, from, ...rest);
        const answer = prepared.take(question, signal, ask(from));
        ends.set(question, quiet(answer.then(({ older }) => older)));
        for (const [oldest] of ends) if (ends.size > ENDS) ends.delete(oldest);
        const { older } = await answer;
        if (ahead && older) prepared.prepare(questionOf(chat, older, ...rest), ask(older));
        return answer;
      };
      if (!after) return give(before);
      const from = await ends.get(questionOf(chat, before, ...rest));
      if (!from?.[0]) throw new Fault('page-failed', { what: 'no page before' });
      return { ...(await give(from)), from: from[0] };
    },
  };
}

const isHandy = (key: string): boolean => key.length <= LONGEST_ANCHOR;

async function findBefore(modules: Modules, anchor: object, count: number) {
  const before = modules.pick('messagesBefore');
  const byDirection = modules.pick('messagesByDirection');
  const answer: unknown =
    typeof before === 'function'
      ? await Reflect.apply(before, undefined, [{ anchor, count }])
      : typeof byDirection === 'function'
        ? await Reflect.apply(byDirection, undefined, [{ anchor, count, direction: 'before' }])
        : undefined;
  const rows = get(answer, 'messages');
  const status = get(answer, 'status');
  if (!Array.isArray(rows)) throw new Fault('page-failed', { what: 'no page of messages' });
  return {
    rows: rows.filter((row): row is object => typeof row === 'object' && row !== null),
    status: typeof status === 'number' ? status : 200,
  };
}

/** A real key of the page's own class from its text. */
function reviveKey(modules: Modules, text: string): object {
  const key = invoke(modules.pick('messageKey'), 'from', JSON.parse(text));
  if (typeof key !== 'object' || key === null) throw new Fault('page-failed', { what: 'message key' });
  return key;
}
