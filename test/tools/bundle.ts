/** @file What a built extension must not hold: ways to the network, code made from text, remote addresses; and its weights. */
import { posix } from 'node:path';
import { readSyntax, type Syntax, type Use } from './syntax.ts';

/** path below the build's folder → text, of what a browser reads as code or markup. */
export type Bundle = ReadonlyMap<string, string>;

/** Names by which a script reaches a network, a server or another program. Reading `navigator.connection` reaches none. */
const WAYS_OUT = new Set([
  'fetch',
  'fetchLater',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'sendBeacon',
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'WebTransport',
  'importScripts',
  'backgroundFetch',
  'pushManager',
  'connectNative',
  'sendNativeMessage',
]);

/** Content scripts run under the site's rules, not the extension's: what makes a page load something, or leave a trace. */
const WAYS_OUT_OF_A_PAGE = new Set([
  'createElement',
  'createElementNS',
  'Image',
  'Audio',
  'FontFace',
  'Worker',
  'SharedWorker',
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'setHTMLUnsafe',
  'adoptedStyleSheets',
  'cookie',
  'cookieStore',
  'setItem',
  'BroadcastChannel',
]);

const IN_THE_PAGE = ['content-scripts/page.js', 'relay.js'];
const GLOBALS = ['globalThis', 'window', 'self', 'top', 'parent', 'frames', 'document'];

/** Nothing is made of text here; the second is how webextension-polyfill asks for own properties. */
const HARMLESS = /^Function\.(prototype\b|call\.bind\(Object\.prototype\.hasOwnProperty\))/;

/** Addresses that may stand in a bundle. Nothing is ever loaded from them. */
export const ADDRESSES: Readonly<Record<string, string>> = {
  'https://web.whatsapp.com/': 'the tab to open at a click',
  'https://web.whatsapp.com/*': 'the only host of the manifest; the tab to look for',
  'https://_media_cache_v2_.whatsapp.com/lru-media-array-buffer-cache_':
    "the names of files in WhatsApp's own Cache Storage: looked up there, never fetched",
  'https://www.npmjs.com/package/hash-wasm': "a sentence in hash-wasm's error",
  'http://www.w3.org/2000/svg': 'a name space',
  'http://www.w3.org/1998/Math/MathML': 'a name space',
  'http://www.w3.org/1999/xhtml': 'a name space',
};

/** Every sin, as a sentence that begins with the file's path. */
export function bundleSins(bundle: Bundle): string[] {
  const sins: string[] = [];
  for (const [path, text] of bundle) {
    const sin = (words: string) => sins.push(`${path} ${words}`);
    for (const address of addressesIn(text)) if (!(address in ADDRESSES)) sin(`names ${address}`);
    if (path.endsWith('.js')) scriptSins(path, text, sin);
    if (path.endsWith('.html')) markupSins(text, sin);
    if (path.endsWith('.css')) styleSins(text, sin);
  }
  for (const path of IN_THE_PAGE) if (!bundle.has(path)) sins.push(`${path} is not there to be looked at`);
  return sins;
}

export const addressesIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:https?|wss?|ftp):\/\/[^\s"'`)<>\\,;]*/gi)].map(([address]) => address);

function scriptSins(path: string, text: string, sin: (words: string) => void): void {
  const syntax = readSyntax(path, text);
  const inPage = IN_THE_PAGE.includes(path);
  for (const use of syntax.uses) {
    if (WAYS_OUT.has(use.name)) sin(`uses ${use.name}`);
    if (inPage && WAYS_OUT_OF_A_PAGE.has(use.name)) sin(`uses ${use.name}`);
    if (inPage && use.name === 'open' && isGlobal(use)) sin('uses open');
    if (inPage && use.of === 'location' && /^(assign|replace)$/.test(use.name))
      sin(`uses location.${use.name}`);
    if (
      /^(eval|Function)$/.test(use.name) &&
      isGlobal(use) &&
      !HARMLESS.test(text.slice(use.at, use.at + 80))
    )
      sin(`makes code from text (${use.name})`);
    if (path === IN_THE_PAGE[0] && /^(chrome|browser)$/.test(use.name))
      sin(`names the extension API (${use.name})`);
  }
  for (const string of syntax.strings) {
    if (WAYS_OUT.has(string)) sin(`names ${string}`);
    if (/^\/\/[\w-]+\.\w/.test(string)) sin(`names ${string}`);
  }
  if (path === IN_THE_PAGE[0] && /\b(browser|chrome)\s*\.\s*runtime\b/.test(text))
    sin('names the extension API');
  importSins(syntax, inPage, sin);
}

const isGlobal = ({ as, of }: Use): boolean => as === 'name' || (of !== null && GLOBALS.includes(of));

function importSins({ imports }: Syntax, inPage: boolean, sin: (words: string) => void): void {
  for (const { from, late } of imports) {
    if (inPage) sin(`loads ${from ?? 'something computed'}`);
    else if (from === null) sin(late ? 'loads something computed' : 'imports something computed');
    else if (!/^(\.{0,2}\/(?!\/)|assets\/|chunks\/)/.test(from)) sin(`loads ${from}`);
  }
}

/** Attributes within tags: text between them says nothing. */
function markupSins(text: string, sin: (words: string) => void): void {
  for (const [tag, name = ''] of text.matchAll(/<([a-z][\w-]*)\b[^>]*>/gi)) {
    if (/^script$/i.test(name) && !/\ssrc=["']?\/(?!\/)/i.test(tag))
      sin(`has an inline or foreign script: ${tag}`);
    if (/^(style|base|iframe|frame|object|embed)$/i.test(name)) sin(`has ${tag}`);
    if (/\s(on\w+|style|srcdoc|action|formaction)\s*=/i.test(tag)) sin(`has ${tag}`);
    if (/http-equiv|(href|src)\s*=\s*["']?\s*(\/\/|javascript:|data:)/i.test(tag)) sin(`has ${tag}`);
  }
}

function styleSins(text: string, sin: (words: string) => void): void {
  if (/@import/i.test(text)) sin('imports a stylesheet');
  for (const [, to = ''] of text.matchAll(/url\(\s*["']?([^"')\s]*)/gi))
    if (!/^(data:image\/|\.{0,2}\/(?!\/)|#)/.test(to)) sin(`loads ${to}`);
}

/** What a browser reads before `path` does anything: itself and all it imports at once, in bytes. */
export function weightOf(bundle: Bundle, path: string, seen = new Set<string>()): number {
  const text = bundle.get(path);
  if (text === undefined || seen.has(path)) return 0;
  seen.add(path);
  const targets = path.endsWith('.html')
    ? [...text.matchAll(/\s(?:src|href)=["']?\/([^"'\s>]+)/g)].map(([, to = '']) => to)
    : path.endsWith('.js')
      ? readSyntax(path, text)
          .imports.filter(({ late, from }) => !late && from !== null)
          .map(({ from }) => posix.join(posix.dirname(path), from ?? ''))
      : [];
  return targets.reduce((sum, target) => sum + weightOf(bundle, target, seen), Buffer.byteLength(text));
}
