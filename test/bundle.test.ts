/** @file The built extensions hold no way to the network, and weigh what they may; and the scan sees what is planted. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADDRESSES, addressesIn, type Bundle, bundleSins, weightOf } from './tools/bundle.ts';
import { BROWSERS, type Build, outputOf } from './tools/run.ts';

/** What is read before a thing works, at most, in thousands of bytes. */
const CEILINGS: Readonly<Record<string, number>> = {
  'background.js': 160,
  'content-scripts/page.js': 40,
  'relay.js': 8,
  'offscreen.html': 60,
  'popup.html': 90,
  'setup.html': 130,
  'keys.html': 130,
  // It shows every kind of message, note and fault, checks files and goes on with them: 178 kB of words and shapes that are all used.
  'viewer.html': 200,
};
/**
 * Dictionaries against weak passwords are a third of it, and are read only when one is typed. Each worker carries its own
 * copy of what it needs: the format, the words of recovery phrases, and of one that ends with its memory, Argon2id.
 */
const ALL = 1450;

function read(build: Build): Bundle {
  const folder = outputOf(build);
  if (!existsSync(`${folder}/manifest.json`))
    throw new Error(`${build} is not built: \`npm test\` or \`npm run build\``);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|html|css|json)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  return new Map(
    files.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

describe.each(Object.keys(BROWSERS) as Build[])('%s', (build) => {
  let bundle: Bundle;
  beforeAll(() => {
    bundle = read(build);
  });

  it('holds no way out, no code from text, no remote address, nothing inline', () => {
    expect(bundleSins(bundle)).toEqual([]);
  });

  it('needs every address that is allowed', () => {
    const named = new Set([...bundle.values()].flatMap(addressesIn));
    expect(Object.keys(ADDRESSES).filter((address) => !named.has(address))).toEqual([]);
  });

  it('weighs no more than it may', () => {
    const weights = Object.keys(CEILINGS).map((path) => [path, weightOf(bundle, path) / 1000] as const);
    const all = [...bundle.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1000;
    const lines = [...weights, ['everything', all] as const].map(
      ([path, weight]) => `${weight.toFixed(1).padStart(8)} kB of ${CEILINGS[path] ?? ALL}  ${path}`,
    );
    console.log(`${build}\n${lines.join('\n')}`);
    for (const [path, weight] of weights) {
      expect.soft(weight, path).toBeGreaterThan(0);
      expect.soft(weight, path).toBeLessThanOrEqual(CEILINGS[path] ?? 0);
    }
    expect(all).toBeLessThanOrEqual(ALL);
  });
});

const CLEAN: Readonly<Record<string, string>> = {
  'content-scripts/page.js': 'var page=function(){return{open:caches.open("x"),top:indexedDB.open("y")}}();',
  'relay.js': 'chrome.runtime.connect();addEventListener("message",()=>{});',
  'background.js': 'chrome.tabs.query({url:"https://web.whatsapp.com/*".slice(0,-1)});var o={fetch:1};',
  'popup.html': '<!doctype html><script type="module" src="/chunks/popup.js"></script><p>on = style</p>',
  'chunks/popup.js':
    'import"./shared.js";import("./late.js");new Worker(new URL("/assets/w.js",import.meta.url));',
  'chunks/shared.js': 'export{};',
  'chunks/late.js': 'export{};',
  'assets/popup.css': '.a{background:url(data:image/png;base64,AAAA)}',
};

const sinsWith = (path: string, text: string) =>
  bundleSins(new Map(Object.entries({ ...CLEAN, [path]: text })));

describe('the scan', () => {
  it('passes a clean bundle', () => {
    expect(sinsWith('background.js', 'var o={fetch:1};')).toEqual([]);
  });

  it.each([
    ['chunks/x.js', 'fetch("/x")', 'uses fetch'],
    ['chunks/x.js', 'globalThis.fetch(a)', 'uses fetch'],
    ['chunks/x.js', 'self["fetch"](a)', 'uses fetch'],
    ['chunks/x.js', 'self[`fetch`](a)', 'uses fetch'],
    ['chunks/x.js', 'const{fetch:f}=self;f(a)', 'uses fetch'],
    ['chunks/x.js', 'var k="fetch";self[k](a)', 'names fetch'],
    ['chunks/x.js', 'new XMLHttpRequest', 'uses XMLHttpRequest'],
    ['chunks/x.js', 'new WebSocket(a)', 'uses WebSocket'],
    ['chunks/x.js', 'new EventSource(a)', 'uses EventSource'],
    ['chunks/x.js', 'navigator.sendBeacon(a,b)', 'uses sendBeacon'],
    ['chunks/x.js', 'new window.RTCPeerConnection', 'uses RTCPeerConnection'],
    ['chunks/x.js', 'new WebTransport(a)', 'uses WebTransport'],
    ['chunks/x.js', 'importScripts(a)', 'uses importScripts'],
    ['chunks/x.js', 'eval("1")', 'makes code from text (eval)'],
    ['chunks/x.js', '(0,globalThis.eval)("1")', 'makes code from text (eval)'],
    ['chunks/x.js', 'new Function("return 1")', 'makes code from text (Function)'],
    ['chunks/x.js', 'Function.call(null,"return 1")', 'makes code from text (Function)'],
    ['chunks/x.js', 'import(a)', 'loads something computed'],
    ['chunks/x.js', 'import("https://example.org/x.js")', 'loads https://example.org/x.js'],
    ['chunks/x.js', 'import"left-pad"', 'loads left-pad'],
    ['chunks/x.js', 'var a="see https://example.org/x"', 'names https://example.org/x'],
    ['chunks/x.js', 'var a="//example.org/x"', 'names //example.org/x'],
    ['chunks/x.js', '// https://web.whatsapp.com/evil', 'names https://web.whatsapp.com/evil'],
    ['chunks/x.js', 'var a=`wss://example.org`', 'names wss://example.org'],
    ['popup.html', '<script>alert(1)</script>', 'has an inline or foreign script'],
    ['popup.html', '<script src="//example.org/x.js"></script>', 'has an inline or foreign script'],
    ['popup.html', '<p onclick="x()">', 'has <p onclick'],
    ['popup.html', '<p style="color:red">', 'has <p style'],
    ['popup.html', '<style>p{}</style>', 'has <style>'],
    ['popup.html', '<img src="//example.org/x.png">', 'has <img'],
    ['popup.html', '<a href="javascript:x()">', 'has <a'],
    ['popup.html', '<form action="/x">', 'has <form'],
    ['popup.html', '<meta http-equiv="refresh" content="0">', 'has <meta'],
    ['assets/popup.css', '.a{background:url(//example.org/x.png)}', 'loads //example.org/x.png'],
    ['assets/popup.css', '@import "x.css"', 'imports a stylesheet'],
    ['content-scripts/page.js', 'chrome.runtime.id', 'names the extension API (chrome)'],
    ['content-scripts/page.js', 'globalThis.browser?.runtime.id', 'names the extension API (browser)'],
    ['content-scripts/page.js', 'new Image().src=a', 'uses Image'],
    ['content-scripts/page.js', 'document.createElement("img")', 'uses createElement'],
    ['content-scripts/page.js', 'window.open(a)', 'uses open'],
    ['content-scripts/page.js', 'import("./x.js")', 'loads ./x.js'],
    ['relay.js', 'location.assign(a)', 'uses location.assign'],
    ['relay.js', 'document.cookie=a', 'uses cookie'],
    ['relay.js', 'localStorage.setItem(a,b)', 'uses setItem'],
  ])('sees in %s: %s', (path, text, words) => {
    expect(sinsWith(path, text).filter((sin) => sin.startsWith(`${path} ${words}`))).not.toEqual([]);
  });

  it('sees that a content script is missing', () => {
    expect(bundleSins(new Map([['relay.js', '']]))).toEqual([
      'content-scripts/page.js is not there to be looked at',
    ]);
  });

  it('weighs what is read at once, each file once, and not what comes late', () => {
    const bundle = new Map(Object.entries(CLEAN));
    const files = ['popup.html', 'chunks/popup.js', 'chunks/shared.js'];
    expect(weightOf(bundle, 'popup.html')).toBe(
      files.reduce((sum, path) => sum + (CLEAN[path]?.length ?? 0), 0),
    );
  });
});
