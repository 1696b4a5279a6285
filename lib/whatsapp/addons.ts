/** @file What belongs to messages, read in bulk for a page. A source that fails costs what it holds, never the messages. */
import { utf8 } from '../base/bytes.ts';
import type { AddOnSource } from '../bridge/protocol.ts';
import { toJson } from '../model/json.ts';
import { Found, isFlagged, ownParent, SOURCES, type Source } from './addon-sources.ts';
import { get, type Modules } from './modules.ts';
import { idText } from './plain.ts';
import { rowsOf, tableOf } from './tables.ts';

export interface ReadAddOns {
  readonly found: Found;
  /** Rows that were not understood, and messages whose source could not be asked. */
  readonly unreadable: Readonly<Record<string, number>>;
}

/** @param rows live rows of one page. @param turn lets the page's own work in between two questions. */
export async function addOnsTo(
  modules: Modules,
  rows: readonly object[],
  turn: () => Promise<void>,
): Promise<ReadAddOns> {
  const found = new Found();
  const unreadable: Record<string, number> = {};
  const keys = keysFor(rows, alternates(modules));
  for (const row of rows) {
    const [own, parent] = [idText(get(row, 'id')), ownParent(row)];
    if (own !== null && parent) found.add(own, 'parents', parent);
  }
  // Asked together, taken in order: some of them tell of the same thing.
  const asked: { source: Source; of: readonly object[]; answer: Promise<Answer> }[] = [];
  for (const source of SOURCES) {
    const of = source.of(rows);
    if (of.length === 0) continue;
    asked.push({ source, of, answer: ask(modules, source, of, keys) });
    await turn();
  }
  for (const { source, of, answer } of asked) {
    const lacking = take(modules, source, of, await answer, found);
    if (lacking > 0) unreadable[source.name] = lacking;
  }
  return { found, unreadable };
}

/** Of an answer's pages, as it leaves the page. */
export function joined(pages: readonly ReadAddOns[]) {
  const whole = new Found();
  const unreadable: Record<string, number> = {};
  for (const page of pages) {
    for (const [parent, lists] of page.found.by)
      for (const [source, items] of Object.entries(lists) as [AddOnSource, never[]][])
        for (const item of items) whole.add(parent, source, item);
    for (const [source, count] of Object.entries(page.unreadable))
      unreadable[source] = (unreadable[source] ?? 0) + count;
  }
  const entries = [...whole.by].map(([parent, lists]) => [parent, toJson(lists)]);
  return { addOns: utf8(JSON.stringify(Object.fromEntries(entries))).buffer, unreadable };
}

/** Rows of a table, and by their key the messages they may belong to; or that this build has none, or that it fails. */
type Answer =
  | { readonly parents: ReadonlyMap<string, string>; readonly rows: readonly object[] }
  | 'none'
  | 'failed';

/** Never throws. */
async function ask(
  modules: Modules,
  source: Source,
  of: readonly object[],
  keysOf: ReturnType<typeof keysFor>,
): Promise<Answer> {
  const read = askerOf(modules, source);
  if (!read) return 'none';
  try {
    const parents = keysOf(source.name, of);
    const keys = [...parents.keys()];
    return { parents, rows: await twice(() => read(keys)) };
  } catch {
    return 'failed';
  }
}

/** @returns how many could not be read. */
function take(modules: Modules, source: Source, of: readonly object[], answer: Answer, found: Found): number {
  if (answer === 'none') return source.needed(of);
  if (answer === 'failed') return Math.max(source.needed(of), 1);
  const { parents, rows } = answer;
  const serve = source.name === 'comments' ? modules.pick('comment') : null;
  const met = new Set<string>();
  let lacking = 0;
  try {
    for (const row of rows) {
      const parent = parents.get(idText(get(row, source.column)) ?? '');
      if (parent !== undefined && source.take(found, parent, row, serve)) met.add(parent);
      else lacking++;
    }
  } catch {
    return lacking + Math.max(source.needed(of), 1);
  }
  // WhatsApp says that there is a reaction, and none is there, not even one taken back.
  if (source.name === 'reactions')
    for (const row of of) if (isFlagged(row) && !met.has(idText(get(row, 'id')) ?? '')) lacking++;
  return lacking;
}

/** Null where this build has no such source. */
function askerOf(
  modules: Modules,
  { name, table, column }: Source,
): ((keys: readonly string[]) => Promise<readonly object[]>) | null {
  const all = name === 'reactions' ? modules.pick('reactions') : null;
  if (typeof all === 'function')
    return async (keys) => {
      const rows: unknown = await Reflect.apply(all, undefined, [[...keys]]);
      if (!Array.isArray(rows)) throw new TypeError('reactions that are no list');
      return rows as object[];
    };
  const served = tableOf(modules, table);
  return served && ((keys) => rowsOf(served.table, column, keys));
}

/** {@link keysOf} of one page: sources that may have something of any of its rows share theirs. */
function keysFor(rows: readonly object[], alternate: Alternate) {
  let shared: Map<string, string> | null = null;
  return (source: AddOnSource, of: readonly object[]): Map<string, string> => {
    if (of !== rows || source === 'reactions') return keysOf(alternate, of, source);
    shared ??= keysOf(alternate, rows, source);
    return shared;
  };
}

/** Ids under which something may lie → the message's own: WhatsApp keeps add-ons under either of a chat's addresses. */
function keysOf(alternate: Alternate, rows: readonly object[], source: AddOnSource): Map<string, string> {
  const keys = new Map<string, string>();
  // Where no row says whether it has a reaction, each is looked up under both.
  const told = source === 'reactions' && rows.some((row) => get(row, 'hasReaction') !== undefined);
  const add = (id: string, live: unknown, both: boolean) => {
    const texts = [idText(live), both ? alternate(live) : null];
    for (const text of texts) if (text !== null && !keys.has(text)) keys.set(text, id);
  };
  for (const row of rows) {
    const id = idText(get(row, 'id'));
    if (id === null) continue;
    add(id, get(row, 'id'), !told || isFlagged(row));
    const edit = source === 'receipts' ? get(row, 'latestEditMsgKey') : null;
    if (edit) add(id, edit, true); // an edited message's receipts lie under its last edit
  }
  return keys;
}

type Alternate = (key: unknown) => string | null;

/** A key's text at the chat's other address; asked once for each. */
function alternates(modules: Modules): Alternate {
  const ask = modules.pick('alternateKey');
  const known = new Map<unknown, string | null>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) {
      try {
        found = typeof ask === 'function' ? idText(Reflect.apply(ask, undefined, [key])) : null;
      } catch {
        found = null;
      }
      known.set(key, found);
    }
    return found;
  };
}

/** A database may be busy for a moment. */
async function twice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch {
    return ask();
  }
}
