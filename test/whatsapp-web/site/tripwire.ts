/** @file What was done to the page that a reader must not do: writes, requests, traces. */

export class Tripwire {
  readonly #trips: string[] = [];
  readonly #sweeps: (() => readonly string[])[] = [];

  /** Records a trip. */
  trip(what: string): void {
    this.#trips.push(what);
  }

  /** A function in whose name nothing but a trip happens. */
  wire(what: string, answer?: () => unknown): (...args: readonly unknown[]) => unknown {
    return () => {
      this.trip(what);
      return answer?.();
    };
  }

  /** Adds a check for traces that only show when looked for. It answers what it finds, each time anew. */
  watch(sweep: () => readonly string[]): void {
    this.#sweeps.push(sweep);
  }

  /** Trips so far, and the traces found now. */
  get trips(): readonly string[] {
    return [...this.#trips, ...this.#sweeps.flatMap((sweep) => sweep())];
  }

  /** Notes the members of an object; a later one that differs is a trace. */
  guard(name: string, object: object): void {
    const before = Object.getOwnPropertyDescriptors(object);
    this.watch(() => {
      const now = Object.getOwnPropertyDescriptors(object);
      const keys = new Set([...Reflect.ownKeys(before), ...Reflect.ownKeys(now)]);
      return [...keys]
        .filter((key) => !same(before, now, key))
        .map((key) => `patched: ${name}.${String(key)}`);
    });
  }
}

type Descriptors = Record<PropertyKey, PropertyDescriptor | undefined>;

function same(before: Descriptors, now: Descriptors, key: string | symbol): boolean {
  const a = before[key];
  const b = now[key];
  return (
    a?.value === b?.value && a?.get === b?.get && a?.set === b?.set && (a === undefined) === (b === undefined)
  );
}
