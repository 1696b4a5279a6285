/** @file What a page of tomorrow may have lost or called otherwise: modules, their members, fields of rows and models. */
import type { Params } from '../params.ts';
import type { Exports } from './loader.ts';

/** Owners of fields besides modules: `row`, the names of models (`Chat`, `Contact`…), `table-<store>`. */
export class Changes {
  readonly #removed: ReadonlySet<string>;
  readonly #renamed: ReadonlyMap<string, string>;

  constructor({ remove, rename }: Pick<Params, 'remove' | 'rename'>) {
    this.#removed = new Set(remove);
    this.#renamed = new Map(rename.map((pair) => pair.split(':') as [string, string]));
  }

  /** What of a module is registered, and under which name. Null: it is gone. */
  module(id: string, exports: Exports): { id: string; exports: Exports } | null {
    if (this.#removed.has(id)) return null;
    let changed = exports;
    for (const path of this.#removed)
      if (path.startsWith(`${id}.`)) changed = without(changed, path.slice(id.length + 1).split('.'), null);
    for (const [path, name] of this.#renamed)
      if (path.startsWith(`${id}.`)) changed = without(changed, path.slice(id.length + 1).split('.'), name);
    return { id: this.#renamed.get(id) ?? id, exports: changed };
  }

  /** The name of an owner's field today. Null: it is gone. */
  field(owner: string, name: string): string | null {
    const path = `${owner}.${name}`;
    return this.#removed.has(path) ? null : (this.#renamed.get(path) ?? name);
  }

  touches(owner: string): boolean {
    return [...this.#removed, ...this.#renamed.keys()].some((path) => path.startsWith(`${owner}.`));
  }

  /** An owner's fields as they are today. */
  fields<T extends object>(owner: string, values: T): T {
    if (!this.touches(owner)) return values;
    const entries = Object.entries(values).flatMap(([name, value]) => {
      const now = this.field(owner, name);
      return now === null ? [] : [[now, value] as const];
    });
    return Object.fromEntries(entries) as T;
  }
}

/** The same exports without the member at a path, or with it under another name. */
function without(exports: Exports, [name = '', ...deeper]: readonly string[], now: string | null): Exports {
  if (!Object.hasOwn(exports, name) && exports.default !== undefined)
    return { ...exports, default: changedMember(exports.default, [name, ...deeper], now) };
  if (deeper.length === 0) {
    const { [name]: member, ...rest } = exports;
    return now === null || member === undefined ? rest : { ...rest, [now]: member };
  }
  return { ...exports, [name]: changedMember(exports[name], deeper, now) };
}

/** A plain object is copied; a class or a collection is changed in place: each page has its own. */
function changedMember(owner: unknown, path: readonly string[], now: string | null): unknown {
  if (typeof owner !== 'object' && typeof owner !== 'function') return owner;
  if (owner === null) return owner;
  if (Object.getPrototypeOf(owner) === Object.prototype) return without(owner as Exports, path, now);
  const [name = '', ...deeper] = path;
  if (deeper.length > 0) changedMember(Reflect.get(owner, name), deeper, now);
  else {
    const value: unknown = Reflect.get(owner, name);
    Object.defineProperty(owner, name, { value: undefined, configurable: true });
    if (now !== null) Object.defineProperty(owner, now, { value, configurable: true });
  }
  return owner;
}
