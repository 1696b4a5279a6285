/** @file The second reader (docs/read_archive.py) run as its user runs it, and what it puts into a folder held against a history. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type Bytes, toHex } from '../../lib/base/bytes.ts';
import type { History } from '../../lib/model/history.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { findPython } from '../tools/python.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/** Null: tests that need it are skipped; in CI it must be there. */
export const python = findPython();
if (!python && process.env.CI)
  throw new Error('no Python with cryptography and argon2: see test/tools/python.ts');

export interface Answer {
  readonly code: number;
  readonly out: string;
  /** What it met on the way; lines that begin with `!` are losses. */
  readonly notes: readonly string[];
}

/** A program of Python; `docs/read_archive.py` can be imported. */
export function runPython(args: readonly string[], secret: string | null, input = ''): Promise<Answer> {
  const { KEEPSAKE_SECRET: _, ...rest } = process.env;
  const env = { ...rest, PYTHONPATH: docs, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' };
  return new Promise((resolve) => {
    const child = execFile(
      python ?? '',
      args,
      { env: secret === null ? env : { ...env, KEEPSAKE_SECRET: secret }, maxBuffer: 1 << 26 },
      (error, out, err) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        resolve({ code, out, notes: err.trimEnd().split('\n').filter(Boolean) });
      },
    );
    child.stdin?.end(input);
  });
}

export const readArchive = (args: readonly string[], secret: string | null, input = ''): Promise<Answer> =>
  runPython([join(docs, 'read_archive.py'), ...args], secret, input);

/** A folder for one test, and files in it. */
export async function inFolder(
  files: Readonly<Record<string, Bytes>>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-'));
  try {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface Extracted {
  /** By chat: its records in the file's order. */
  readonly chats: ReadonlyMap<string, readonly { readonly chat: string }[]>;
  /** Hashes in its files' names, each compared with its bytes. */
  readonly media: readonly string[];
  lines(name: string): Promise<readonly { readonly [member: string]: unknown }[]>;
}

export async function extracted(folder: string): Promise<Extracted> {
  const lines = async (name: string) => {
    const text = await readFile(join(folder, name), 'utf8');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  };
  const chats = new Map<string, { chat: string }[]>();
  for (const name of await readdir(join(folder, 'chats'))) {
    const records: { chat: string }[] = await lines(`chats/${name}`);
    chats.set(records[0]?.chat ?? name, records);
  }
  const media: string[] = [];
  for (const name of await readdir(join(folder, 'media'))) {
    const [hash, extension = ''] = name.split('.');
    expect(toHex(await sha256(new Uint8Array(await readFile(join(folder, 'media', name)))))).toBe(hash);
    expect(extension).toMatch(/^[a-z0-9]{3,4}$/);
    media.push(hash ?? '');
  }
  return { chats, media: media.sort(), lines };
}

/** Every record of every chat, in order, and every medium of these hashes. */
export async function expectSame(folder: string, history: History, hashes: Iterable<string>): Promise<void> {
  const found = await extracted(folder);
  const told = new Map<string, unknown[]>();
  for (const { id } of await history.chats()) {
    const records: unknown[] = [];
    for (let page = await history.messages(id, 0, 2000); page.length > 0; ) {
      records.push(...page);
      page = await history.messages(id, records.length, 2000);
    }
    if (records.length > 0) told.set(id, records);
  }
  expect([...found.chats.keys()].sort()).toEqual([...told.keys()].sort());
  for (const [id, records] of told) expect(found.chats.get(id)).toEqual(records);
  expect(found.media).toEqual([...new Set(hashes)].sort());
  const contacts = new Map((await found.lines('contacts.jsonl')).map((one) => [one.id, one]));
  expect(contacts).toEqual(await history.contacts());
}
