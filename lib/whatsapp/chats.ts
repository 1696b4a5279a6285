/** @file Chats, groups and contacts from the page's collections, in slices. */
import type { FoundChat, FoundContact, Page } from '../bridge/protocol.ts';
import type { Plain } from '../model/json.ts';
import { labelsOf } from './labels.ts';
import { get, invoke, type Modules } from './modules.ts';
import { pace } from './pace.ts';
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

/** What the page knows of channels and broadcast lists besides their messages: models of their own. */
const CHAT_MODELS = ['newsletterMetadata', 'broadcastMetadata'];

/** Members that a model's serialised form leaves out although they matter. */
const CHAT_SESSION = [
  'isParentGroup',
  'groupType',
  'isFavorite',
  'endOfHistoryTransferType',
  'pendingInitialLoading',
];
const CONTACT_SESSION = ['phoneNumber', 'displayNameLID'];

export interface ChatModels {
  /** Live models by id. */
  readonly byId: ReadonlyMap<string, unknown>;
  /** Labels by the id of the chat they are on. */
  readonly labels: ReadonlyMap<string, FoundChat['labels']>;
  /** In the list that the page shows. */
  readonly listed: number;
  /** Chats without an id. */
  readonly nameless: number;
}

/** The chats as live models; read once a page visit, since the live Wid is needed as an anchor. */
export async function chatModels(modules: Modules): Promise<ChatModels> {
  // The list in memory may miss some of what is stored, or stay empty for long (facts A2).
  const stored = modules.pick('storedChats');
  const rows = typeof stored === 'function' ? await settled(() => Reflect.apply(stored, undefined, [])) : [];
  const listed = modelsOf(modules.pick('chats'));
  const models = [...listed, ...modelsOf(modules.pick('newsletters'))];
  const byId = new Map<string, unknown>();
  let nameless = 0;
  for (const model of [...models, ...(Array.isArray(rows) ? rows : [])]) {
    const id = idText(get(model, 'id'));
    if (id === null) nameless++;
    else if (!byId.has(id)) byId.set(id, model);
  }
  return { byId, labels: await labelsOf(modules), listed: listed.length, nameless };
}

/** What it comes to; undefined where it fails: the list in memory stands in. */
async function settled(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}

export function chatSlice(
  modules: Modules,
  { byId, labels, nameless }: ChatModels,
  from: number,
): Promise<Page<FoundChat>> {
  return slice([...byId], nameless, from, ([id, model]) => {
    const alternate = alternateOf(modules, id, model);
    return {
      id,
      alternate,
      protected: isProtected(modules, model),
      fields: { ...members(model, CHAT_SESSION), ...modelsIn(model) },
      group: groupOf(modules, id, model),
      labels: labelsUnder(labels, id, alternate),
    };
  });
}

function modelsIn(model: unknown): { [key: string]: Plain } {
  const found: { [key: string]: Plain } = {};
  for (const name of CHAT_MODELS) {
    const inner = get(model, name);
    if (typeof inner === 'object' && inner !== null) found[name] = members(inner, []);
  }
  return found;
}

export function contactSlice(modules: Modules, from: number): Promise<Page<FoundContact>> {
  const all = modelsOf(modules.pick('contacts'));
  const contacts = all
    .map((model): [string | null, unknown] => [idText(get(model, 'id')), model])
    .filter((entry): entry is [string, unknown] => entry[0] !== null);
  return slice(contacts, all.length - contacts.length, from, ([id, model]) => ({
    id,
    lid: id.endsWith('@c.us') ? alternateOf(modules, id, model) : null,
    phone:
      idText(get(model, 'phoneNumber')) ?? (id.endsWith('@lid') ? alternateOf(modules, id, model) : null),
    fields: members(model, CONTACT_SESSION),
  }));
}

async function slice<T, U>(
  all: readonly T[],
  nameless: number,
  from: number,
  find: (one: T) => U,
): Promise<Page<U>> {
  const items = await pace().map(all.slice(from, from + SLICE), find);
  const next = from + SLICE < all.length ? from + SLICE : null;
  return { items, nameless: from === 0 ? nameless : 0, next };
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
    ...some('pastParticipants', participants('pastParticipants')),
    ...some('pendingParticipants', participants('pendingParticipants')),
  };
}

const some = (name: string, list: Plain): { [key: string]: Plain } =>
  Array.isArray(list) && list.length > 0 ? { [name]: list } : {};

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

/** Some may lie under the one address of a person and some under the other. */
function labelsUnder(
  labels: ChatModels['labels'],
  id: string,
  alternate: string | null,
): FoundChat['labels'] {
  const found = [...(labels.get(id) ?? []), ...(labels.get(alternate ?? '') ?? [])];
  return [...new Map(found.map((one) => [one.id, one])).values()];
}
