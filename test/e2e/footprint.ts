/** @file What a site can see of itself, as text: whoever was in it and left a trace makes it differ. Runs in the page. */

/** An expression that gives every global and built-in by name and nature, every node, every store. */
export const FOOTPRINT = `(${footprint})()`;

/** An expression that begins to note events on the window, by type; {@link HEARD} gives them. */
export const LISTEN = `(${listen})()`;
export const HEARD = `window[Symbol.for('heard')]`;

async function footprint(): Promise<string[]> {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  const source = (value: unknown) => Function.prototype.toString.call(value).slice(0, 120);
  const nature = ({ value, get, set, writable, enumerable, configurable }: PropertyDescriptor) => {
    const is = typeof value === 'function' ? source(value) : typeof value;
    const ways = [get, set].map((way) => (way ? source(way) : '-'));
    return [is, ...ways, writable, enumerable, configurable].join(' ');
  };
  const walk = (path: string, object: object, depth: number) => {
    if (seen.has(object)) return;
    seen.add(object);
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      lines.push(`${path}.${key} ${nature(descriptor)}`);
      const { value } = descriptor;
      const goesOn = typeof value === 'function' || (typeof value === 'object' && value !== null);
      // Of the page's own things only the names: they live.
      if (goesOn && depth > 0 && !(value instanceof Node) && value !== window)
        walk(`${path}.${key}`, value, depth - 1);
    }
    for (const key of Object.getOwnPropertySymbols(object))
      if (key !== Symbol.for('heard')) lines.push(`${path}[${String(key)}]`);
  };
  walk('window', window, 0);
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(window)))
    if (/^[A-Z]/.test(key) && value && (typeof value === 'function' || typeof value === 'object'))
      walk(key, value, 2);
  for (const [name, object] of Object.entries({ document, navigator, console, history, location }))
    walk(name, object, 0);
  const nodes = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  for (let node: Node | null = document; node; node = nodes.nextNode()) {
    const attributes = node instanceof Element ? [...node.attributes].map((one) => one.name) : [];
    const shadow = node instanceof Element && node.shadowRoot ? 'shadow' : '';
    lines.push(`node ${node.nodeName} ${attributes} ${shadow}`);
  }
  lines.push(`sheets ${document.styleSheets.length} ${document.adoptedStyleSheets.length}`);
  for (const stores of [localStorage, sessionStorage]) lines.push(`stored ${Object.keys(stores).sort()}`);
  lines.push(`databases ${(await indexedDB.databases()).map(({ name }) => name).sort()}`);
  lines.push(`caches ${(await caches.keys()).sort()}`);
  lines.push(`workers ${(await navigator.serviceWorker.getRegistrations()).length} ${document.cookie}`);
  return lines;
}

function listen(): void {
  const heard: string[] = [];
  Object.defineProperty(window, Symbol.for('heard'), { value: heard, enumerable: false });
  const types = new Set(['keepsake', 'keepsake:port', 'message', 'messageerror']);
  for (let one: object | null = window; one; one = Object.getPrototypeOf(one))
    for (const name of Object.getOwnPropertyNames(one)) if (name.startsWith('on')) types.add(name.slice(2));
  for (const type of types)
    window.addEventListener(type, ({ isTrusted }) => void heard.push(`${type} ${isTrusted}`), true);
}
