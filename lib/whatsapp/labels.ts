/** @file Labels and lists, and the chats they are on, from WhatsApp's own tables. */
import type { FoundChat } from '../bridge/protocol.ts';
import { get, type Modules } from './modules.ts';
import { idText } from './plain.ts';
import { allRowsOf, type TableName, tableOf } from './tables.ts';

/** By the chat's id. Empty where this build has no labels. */
export async function labelsOf(modules: Modules): Promise<ReadonlyMap<string, FoundChat['labels']>> {
  const names = new Map<string, string>();
  for (const row of await rows(modules, 'labelsTable')) {
    const [id, name] = [get(row, 'id'), get(row, 'name')];
    if (id !== undefined && typeof name === 'string') names.set(String(id), name);
  }
  const found = new Map<string, { id: string; name: string }[]>();
  for (const row of await rows(modules, 'labelAssociationsTable')) {
    const [chat, label] = [idText(get(row, 'associationId')), get(row, 'labelId')];
    if (chat === null || label === undefined || get(row, 'type') !== 'jid') continue;
    const id = String(label);
    found.set(chat, [...(found.get(chat) ?? []), { id, name: names.get(id) ?? '' }]);
  }
  return found;
}

async function rows(modules: Modules, name: TableName): Promise<readonly object[]> {
  const served = tableOf(modules, name);
  try {
    return served ? await allRowsOf(served.table) : [];
  } catch {
    return [];
  }
}
