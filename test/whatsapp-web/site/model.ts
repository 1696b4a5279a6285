/** @file Models and collections: members behind accessors, values under `__x_`, events; writing to one from outside is a trip. */
import type { Changes } from './changes.ts';
import type { Tripwire } from './tripwire.ts';

type Listener = (...args: readonly unknown[]) => void;

export class Emitter {
  readonly #listeners = new Map<string, Set<Listener>>();

  on(events: string, listener: Listener): this {
    for (const event of events.split(' ')) {
      const found = this.#listeners.get(event) ?? new Set();
      this.#listeners.set(event, found.add(listener));
    }
    return this;
  }

  off(events: string, listener: Listener): this {
    for (const event of events.split(' ')) this.#listeners.get(event)?.delete(listener);
    return this;
  }

  once(event: string, listener: Listener): this {
    const first: Listener = (...args) => {
      this.off(event, first);
      listener(...args);
    };
    return this.on(event, first);
  }

  protected emit(event: string, ...args: readonly unknown[]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(...args);
  }
}

export interface Shape {
  readonly name: string;
  /** Members that serialise. */
  readonly prop: readonly string[];
  /** Members that live in memory only. */
  readonly session: readonly string[];
  /** Members that are collections: serialised as lists. */
  readonly collections?: readonly string[];
}

const allOf = ({ prop, session, collections = [] }: Shape): string[] => [...prop, ...session, ...collections];

export class Model extends Emitter {
  readonly #shape: Shape;
  [member: `__x_${string}`]: unknown;

  constructor(shape: Shape, values: Readonly<Record<string, unknown>>) {
    super();
    this.#shape = shape;
    for (const key of allOf(shape)) this[`__x_${key}`] = values[key];
  }

  get(key: string): unknown {
    return this[`__x_${key}`];
  }

  /** The serialising members that have a value; addresses and keys as they are. */
  serialize(): Record<string, unknown> {
    const { prop, collections = [] } = this.#shape;
    const values = prop.map((key) => [key, this.get(key)] as const);
    const lists = collections.map(
      (key) => [key, (this.get(key) as Collection | undefined)?.serialize()] as const,
    );
    return Object.fromEntries([...values, ...lists].filter(([, value]) => value !== undefined));
  }

  toJSON(): Record<string, unknown> {
    return this.serialize();
  }

  /** All members by their names. */
  get attributes(): Record<string, unknown> {
    return Object.fromEntries(allOf(this.#shape).map((key) => [key, this.get(key)]));
  }

  /** The page's own way to change it. */
  static change(model: Model, values: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(values)) {
      if (model.get(key) === value) continue;
      model[`__x_${key}`] = value;
      model.emit(`change:${key}`, model, value);
      model.emit('change', model);
    }
  }
}

/** A class of models with these members. From outside they can be read, not written. */
export function modelClass(
  { name: owner, prop, session, collections = [] }: Shape,
  tripwire: Tripwire,
  changes?: Changes,
): new (
  values: Readonly<Record<string, unknown>>,
) => Model {
  const today = (names: readonly string[]): string[] =>
    names.flatMap((name) => (changes ? (changes.field(owner, name) ?? []) : name));
  const shape = { name: owner, prop: today(prop), session: today(session), collections: today(collections) };
  class e extends Model {
    constructor(values: Readonly<Record<string, unknown>>) {
      super(shape, changes?.fields(owner, values) ?? values);
    }
  }
  for (const key of allOf(shape))
    Object.defineProperty(e.prototype, key, {
      configurable: true,
      get(this: Model) {
        return this.get(key);
      },
      set: tripwire.wire(`${shape.name}.${key} = …`),
    });
  for (const method of ['set', 'unset', 'update', 'find', 'delete', 'save', 'reset'])
    Object.defineProperty(e.prototype, method, {
      configurable: true,
      writable: true,
      value: tripwire.wire(`${shape.name}.${method}()`),
    });
  return e;
}

export class Collection extends Emitter {
  _models: Model[] = [];
  readonly #name: string;
  #index = new Map<string, Model>();
  /** Asks WhatsApp's servers, or changes what others see. */
  declare readonly find: (...args: readonly unknown[]) => unknown;

  constructor(name: string, tripwire: Tripwire) {
    super();
    this.#name = name;
    for (const method of [
      'find',
      'findQuery',
      'findImpl',
      'update',
      'add',
      'gadd',
      'remove',
      'reset',
      'push',
      'unshift',
    ])
      Object.defineProperty(this, method, {
        value: tripwire.wire(`${name}.${method}()`, () =>
          method.startsWith('find') ? Promise.resolve() : undefined,
        ),
      });
  }

  get length(): number {
    return this._models.length;
  }

  /** @param id an address, a key, its text, or what has one as its `id`. */
  get(id: unknown): Model | undefined {
    const like = (id as { id?: unknown } | null | undefined)?.id;
    return this.#index.get(String(typeof like === 'object' ? like : id));
  }

  getModelsArray(): Model[] {
    return [...this._models];
  }

  toArray(): Model[] {
    return [...this._models];
  }

  head(): Model | undefined {
    return this._models[0];
  }

  last(): Model | undefined {
    return this._models.at(-1);
  }

  filter(test: (model: Model) => boolean): Model[] {
    return this._models.filter(test);
  }

  map<T>(make: (model: Model) => T): T[] {
    return this._models.map(make);
  }

  some(test: (model: Model) => boolean): boolean {
    return this._models.some(test);
  }

  forEach(run: (model: Model) => void): void {
    this._models.forEach(run);
  }

  serialize(): Record<string, unknown>[] {
    return this._models.map((model) => model.serialize());
  }

  override toString(): string {
    return this.#name;
  }

  /** The page's own way to take one out. */
  static drop(collection: Collection, model: Model): void {
    collection._models = collection._models.filter((one) => one !== model);
    collection.#index.delete(String(model.get('id')));
    collection.emit('remove', model);
  }

  /** The page's own way to move one to the top. */
  static raise(collection: Collection, model: Model): void {
    collection._models = [model, ...collection._models.filter((one) => one !== model)];
    collection.emit('sort', model);
  }

  /** The page's own way to fill it. */
  static fill(collection: Collection, models: readonly Model[]): void {
    collection._models = [...models];
    collection.#index = new Map(models.map((model) => [String(model.get('id')), model]));
    for (const model of models) collection.emit('add', model);
  }
}
