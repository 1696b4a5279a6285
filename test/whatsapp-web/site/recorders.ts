/** @file What happens in the page: errors nobody caught, requests, nodes, globals and stores that are not the page's own. */
import type { Tripwire } from './tripwire.ts';

export interface SeenRequest {
  readonly how: string;
  readonly url: string;
  /** The page itself asked, not somebody in it. */
  readonly own: boolean;
}

export class Recorders {
  readonly errors: string[] = [];
  readonly network: SeenRequest[] = [];
  readonly #tripwire: Tripwire;
  readonly #fetch = window.fetch.bind(window);
  /** Nodes the page made. */
  readonly #nodes = new WeakSet<Node>();
  readonly #globals = new Set<string>();
  readonly #databases = new Set<string>();
  readonly #keys = new Set<string>();

  constructor(tripwire: Tripwire) {
    this.#tripwire = tripwire;
    this.#listen();
    this.#watchNatives();
    this.#watchNetwork();
    this.#watchNodes();
    this.#watchStores();
  }

  /** The page's own request. */
  readonly fetch = (url: string, signal?: AbortSignal): Promise<Response> => {
    this.network.push({ how: 'fetch', url, own: true });
    return this.#fetch(url, signal ? { signal } : {});
  };

  /** Puts a node of the page's own in, with all below it. */
  place(parent: Node, node: Node): void {
    const walker = document.createTreeWalker(node);
    for (let at: Node | null = node; at; at = walker.nextNode()) this.#nodes.add(at);
    parent.appendChild(node);
  }

  /** Defines a global of the page's own. */
  define(name: string, value: unknown): void {
    this.#globals.add(name);
    Object.defineProperty(window, name, { value, configurable: true, writable: true });
  }

  store(key: string, value: string): void {
    this.#keys.add(key);
    localStorage.setItem(key, value);
  }

  /** For this tab only. */
  remember(key: string, value: string): void {
    this.#keys.add(key);
    sessionStorage.setItem(key, value);
  }

  /** Stores that an earlier document of this page left. */
  expect(...keys: readonly string[]): void {
    for (const key of keys) this.#keys.add(key);
  }

  database(name: string): void {
    this.#databases.add(name);
  }

  /** Call once all of the page's globals are defined. */
  watchGlobals(): void {
    const clean = cleanGlobals((parent, node) => this.place(parent, node));
    for (const name of STUBS) clean.add(name);
    this.#tripwire.watch(() =>
      Object.getOwnPropertyNames(window)
        .filter(
          (name) => !clean.has(name) && !this.#globals.has(name) && !/^(\d+$|__pw|__playwright)/.test(name),
        )
        .map((name) => `global: ${name}`),
    );
  }

  /** Databases that are not the page's. Only asking finds those opened from another world. */
  async foreignDatabases(): Promise<string[]> {
    const names = (await indexedDB.databases()).map(({ name = '' }) => name);
    return names.filter((name) => !this.#databases.has(name)).map((name) => `database made: ${name}`);
  }

  #listen(): void {
    window.addEventListener('error', ({ message }) => this.errors.push(`error: ${message}`));
    window.addEventListener('unhandledrejection', ({ reason }) =>
      this.errors.push(`rejection: ${String(reason)}`),
    );
    const original = console.error.bind(console);
    console.error = (...args: unknown[]) => {
      this.errors.push(`console.error: ${args.map(String).join(' ')}`);
      original(...args);
    };
  }

  /** Whoever ran before the page may have replaced what it builds on. */
  #watchNatives(): void {
    const natives: readonly (readonly [string, object, readonly string[]])[] = [
      ['window', window, ['fetch', 'XMLHttpRequest', 'WebSocket', 'setTimeout', 'postMessage']],
      ['Object', Object, ['defineProperty', 'assign', 'keys']],
      ['Promise.prototype', Promise.prototype, ['then']],
      ['Array.prototype', Array.prototype, ['push', 'map', 'filter']],
      ['Function.prototype', Function.prototype, ['call', 'apply', 'toString']],
      ['IDBFactory.prototype', IDBFactory.prototype, ['open']],
    ];
    for (const [name, object, members] of natives)
      for (const member of members) {
        const value: unknown = Reflect.get(object, member);
        if (
          typeof value !== 'function' ||
          !/\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(value))
        )
          this.#tripwire.trip(`patched before the page: ${name}.${member}`);
      }
    this.#tripwire.guard('Promise.prototype', Promise.prototype);
    this.#tripwire.guard('Array.prototype', Array.prototype);
    this.#tripwire.guard('Object.prototype', Object.prototype);
    this.#tripwire.guard('Function.prototype', Function.prototype);
  }

  #watchNetwork(): void {
    const note = (how: string, url: unknown): void => {
      this.network.push({ how, url: String(url), own: false });
    };
    const native = this.#fetch;
    window.fetch = (input, init) => {
      note('fetch', input instanceof Request ? input.url : input);
      return native(input, init);
    };
    XMLHttpRequest.prototype.open = new Proxy(XMLHttpRequest.prototype.open, {
      apply(open, request: XMLHttpRequest, args: [string, string]) {
        note('XMLHttpRequest', args[1]);
        return Reflect.apply(open, request, args);
      },
    });
    navigator.sendBeacon = new Proxy(navigator.sendBeacon, {
      apply(beacon, self: Navigator, args: [string]) {
        note('sendBeacon', args[0]);
        return Reflect.apply(beacon, self, args);
      },
    });
    for (const name of ['WebSocket', 'EventSource'] as const)
      window[name] = new Proxy(window[name], {
        construct(target: typeof WebSocket | typeof EventSource, args: [string]) {
          note(name, args[0]);
          return Reflect.construct(target, args) as object;
        },
      }) as never;
    const placed = { fetch: window.fetch, WebSocket: window.WebSocket, EventSource: window.EventSource };
    this.#tripwire.watch(() =>
      Object.entries(placed)
        .filter(([name, value]) => Reflect.get(window, name) !== value)
        .map(([name]) => `patched: window.${name}`),
    );
  }

  #watchNodes(): void {
    const observer = new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes)
          if (!this.#nodes.has(node) && node.nodeType === Node.ELEMENT_NODE)
            this.#tripwire.trip(`node added: ${node.nodeName}`);
    });
    observer.observe(document, { childList: true, subtree: true });
  }

  #watchStores(): void {
    const trip = (what: string): void => this.#tripwire.trip(what);
    const known = this.#databases;
    IDBFactory.prototype.open = new Proxy(IDBFactory.prototype.open, {
      apply(open, factory: IDBFactory, args: [string, number?]) {
        if (!known.has(args[0])) trip(`indexedDB.open('${args[0]}')`);
        return Reflect.apply(open, factory, args);
      },
    });
    this.#tripwire.watch(() =>
      [...Object.keys(localStorage), ...Object.keys(sessionStorage)]
        .filter((key) => !this.#keys.has(key))
        .map((key) => `stored: ${key}`),
    );
  }
}

const STUBS = ['__d_stub', '__rl_stub', '__annotator', '_btldr', '_qplInl', '__d', 'requireLazy'];

/** The names a window has by itself: those of an empty frame, and the few that only a top window has. */
function cleanGlobals(place: (parent: Node, node: Node) => void): Set<string> {
  const frame = document.createElement('iframe');
  place(document.body, frame);
  const names = new Set(frame.contentWindow ? Object.getOwnPropertyNames(frame.contentWindow) : []);
  frame.remove();
  for (const name of ['chrome', 'TEMPORARY', 'PERSISTENT', 'addEventListener', 'whatsapp-web', 'app'])
    names.add(name);
  return names;
}
