/** @file WhatsApp's own tables of what belongs to messages and chats: found by module, else by store, read in bulk by key. */
import { get, invoke, type Modules } from './modules.ts';

/** table → the store it lies in, should its own module be gone. */
export const TABLES = {
  reactionsTable: 'reactions',
  votesTable: 'poll-votes',
  answersTable: 'event-responses',
  pinsTable: 'pinned-messages',
  commentsTable: 'comments',
  receiptsTable: 'message-info',
  associationsTable: 'message-association',
  unifiedTable: 'addons-unified',
  labelsTable: 'label',
  labelAssociationsTable: 'label-association',
} as const;

export type TableName = keyof typeof TABLES;

export const isTable = (name: string): name is TableName => Object.hasOwn(TABLES, name);

/** A table and the path that served it; null where this build has none. */
export function tableOf(modules: Modules, name: TableName): { table: unknown; path: string } | null {
  const own = called(modules.pick(name));
  if (own) return { table: own, path: modules.served(name) ?? name };
  const storage = called(modules.pick('storage'));
  try {
    const table = invoke(storage, 'table', TABLES[name]);
    return table ? { table, path: `${modules.served('storage')} ${TABLES[name]}` } : null;
  } catch {
    return null;
  }
}

/** Rows whose column holds one of the keys. @throws what the table throws, and where it cannot be asked. */
export async function rowsOf(table: unknown, column: string, keys: readonly string[]): Promise<object[]> {
  if (keys.length === 0) return [];
  if (typeof get(table, 'anyOf') === 'function')
    return objectsOf(await invoke(table, 'anyOf', [column], [...keys]));
  if (typeof get(table, 'equals') !== 'function') throw new TypeError('a table that cannot be asked');
  const found: object[] = [];
  for (const key of keys) found.push(...objectsOf(await invoke(table, 'equals', [column], key)));
  return found;
}

/** Every row of a small table. @throws as {@link rowsOf}. */
export async function allRowsOf(table: unknown): Promise<object[]> {
  if (typeof get(table, 'all') !== 'function') throw new TypeError('a table that cannot be asked');
  return objectsOf(await invoke(table, 'all'));
}

function objectsOf(found: unknown): object[] {
  if (!Array.isArray(found)) throw new TypeError('a table that answers with no list');
  return found.filter((row): row is object => typeof row === 'object' && row !== null);
}

function called(ask: unknown): unknown {
  try {
    return typeof ask === 'function' ? Reflect.apply(ask, undefined, []) : undefined;
  } catch {
    return undefined;
  }
}
