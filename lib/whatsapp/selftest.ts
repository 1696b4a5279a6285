/** @file What this build of WhatsApp Web can do for us, and in which state it is. Reads, calls nothing that writes. */
import type { Capabilities, Hello, PageState, There } from '../bridge/protocol.ts';
import { get, invoke, type Modules } from './modules.ts';
import { NAMES, type Name, NEEDED } from './names.ts';
import { idText } from './plain.ts';
import { isTable, tableOf } from './tables.ts';

const QUIET_MS = 750;
const GIVE_UP_MS = 20_000;
const POLL_MS = 150;

/** Waits until no module has been registered for 750 ms, 20 s at most: asked earlier, a module may pin half-made others (facts A1). */
export async function settle(modules: Modules, now: () => number = () => performance.now()): Promise<void> {
  const start = now();
  let count = modules.count();
  let since = start;
  while (now() - start < GIVE_UP_MS) {
    if (count !== null && now() - since >= QUIET_MS) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const next = modules.count();
    if (next !== count) {
      count = next;
      since = now();
    }
  }
}

export const capabilities = (modules: Modules): Capabilities =>
  Object.fromEntries((Object.keys(NAMES) as Name[]).map((name) => [name, servedBy(modules, name)]));

const servedBy = (modules: Modules, name: Name): string | null =>
  isTable(name) ? (tableOf(modules, name)?.path ?? null) : modules.served(name);

/** The state as the page's own stores tell it. The own account is asked for only once the page is ready (facts L1). */
export function hello(modules: Modules): Hello {
  const found = capabilities(modules);
  const state = stateOf(modules);
  const version = modules.pick('version');
  return {
    state,
    account: state === 'ready' ? accountOf(modules) : null,
    version: typeof version === 'string' ? version : 'unknown',
    capabilities: found,
    synced: historySynced(modules),
  };
}

export function thereOf(modules: Modules): There {
  const state = stateOf(modules);
  return { state, account: state === 'ready' ? (accountOf(modules)?.id ?? null) : null };
}

function stateOf(modules: Modules): PageState {
  const socket = modules.pick('socket');
  const stream = modules.pick('stream');
  if (!socket && !stream) return modules.count() ? 'unsupported-build' : 'loading';
  const connection = get(socket, 'state');
  const mode = get(stream, 'mode');
  if (connection === 'SCREEN_LOCKED') return 'locked';
  if (connection === 'UNPAIRED' || connection === 'UNPAIRED_IDLE' || mode === 'QR') return 'not-logged-in';
  if (mode === 'SYNCING' || (mode === undefined && get(socket, 'stream') === 'SYNCING'))
    return 'still-syncing';
  if (mode !== undefined && mode !== 'MAIN' && mode !== 'OFFLINE') return 'loading';
  if (get(socket, 'hasSynced') === false) return mode === 'MAIN' ? 'still-syncing' : 'loading';
  if (NEEDED.some((names) => names.every((name) => !servedBy(modules, name)))) return 'unsupported-build';
  return historySynced(modules) ? 'ready' : 'still-syncing';
}

/** True as well where this build does not say. */
function historySynced(modules: Modules): boolean {
  try {
    const ask = modules.pick('historySynced');
    return typeof ask !== 'function' || Reflect.apply(ask, undefined, []) !== false;
  } catch {
    return true;
  }
}

function accountOf(modules: Modules): Hello['account'] {
  const ask = (name: Name): string | null => {
    try {
      const found = modules.pick(name);
      return typeof found === 'function' ? idText(Reflect.apply(found, undefined, [])) : null;
    } catch {
      return null;
    }
  };
  const connection = modules.pick('connection');
  const phone = ask('myPhone') ?? idText(get(connection, 'wid'));
  const lid = ask('myLid');
  const id = withoutDevice(phone ?? lid);
  return id === null
    ? null
    : { id, lid: withoutDevice(lid), name: ask('myName') ?? idText(get(connection, 'pushname')) };
}

const withoutDevice = (id: string | null): string | null => id?.replace(/:\d+@/, '@') ?? null;

/** A model's serialised members, or its own where it cannot serialise. */
export function fieldsOf(model: unknown): unknown {
  try {
    return invoke(model, 'serialize') ?? model;
  } catch {
    return model;
  }
}

/** All models of a collection, whatever it offers for that. */
export function modelsOf(collection: unknown): readonly unknown[] {
  try {
    const models =
      invoke(collection, 'getModelsArray') ?? get(collection, 'models') ?? get(collection, '_models');
    return Array.isArray(models) ? models : [];
  } catch {
    return [];
  }
}
