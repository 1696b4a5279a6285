/** @file WhatsApp's modules by name. A miss is never remembered: modules arrive in waves (facts A1). */
import { NAMES, type Name } from './names.ts';

/** The page's global object, of which nothing is taken on trust. */
export type Realm = object;

export interface Modules {
  /** The first candidate of a name that is there, or undefined. Never throws. */
  pick(name: Name): unknown;
  /** Which candidate serves a name now; null where none does. */
  served(name: Name): string | null;
  /** How many modules are registered; null before the loader is there. */
  count(): number | null;
}

export function modulesOf(realm: Realm): Modules {
  const find = (name: Name): { path: string; value: unknown } | null => {
    for (const path of NAMES[name]) {
      const dot = path.lastIndexOf('.');
      const [module, member] = dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
      for (const exported of exportsOf(realm, module)) {
        const value = member === undefined ? exported : get(exported, member);
        if (value !== undefined && value !== null) return { path, value };
      }
    }
    return null;
  };
  return {
    pick: (name) => find(name)?.value,
    served: (name) => find(name)?.path ?? null,
    count: () => {
      const map = registered(realm);
      return map ? Object.keys(map).length : null;
    },
  };
}

/** Reads a member of whatever it is; undefined where it is not there or its getter throws. */
export function get(value: unknown, member: string): unknown {
  try {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
    return Reflect.get(value, member);
  } catch {
    return undefined;
  }
}

/** Calls a method of whatever it is, as its own; undefined where it is none. Throws what the method throws. */
export function invoke(value: unknown, method: string, ...args: readonly unknown[]): unknown {
  const found = get(value, method);
  return typeof found === 'function' ? Reflect.apply(found, value, args) : undefined;
}

/** A module's default export, and its namespace. */
function exportsOf(realm: Realm, module: string): unknown[] {
  const map = registered(realm);
  if (map && !Object.hasOwn(map, module)) return []; // asking for an unknown one would be reported to the site
  const found: unknown[] = [];
  for (const how of ['require', 'importNamespace'] as const) {
    try {
      const exported = invoke(realm, how, module);
      found.push(exported, get(exported, 'default'));
    } catch {
      // not there yet, or its factory throws: a miss
    }
  }
  return found.filter((exported) => exported !== undefined && exported !== null);
}

function registered(realm: Realm): object | null {
  try {
    const map = get(invoke(realm, 'require', '__debug'), 'modulesMap');
    return typeof map === 'object' && map !== null ? map : null;
  } catch {
    return null;
  }
}
