/** @file The control of every disk search: what a real Chromium keeps unsealed, the search finds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../tools/chromium.ts';
import { type Hit, searchProfile } from './disk/search.ts';

const NEEDLES = {
  small: 'plover-meadow-small-value',
  twoByte: 'plover-meadow-☃-two-byte',
  compressed: 'plover-meadow-compressed-inline',
  wrapped: 'plover-meadow-wrapped-into-a-file',
  bytes: 'plover-meadow-as-bytes',
  key: 'plover-meadow-as-a-key',
  index: 'plover-meadow-as-an-index-key',
  removed: 'plover-meadow-put-and-deleted',
  blob: 'plover-meadow-in-a-blob',
  encoded: 'plover-meadow-as-base64',
  local: 'plover-meadow-in-local-storage',
  session: 'plover-meadow-in-session-storage',
  cached: 'plover-meadow-in-the-cache-api',
  gzipped: 'plover-meadow-in-a-gzip-body',
  brotlied: 'plover-meadow-in-a-brotli-body',
  title: 'plover-meadow-in-a-title',
} as const;
const ABSENT = 'plover-meadow-never-planted';

let server: Server;
let folder: string;
/** After the browser closed: LevelDB's logs. */
let hits: Hit[];
/** After it was opened again and wrote on: the first log has become a table. */
let later: Hit[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-disk-'));
  server = await serve();
  const needles = [...Object.entries(NEEDLES), ['absent', ABSENT] as const].map(([name, bytes]) => ({
    name,
    bytes,
  }));
  await visit(plant);
  hits = await searchProfile(folder, needles);
  await visit(fill);
  later = await searchProfile(folder, needles);
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('what Chromium wrote unsealed is found', () => {
  it.each(Object.keys(NEEDLES))('%s', (name) => {
    expect(hits.filter(({ needle }) => needle === name)).not.toEqual([]);
  });

  it.each(['compressed', 'wrapped'])('%s: only behind IndexedDB’s own compression', (name) => {
    const layers = hits.filter(({ needle }) => needle === name).map(({ layer }) => layer);
    expect(layers).not.toContain('');
    expect(layers.every((layer) => layer.endsWith('snappy value'))).toBe(true);
  });

  it.each(['key', 'index'])('%s: as IndexedDB orders keys', (name) => {
    const encodings = hits.filter(({ needle }) => needle === name).map(({ encoding }) => encoding);
    expect(encodings).toContain('utf-16be');
  });

  it('base64 in its own spelling', () => {
    const encodings = hits.filter(({ needle }) => needle === 'encoded').map(({ encoding }) => encoding);
    expect(encodings.join()).toMatch(/^base64 \+1/);
  });
});

it.each([
  ['small', 'leveldb table'],
  ['key', 'leveldb table'],
  ['compressed', 'leveldb table > snappy value'],
])('%s: in a table, once the log was full', (name, layer) => {
  const layers = later.filter(({ needle }) => needle === name).map((hit) => hit.layer);
  expect(layers).toContain(layer);
});

it('what was not written is not found', () => {
  expect([...hits, ...later].filter(({ needle }) => needle === 'absent')).toEqual([]);
});

async function visit(work: (page: Page) => Promise<void>): Promise<void> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    headless: true,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await work(page);
  } finally {
    await context.close();
  }
}

/** Writes more than LevelDB keeps in memory and its log. */
async function fill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await done(indexedDB.open('control'));
    for (let i = 0; i < 200; i++) {
      const value = crypto.getRandomValues(new Uint8Array(60_000));
      await done(db.transaction('s', 'readwrite').objectStore('s').put(value, `filler ${i}`));
    }
  });
}

async function plant(page: Page): Promise<void> {
  await page.evaluate(async (words) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const opening = indexedDB.open('control', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('s').createIndex('by word', 'word');
    const db = await done(opening);
    const put = (value: unknown, key: string) =>
      done(db.transaction('s', 'readwrite', { durability: 'strict' }).objectStore('s').put(value, key));
    /** Above 64 KiB a value is compressed; Snappy copies the word's pieces from the lines before it, so that it does not lie there whole. */
    const hidden = (word: string, noise: number, times: number) => {
      const pieces = Array.from({ length: word.length - 7 }, (_, i) => word.slice(i, i + 8)).join(' | ');
      const random = Array.from({ length: noise }, () => Math.random().toString(36).slice(2)).join(' ');
      return `${random} ${`${pieces} `.repeat(times)} ${word}`;
    };
    await put({ text: words.small }, 'small');
    await put({ text: words.twoByte }, 'two-byte');
    await put(hidden(words.compressed, 100, 500), 'compressed');
    await put(hidden(words.wrapped, 20_000, 4000), 'wrapped');
    await put(new TextEncoder().encode(words.bytes).buffer, 'bytes');
    await put(1, words.key);
    await put({ word: words.index }, 'index');
    await put(words.removed, 'removed');
    await done(db.transaction('s', 'readwrite').objectStore('s').delete('removed'));
    await put(new Blob(['x'.repeat(300_000), words.blob, 'x'.repeat(300_000)]), 'blob');
    localStorage.setItem('local', words.local);
    localStorage.setItem('encoded', btoa(`?${words.encoded}!`));
    sessionStorage.setItem('session', words.session);
    await (await caches.open('control')).put('/kept', new Response(words.cached));
    for (const path of ['/gzipped', '/brotlied']) await (await fetch(path)).text();
    document.title = words.title;
    history.pushState(null, '', '/elsewhere');
  }, NEEDLES);
  await page.waitForTimeout(500);
}

async function serve(): Promise<Server> {
  const body = (word: string) => Buffer.from(`${'meadow plover in as a -body- '.repeat(50)}${word}`);
  const answers: Record<string, [encoding: string | null, body: Buffer]> = {
    '/gzipped': ['gzip', gzipSync(body(NEEDLES.gzipped))],
    '/brotlied': ['br', brotliCompressSync(body(NEEDLES.brotlied))],
  };
  const server = createServer((request, response) => {
    const [encoding, bytes] = answers[request.url ?? ''] ?? [
      null,
      Buffer.from('<!doctype html><title>-</title>'),
    ];
    if (encoding) response.setHeader('content-encoding', encoding);
    response.setHeader('content-type', 'text/html');
    response.setHeader('cache-control', 'max-age=3600');
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
