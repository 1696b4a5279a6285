/** @file The module loader of Meta's pages: `__d`, `require`, `importNamespace`, `importDefault`, `requireLazy` (facts L2). */

export type Exports = Record<string, unknown>;
export type Require = (id: string) => unknown;

/** How a module is written: its flags decide the factory's arguments and where the exports go. */
export type Form = 'es' | 'es-short' | 'cjs' | 'cjs-short';

const FLAGS: Readonly<Record<Form, number | null>> = { es: 98, 'es-short': 66, cjs: 34, 'cjs-short': null };
const SEVEN = 32;
const ES = 64;

type Factory = (...args: readonly unknown[]) => void;

interface ModuleRecord {
  readonly id: string;
  readonly dependencies: readonly string[];
  readonly factory: Factory;
  readonly flags: number;
  readonly module: { exports: Exports };
  exports: Exports;
  factoryFinished: boolean;
  started: boolean;
}

export class Loader {
  /** id → record, as `require('__debug').modulesMap` shows it. */
  readonly modulesMap: Record<string, ModuleRecord> = Object.create(null);
  /** What failing requires told the error guard, unless that was told to skip. */
  readonly reports: string[] = [];
  readonly #waiting: { ids: readonly string[]; done: (...found: unknown[]) => void }[] = [];
  readonly #onDemand = new Map<string, () => void>();
  #skipGuard = false;

  readonly ErrorGuard = {
    skipGuardGlobal: (skip: boolean): void => {
      this.#skipGuard = skip;
    },
    applyWithGuard: (run: () => unknown): unknown => run(),
  };

  readonly __d = (
    id: string,
    deps: readonly string[],
    factory: Factory,
    flags: number | null = null,
  ): void => {
    const exports: Exports = {};
    const module = { exports };
    const record = { id, dependencies: deps, factory, flags: flags ?? 0, module, exports };
    this.modulesMap[id] = { ...record, factoryFinished: false, started: false };
    this.#serve();
  };

  /** CommonJS: `module.exports`. ES: the default export where there is one, else the exports. */
  readonly require = (id: string): unknown => {
    const record = this.#run(id);
    return record.flags & ES && 'default' in record.exports ? record.exports.default : record.exports;
  };

  readonly importDefault = (id: string): unknown => {
    const record = this.#run(id);
    return record.flags & ES ? record.exports.default : record.exports;
  };

  /** ES: the live exports. CommonJS: an object with the members of `module.exports`. */
  readonly importNamespace = (id: string): unknown => {
    const record = this.#run(id);
    return record.flags & ES ? record.exports : { ...record.exports, default: record.exports };
  };

  /** Calls back once all of these are there; loads those that come on demand only. */
  readonly requireLazy = (ids: readonly string[], done: (...found: unknown[]) => void): void => {
    this.#waiting.push({ ids, done });
    for (const id of ids) {
      const load = this.#onDemand.get(id);
      this.#onDemand.delete(id);
      if (load) setTimeout(load, 0);
    }
    this.#serve();
  };

  /** Registers a module in the way pages do. `make` runs when it is first required. */
  define(id: string, form: Form, make: (require: Require) => unknown): void {
    const flags = FLAGS[form];
    const seven = ((flags ?? 0) & SEVEN) !== 0;
    const factory: Factory = (...args) => {
      const require = args[1] as Require;
      const module = args[seven ? 5 : 4] as { exports: unknown };
      const exports = args[seven ? 6 : 5] as Exports;
      const made = make(require);
      if (((flags ?? 0) & ES) === 0) module.exports = made;
      else Object.assign(exports, made); // at the end: whoever came round in a circle saw undefined
    };
    this.__d(id, [], factory, flags);
  }

  /** The module is registered when somebody asks for it lazily. */
  defineOnDemand(id: string, form: Form, make: (require: Require) => unknown): void {
    this.#onDemand.set(id, () => this.define(id, form, make));
  }

  #run(id: string): ModuleRecord {
    const record = this.modulesMap[id];
    if (!record) throw this.#guarded(new Error(`Requiring unknown module "${id}"`));
    if (record.started) return record;
    record.started = true;
    const { module, exports } = record;
    const long = (record.flags & SEVEN) !== 0;
    const dynamic = long ? [this.importDefault, this.importNamespace] : [this.require];
    try {
      record.factory(globalThis, this.require, ...dynamic, this.requireLazy, module, exports);
    } catch (error) {
      record.started = false;
      throw this.#guarded(error);
    }
    record.exports = module.exports;
    record.factoryFinished = true;
    return record;
  }

  #guarded(error: unknown): unknown {
    if (!this.#skipGuard) this.reports.push(String(error));
    return error;
  }

  #serve(): void {
    for (const wait of [...this.#waiting]) {
      if (!wait.ids.every((id) => this.modulesMap[id])) continue;
      this.#waiting.splice(this.#waiting.indexOf(wait), 1);
      wait.done(...wait.ids.map((id) => this.require(id)));
    }
  }
}
