/** @file The house rules of DESIGN's "Who may import whom", as data, and the sins against them in a tree of files. */
import { posix } from 'node:path';
import { readSyntax, type Syntax } from './syntax.ts';

/** room → rooms or files it may import; `types:` only as types. A room always may import itself. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'lib/base': [],
  'lib/model': ['lib/base'],
  'lib/whatsapp': ['lib/model', 'lib/base', 'types:lib/bridge'],
  'lib/bridge': ['lib/base', 'lib/model'],
  'lib/seal': ['lib/base'],
  'lib/vault': ['lib/seal', 'lib/base'],
  'lib/archive': ['lib/vault', 'lib/seal', 'lib/base', 'lib/model'],
  'lib/store': ['lib/base'],
  'lib/history': ['lib/archive', 'lib/model', 'lib/base'],
  'lib/backup': ['lib/bridge', 'lib/archive', 'lib/vault', 'lib/store', 'lib/model', 'lib/base'],
  'lib/search': ['lib/model', 'lib/base'],
  'lib/convert': ['lib/model', 'lib/base'],
  components: ['lib/model', 'lib/base/fault.ts', 'types:lib/backup/status.ts'],
  entrypoints: ['lib', 'components'],
};

/** package → the rooms that may name it. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'hash-wasm': ['lib/seal'],
  hpke: ['lib/seal'],
  '@scure/bip39': ['lib/vault'],
  idb: ['lib/store'],
  valibot: ['lib/model'],
  preact: ['components', 'entrypoints'],
  '@preact/signals': ['components', 'entrypoints'],
  '@tanstack/virtual-core': ['components'],
  '@zxcvbn-ts/core': ['entrypoints/shared'],
  '@zxcvbn-ts/language-common': ['entrypoints/shared'],
  wxt: ['entrypoints'],
  '#i18n': ['components', 'entrypoints'],
};

/** Dependencies that no file names: WXT's modules bring them in. */
export const THROUGH_WXT = ['@wxt-dev/i18n', 'webextension-polyfill'];

export const LONGEST = 300;
export const LONG = 200;

/** path → text, of every file below `lib`, `components` and `entrypoints`. */
export type Tree = ReadonlyMap<string, string>;

/** Every sin, as a sentence that begins with the file's path. */
export function sinsOf(tree: Tree): string[] {
  const sins: string[] = [];
  const targets = new Map<string, string[]>();
  for (const [path, text] of tree) {
    const sin = (words: string) => sins.push(`${path} ${words}`);
    if (roomOf(path) === null) sin('lies in no room of the design');
    if (/\.tsx?$/.test(path)) {
      const syntax = readSyntax(path, text);
      lengthSins(path, text, syntax, sin);
      if (path.startsWith('lib/') && !/^\/\*\*\s*(\* )?@file /.test(text)) sin('does not begin with @file');
      globalSins(path, syntax, sin);
      targets.set(path, importSins(path, syntax.imports, tree, sin));
    } else if (path.endsWith('.css')) {
      const imports = [...text.matchAll(/(?:@import|from)\s+(?:url\()?['"]([^'"]+)/g)];
      const found = imports.map(([, from = '']) => ({ from, typeOnly: false, late: false }));
      targets.set(path, importSins(path, found, tree, sin));
    }
  }
  return [...sins, ...cycles(targets)];
}

export function roomOf(path: string): string | null {
  return Object.keys(ARROWS).find((room) => isWithin(path, room)) ?? null;
}

const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** A generated table may be as long as it likes: it says so, and holds nothing that runs. */
function lengthSins(path: string, text: string, syntax: Syntax, sin: (words: string) => void): void {
  const isTable = isGenerated(text) && syntax.functions === 0;
  const lines = linesOf(text);
  if (lines > LONGEST && !isTable) sin(`has ${lines} lines, more than ${LONGEST}`);
  if (/@ts-(ignore|nocheck|expect-error)/.test(text) && path.startsWith('lib/'))
    sin('silences the type checker');
}

export const isGenerated = (text: string): boolean => /^\/\*\*\s*(\* )?@file Generated\b/.test(text);

export const linesOf = (text: string): number => text.trimEnd().split('\n').length;

function globalSins(path: string, { uses }: Syntax, sin: (words: string) => void): void {
  const outside = (...places: string[]) => !places.some((place) => isWithin(path, place));
  for (const { name, as, of } of uses) {
    const isGlobal = as === 'name' || of === 'globalThis' || of === 'self' || of === 'window';
    if ((name === 'browser' || name === 'chrome') && isGlobal && outside('entrypoints'))
      sin(`touches the extension API (${name})`);
    if (name === 'subtle' && as === 'member' && (of === 'crypto' || of === null) && outside('lib/seal'))
      sin('uses crypto.subtle');
    if (name === 'indexedDB' && isGlobal && outside('lib/store') && !path.startsWith('lib/whatsapp/witness'))
      sin('uses indexedDB');
  }
}

/** @returns the files imported. */
function importSins(
  path: string,
  imports: Syntax['imports'],
  tree: Tree,
  sin: (words: string) => void,
): string[] {
  const targets: string[] = [];
  for (const { from, typeOnly } of imports) {
    if (from === null) {
      sin('imports something computed');
      continue;
    }
    if (!from.startsWith('.')) {
      const name = packageOf(from);
      const rooms = PACKAGES[name];
      if (!rooms) sin(`imports ${from}, which has no room`);
      else if (!rooms.some((room) => isWithin(path, room)))
        sin(`imports ${name}, whose room is ${rooms.join(', ')}`);
      continue;
    }
    const target = posix.join(posix.dirname(path), from.replace(/[?#].*$/, ''));
    if (!tree.has(target)) sin(`imports ${target}, which is not there`);
    else {
      targets.push(target);
      if (!mayImport(path, target, typeOnly)) sin(`imports ${target}${typeOnly ? ' (types)' : ''}`);
    }
  }
  return targets;
}

const packageOf = (from: string): string => from.split('/', from.startsWith('@') ? 2 : 1).join('/');

function mayImport(path: string, target: string, typeOnly: boolean): boolean {
  const room = roomOf(path);
  if (room === null) return false;
  return [room, ...(ARROWS[room] ?? [])].some((arrow) =>
    arrow.startsWith('types:') ? typeOnly && isWithin(target, arrow.slice(6)) : isWithin(target, arrow),
  );
}

function cycles(targets: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.push(`${[...way.slice(at), path].join(' → ')} is a cycle`);
    if (at >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...way, path]);
    done.add(path);
  };
  for (const path of targets.keys()) walk(path, []);
  return found;
}
