/** @file What docs/format.md and docs/records.md say of the code, where code can tell: contexts, members, limits, the list of words. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { FRAME } from '../../lib/archive/frame.ts';
import { README } from '../../lib/archive/readme.ts';
import { HEAD, TRAILER } from '../../lib/archive/run.ts';
import { CONTENT_LIMIT } from '../../lib/archive/segment.ts';
import { MAX_BYTES, MAX_RECORD, MAX_RECORDS } from '../../lib/backup/batch.ts';
import { must, toHex, utf8 } from '../../lib/base/bytes.ts';
import { MEDIA_TYPES, MISSING_REASONS } from '../../lib/model/media.ts';
import { CHUNK, PREFIX, SEALED_CHUNK } from '../../lib/seal/cobblestone.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { HEADER_LIMIT, MAX_SLOTS } from '../../lib/vault/header.ts';
import { checkCosts, PASSWORD_COSTS, PASSWORD_LENGTH } from '../../lib/vault/password.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const format = read('docs/format.md');
const records = read('docs/records.md');

const section = (number: number): string => must(format.split(/^## \d+\. /m)[number], `section ${number}`);

/** Strings that tie bytes to their place, wherever the code writes one. */
function contextsOfCode(): string[] {
  const files = readdirSync(`${root}lib`, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts')).map((file) => read(`lib/${file}`));
  const found = sources.flatMap((source) => [...source.matchAll(/[`']keepsake\/v1 ([a-z ]+)/g)]);
  return [...new Set(found.map(([, name = '']) => name.trim()))].sort();
}

/** Names of members that a file of shapes checks, from this line on. */
function membersOf(path: string, from: string): string[] {
  const source = read(path);
  const shapes = source.slice(source.indexOf(from));
  expect(shapes.length).toBeLessThan(source.length);
  return [...new Set([...shapes.matchAll(/\b(\w+): /g)].map(([, name = '']) => name))];
}

describe('docs/format.md', () => {
  it('lists every context and info of the code, and no other', () => {
    const told = [...section(2).matchAll(/^\| `keepsake\/v1 ([a-z]+)`/gm)].map(([, name = '']) => name);
    expect(told.sort()).toEqual(contextsOfCode());
    expect(told.length).toBeGreaterThan(7);
  });

  it('names every member of an index and of the end', () => {
    const members = membersOf('lib/archive/contents.ts', 'const place = ');
    expect(members.length).toBeGreaterThan(40);
    expect(members.filter((name) => !new RegExp(`\\b${name}\\b`).test(section(6)))).toEqual([]);
  });

  it('has the code’s figures', () => {
    const figure = (value: number) => value.toLocaleString('en');
    const figures = [CHUNK, SEALED_CHUNK, HEADER_LIMIT, CONTENT_LIMIT, MAX_RECORDS, MAX_RECORD];
    for (const value of [...figures, PASSWORD_COSTS.memoryKiB, Math.floor(CONTENT_LIMIT * 1.2)])
      expect(format).toContain(figure(value));
    expect(section(5)).toContain(`| ${HEAD} | … | segments`);
    expect(section(5)).toContain(`| end | ${TRAILER} |`);
    expect(section(6)).toContain(`its ${FRAME}-byte frame`);
    expect(section(2)).toContain(`${PREFIX} + 16,400·k`);
    expect(section(8)).toContain(`${MAX_SLOTS} slots`);
    expect(section(4)).toContain(`at least ${PASSWORD_LENGTH} characters`);
    expect([MAX_BYTES, PASSWORD_COSTS]).toEqual([1 << 20, { memoryKiB: 262_144, passes: 3, lanes: 1 }]);
  });

  it('has the code’s limits of costs, to the last step', () => {
    expect(section(8)).toContain('19,456 … 1,048,576 KiB; 1 … 16 passes; 1 … 16 lanes; salt 16 bytes');
    const check = (memoryKiB: number, passes: number, lanes: number, salt = 16) =>
      checkCosts({ memoryKiB, passes, lanes }, new Uint8Array(salt));
    check(19_456, 1, 1);
    check(1_048_576, 16, 16);
    const beyond: Parameters<typeof check>[] = [
      [19_455, 1, 1],
      [1_048_577, 1, 1],
      [19_456, 0, 1],
      [19_456, 17, 1],
      [19_456, 1, 0],
      [19_456, 1, 17],
      [19_456, 1, 1, 15],
    ];
    for (const costs of beyond) expect(() => check(...costs)).toThrow('kdf-refused');
  });

  it('has the hash of README.txt, which is short, and readable by any program', async () => {
    expect(section(3)).toContain(toHex(await sha256(utf8(README))));
    expect(README).toMatch(/^[\n\x20-\x7e]+$/);
    expect(README.length).toBeLessThan(6000);
  });

  it('has the list of words beside it, and its hash', async () => {
    const list = read('docs/bip39-english.txt');
    expect(list).toBe(wordlist.map((word) => `${word}\n`).join(''));
    expect(section(4)).toContain(toHex(await sha256(utf8(list))));
  });
});

describe('docs/records.md', () => {
  it('names every member of a record, every type that carries a file and every reason that one is missing', () => {
    const members = membersOf('lib/archive/records.ts', 'const recordShape = ');
    expect(members).toContain('fromMe');
    for (const name of [...members, ...MEDIA_TYPES, ...MISSING_REASONS]) expect(records).toContain(name);
  });
});
