/** @file The store's door: a database some of whose puts fail, as a full disk or a broken one makes them fail. */
import type { Database } from '../../lib/store/schema.ts';

export interface Door {
  /** Puts and removals so far. */
  count: number;
  /** Which of them fail, counted from 1, and as what. */
  fails: ((put: number) => string | null) | null;
}

/** The same database, its writing watched. */
export function throughDoor(db: Database, door: Door): Database {
  const check = () => {
    door.count++;
    return door.fails?.(door.count) ?? null;
  };
  /** As a request fails: later, and its transaction with it. */
  const failed = (of: object, error: string): Promise<never> => {
    const later = Promise.resolve().then((): never => {
      if ('transaction' in of && typeof of.transaction === 'object')
        (of.transaction as { abort(): void }).abort();
      throw new DOMException('no more', error);
    });
    later.catch(() => {}); // one that nobody waits for fails in silence: its transaction does not
    return later;
  };
  const guarded = <T extends object>(target: T, writing: readonly string[]): T =>
    new Proxy(target, {
      get(of, name) {
        const member: unknown = Reflect.get(of, name, of);
        if (typeof member !== 'function') return wrapped(of, name, member);
        return (...args: unknown[]) => {
          const error = writing.includes(String(name)) ? check() : null;
          if (error !== null) return failed(of, error);
          return wrapped(of, name, Reflect.apply(member, of, args));
        };
      },
    });
  const wrapped = (of: object, name: string | symbol, found: unknown): unknown => {
    if (name === 'transaction' && of === db) return guarded(found as object, []);
    if (name === 'objectStore' || name === 'store') return found ? guarded(found as object, WRITING) : found;
    return found;
  };
  return guarded(db, WRITING);
}

const WRITING = ['put', 'add', 'delete'];
