/** @file Who may import whom: the tree as it is, and a toy tree for every sin the checker must see. */
import { readdirSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { isGenerated, LONG, LONGEST, linesOf, PACKAGES, sinsOf, THROUGH_WXT } from './tools/layers.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TEXT = /\.(tsx?|mjs|css|html|ya?ml|json|svg)$/;

function filesBelow(folder: string): Map<string, string> {
  const entries = readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  return new Map(
    paths.map((path) => [relative(ROOT, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

const tree = new Map(['lib', 'components', 'entrypoints'].flatMap((folder) => [...filesBelow(folder)]));

describe('the tree', () => {
  it('keeps the rules', () => {
    expect(sinsOf(tree)).toEqual([]);
  });

  it(`has no file of more than ${LONGEST} lines, tests included`, () => {
    const code = [...tree, ...filesBelow('test')].filter(([path]) => /\.(tsx?|mjs|css)$/.test(path));
    const lengths = code.map(([path, text]) => ({ path, lines: linesOf(text), text }));
    for (const { path, lines } of lengths)
      if (lines > LONG) console.warn(`${path} has ${lines} lines: is it still one idea?`);
    const long = lengths.filter(({ lines, text }) => lines > LONGEST && !isGenerated(text));
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('gives every dependency one room', () => {
    const named = [...Object.keys(PACKAGES), ...THROUGH_WXT].filter(
      (name) => name !== '#i18n' && name !== 'wxt',
    );
    expect(named.sort()).toEqual(Object.keys(packageJson.dependencies).sort());
  });
});

const GOOD: Readonly<Record<string, string>> = {
  'lib/base/a.ts': '/** @file A. */\nexport const a = 1; export type A = number;',
  'lib/model/m.ts': "/**\n * @file M.\n */\nimport { a } from '../base/a.ts';\nexport const m = a;",
  'lib/bridge/b.ts':
    "/** @file B. */\nimport type { A } from '../base/a.ts';\nexport type B = A; export const b = 1;",
  'lib/whatsapp/w.ts':
    "/** @file W. */\nimport type { B } from '../bridge/b.ts';\nexport const w = (b: B) => b;",
  'lib/seal/s.ts':
    "/** @file S. */\nimport { argon2id } from 'hash-wasm';\nexport const s = [argon2id, crypto.subtle];",
  'lib/backup/status.ts': '/** @file St. */\nexport type Status = 1; export const shown = 1;',
  'components/C.css': ".x { composes: y from './D.css'; }",
  'components/D.css': '.y { color: red; }',
  'components/C.tsx':
    "import { i18n } from '#i18n';\nimport { useState } from 'preact/hooks';\nimport './C.css';\nimport type { Status } from '../lib/backup/status.ts';\nexport const C = (s: Status) => <b title={i18n.t('a')}>{useState(s)}</b>;",
  'entrypoints/w.ts': 'export {};',
  'entrypoints/e.ts':
    "import { browser } from 'wxt/browser';\nimport W from './w.ts?worker';\nnew Worker(new URL('./w.ts', import.meta.url));\nconst c = await import('../components/C.tsx');\nbrowser.runtime.id; new W(c);",
};

const sinsWith = (path: string, text: string) => sinsOf(new Map(Object.entries({ ...GOOD, [path]: text })));
const lib = (body: string) => `/** @file X. */\n${body}`;

describe('the checker', () => {
  it('passes a good tree', () => {
    expect(sinsOf(new Map(Object.entries(GOOD)))).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    ['an upward arrow', 'lib/base/x.ts', "import { m } from '../model/m.ts'; m;", 'imports lib/model/m.ts'],
    [
      '… as a type',
      'lib/base/x.ts',
      "import type { m } from '../model/m.ts';",
      'imports lib/model/m.ts (types)',
    ],
    [
      '… as an import type',
      'lib/base/x.ts',
      "export type X = import('../model/m.ts').M;",
      'imports lib/model/m.ts',
    ],
    ['… exported on', 'lib/base/x.ts', "export * from '../model/m.ts';", 'imports lib/model/m.ts'],
    ['… late', 'lib/base/x.ts', "void import('../model/m.ts');", 'imports lib/model/m.ts'],
    ['… in backticks', 'lib/base/x.ts', 'void import(`../model/m.ts`);', 'imports lib/model/m.ts'],
    [
      '… as a worker',
      'lib/base/x.ts',
      "new Worker(new URL('../model/m.ts', import.meta.url));",
      'imports lib/model',
    ],
    [
      '… as a worker by query',
      'lib/base/x.ts',
      "import W from '../model/m.ts?worker'; W;",
      'imports lib/model/m.ts',
    ],
    [
      'a value where only types may go',
      'lib/whatsapp/x.ts',
      "import { b } from '../bridge/b.ts'; b;",
      'lib/bridge/b',
    ],
    [
      '… for components',
      'components/x.ts',
      "import { shown } from '../lib/backup/status.ts'; shown;",
      'status.ts',
    ],
    ['components on bytes', 'components/x.ts', "import { a } from '../lib/base/a.ts'; a;", 'lib/base/a.ts'],
    ['a lib on components', 'lib/model/x.ts', "import '../../components/C.tsx';", 'imports components/C.tsx'],
    [
      'a lib on an entrypoint',
      'lib/backup/x.ts',
      "import '../../entrypoints/e.ts';",
      'imports entrypoints/e.ts',
    ],
    [
      'a stylesheet across rooms',
      'components/x.css',
      "@import url('../lib/base/a.ts');",
      'imports lib/base/a.ts',
    ],
    [
      'a package out of its room',
      'lib/vault/x.ts',
      "import 'hash-wasm';",
      'imports hash-wasm, whose room is lib/seal',
    ],
    ['… by a subpath', 'lib/model/x.ts', "import 'preact/hooks';", 'imports preact, whose room is'],
    [
      'a package nobody allowed',
      'lib/seal/x.ts',
      "import 'left-pad';",
      'imports left-pad, which has no room',
    ],
    ['Node', 'lib/base/x.ts', "import 'node:fs';", 'imports node:fs, which has no room'],
    ['a computed import', 'lib/base/x.ts', 'void import(globalThis.name);', 'imports something computed'],
    ['a pattern import', 'lib/base/x.ts', "import.meta.glob('./*.ts');", 'imports something computed'],
    [
      'a file that is not there',
      'lib/base/x.ts',
      "import './y.ts';",
      'imports lib/base/y.ts, which is not there',
    ],
    ['a room that is not there', 'lib/utils/x.ts', '', 'lies in no room of the design'],
    ['WebCrypto', 'lib/vault/x.ts', 'globalThis.crypto?.subtle.digest;', 'uses crypto.subtle'],
    ['… taken apart', 'lib/vault/x.ts', 'const { subtle } = crypto; subtle;', 'uses crypto.subtle'],
    ['… spelled as a string', 'lib/vault/x.ts', "crypto['subtle'];", 'uses crypto.subtle'],
    ['IndexedDB', 'lib/backup/x.ts', "indexedDB.open('x');", 'uses indexedDB'],
    ['… from the window', 'lib/backup/x.ts', "window.indexedDB.open('x');", 'uses indexedDB'],
    [
      'the extension API',
      'lib/bridge/x.ts',
      'chrome.runtime.connect();',
      'touches the extension API (chrome)',
    ],
    ['… as browser', 'components/x.ts', 'globalThis.browser.tabs;', 'touches the extension API (browser)'],
    [
      'a silenced type checker',
      'lib/base/x.ts',
      '// @ts-expect-error\nexport const x: string = 1;',
      'silences',
    ],
    ['too long a file', 'lib/base/x.ts', `${'\n'.repeat(300)}export {};`, 'has 302 lines'],
  ])('sees %s', (_, path, body, words) => {
    const sins = sinsWith(path, path.startsWith('lib/') ? lib(body) : body);
    expect(sins.filter((sin) => sin.startsWith(path) && sin.includes(words))).not.toEqual([]);
  });

  it('sees a lib file that does not say what it is', () => {
    expect(sinsWith('lib/base/x.ts', 'export {};')).toEqual(['lib/base/x.ts does not begin with @file']);
  });

  it('sees a cycle, of types as well', () => {
    const sins = sinsOf(
      new Map([
        ['lib/base/x.ts', lib("import type { Y } from './y.ts'; export type X = Y;")],
        ['lib/base/y.ts', lib("import type { X } from './x.ts'; export type Y = X;")],
      ]),
    );
    expect(sins).toEqual(['lib/base/x.ts → lib/base/y.ts → lib/base/x.ts is a cycle']);
  });

  it('lets a generated table be long, unless something in it runs', () => {
    const table = `/** @file Generated. */\nexport const T = [\n${'1,\n'.repeat(400)}];`;
    expect(sinsWith('lib/base/t.ts', table)).toEqual([]);
    expect(sinsWith('lib/base/t.ts', `${table}\nexport const f = () => 1;`)).not.toEqual([]);
  });

  it('is not misled by comments, strings and members of the same name', () => {
    const body =
      "// import '../model/m.ts'\nexport const x = { chrome: 1, indexedDB: 'crypto.subtle' }; x.chrome; const s = \"import '../model/m.ts'\"; s;";
    expect(sinsWith('lib/base/x.ts', lib(body))).toEqual([]);
  });
});
