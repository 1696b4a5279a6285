/** @file Chats, groups and contacts from the page's collections, in slices. */
import type { FoundChat, FoundContact, Page } from '../bridge/protocol.ts';
import type { Plain } from '../model/json.ts';
import { get, invoke, type Modules } from './modules.ts';
import { idText, plain } from './plain.ts';
import { fieldsOf, modelsOf } from './selftest.ts';

const SLICE = 200;

/** Tokens that prove something to WhatsApp's servers: of no use to a reader. */
const LEFT_OUT = new Set([
  'tcToken',
  'tcTokenTimestamp',
  'tcTokenSenderTimestamp',
  'msgs',
  'contact',
  'groupMetadata',
]);

/** Members that a model's serialised form leaves out although they matter. */
const CHAT_SESSION = [
  'isParentGroup',
  'groupType',
  'isFavorite',
  'endOfHistoryTransferType',
  'pendingInitialLoading',
];
const CONTACT_SESSION = ['phoneNumber', 'displayNameLID'];

/** The chats as live models by id; read once a page visit, since the live Wid is needed as an anchor. */
export async function chatModels(modules: Modules): Promise<Map<string, unknown>> {
  // The list in memory may miss some of what is stored, or stay empty for long (facts A2).
  const stored = modules.pick('storedChats');
  const rows: unknown = typeof stored === 'function' ? await Reflect.apply(stored, undefined, []) : [];
  const models = [...modelsOf(modules.pick('chats')), ...modelsOf(modules.pick('newsletters'))];
  const found = new Map<string, unknown>();
  for (const model of [...models, ...(Array.isArray(rows) ? rows : [])]) {
    const id = idText(get(model, 'id'));
    if (id !== null && !found.has(id)) found.set(id, model);
  }
  return found;
}

export function chatSlice(
  modules: Modules,
  models: ReadonlyMap<string, unknown>,
  from: number,
): Page<FoundChat> {
  return slice([...models], from, ([id, model]) => ({
    id,
    alternate: alternateOf(modules, id, model),
    protected: isProtected(modules, model),
    fields: members(model, CHAT_SESSION),
    group: groupOf(modules, id, model),
  }));
}

export function contactSlice(modules: Modules, from: number): Page<FoundContact> {
  const contacts = modelsOf(modules.pick('contacts'))
    .map((model): [string | null, unknown] => [idText(get(model, 'id')), model])
    .filter((entry): entry is [string, unknown] => entry[0] !== null);
  return slice(contacts, from, ([id, model]) => ({
    id,
    phone:
      idText(get(model, 'phoneNumber')) ?? (id.endsWith('@lid') ? alternateOf(modules, id, model) : null),
    fields: members(model, CONTACT_SESSION),
  }));
}

function slice<T, U>(all: readonly T[], from: number, find: (one: T) => U): Page<U> {
  const items = all.slice(from, from + SLICE).map(find);
  return { items, next: from + SLICE < all.length ? from + SLICE : null };
}

function members(model: unknown, session: readonly string[]): { [key: string]: Plain } {
  const source = fieldsOf(model);
  const result: { [key: string]: Plain } = {};
  if (typeof source === 'object' && source !== null)
    for (const key of Object.keys(source)) {
      const value = LEFT_OUT.has(key) || key.startsWith('_') ? undefined : plain(get(source, key), 1);
      if (value !== undefined) result[key] = value;
    }
  for (const key of session) {
    const value = plain(get(model, key), 1);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

/** The group's metadata as far as the page has it: asking for more would ask the server. */
function groupOf(modules: Modules, id: string, model: unknown): { [key: string]: Plain } | null {
  if (!id.endsWith('@g.us')) return null;
  const metadata =
    get(model, 'groupMetadata') ?? invokeSafely(modules.pick('groups'), 'get', get(model, 'id'));
  if (!metadata) return null;
  const participants = (list: string): Plain => {
    const found = get(metadata, list);
    const models = Array.isArray(found) ? found : modelsOf(found);
    return models.map((one) => plain(fieldsOf(one)) ?? null);
  };
  return {
    ...members(metadata, []),
    participants: participants('participants'),
    pastParticipants: participants('pastParticipants'),
  };
}

function isProtected(modules: Modules, model: unknown): boolean {
  const ask = modules.pick('isProtected');
  try {
    if (typeof ask === 'function') return Reflect.apply(ask, undefined, [model]) === true;
  } catch {
    // falls back to the chat's own field
  }
  const limit = get(model, 'limitSharing');
  return limit === true || get(limit, 'sharingLimited') === true;
}

function alternateOf(modules: Modules, id: string, model: unknown): string | null {
  const name = id.endsWith('@lid') ? 'phoneOfLid' : id.endsWith('@c.us') ? 'lidOfPhone' : null;
  if (!name) return null;
  const ask = modules.pick(name);
  try {
    return typeof ask === 'function' ? idText(Reflect.apply(ask, undefined, [get(model, 'id')])) : null;
  } catch {
    return null;
  }
}

function invokeSafely(value: unknown, method: string, ...args: readonly unknown[]): unknown {
  try {
    return invoke(value, method, ...args);
  } catch {
    return undefined;
  }
}
