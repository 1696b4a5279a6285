/** @file The answer prepared for the question that is expected next: given once, read anew where it failed or grew old. */
import { afterEach, expect, it, vi } from 'vitest';
import { must } from '../../lib/base/bytes.ts';
import { createAhead } from '../../lib/whatsapp/ahead.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import { siteInNode } from '../whatsapp-web/node.ts';
import { rowsIn } from './rows.ts';

const never = new AbortController().signal;
afterEach(() => void vi.useRealTimers());

it('gives what was prepared for this question, once', async () => {
  const ahead = createAhead<string>();
  ahead.prepare('a', async () => 'prepared');
  const now = async () => 'now';
  expect(await ahead.take('b', never, now)).toBe('now');
  expect(await ahead.take('a', never, now)).toBe('prepared');
  expect(await ahead.take('a', never, now)).toBe('now');
});

it('withdraws what another takes the place of, and what nobody asks for', async () => {
  vi.useFakeTimers();
  const ahead = createAhead<string>();
  const signals: AbortSignal[] = [];
  const read = async (signal: AbortSignal) => {
    signals.push(signal);
    return 'old';
  };
  ahead.prepare('a', read);
  ahead.prepare('b', read);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  expect(await ahead.take('b', never, async () => 'now')).toBe('now');
});

it('reads again what failed while nobody waited, and withdraws what is no longer wanted', async () => {
  const ahead = createAhead<string>();
  ahead.prepare('a', async () => {
    throw new Error('busy');
  });
  expect(await ahead.take('a', never, async () => 'now')).toBe('now');
  const wanted = new AbortController();
  ahead.prepare('b', (signal) => new Promise((_, reject) => signal.addEventListener('abort', reject)));
  const taken = ahead.take('b', wanted.signal, async (signal) => String(signal.aborted));
  wanted.abort();
  expect(await taken).toBe('true');
});

it('is what a page would say now: the same rows with it and without', async () => {
  const { globals, site } = siteInNode({ seed: 3, chats: 3, messages: 900, mediaMiB: 0 });
  await site.ready;
  const answers = answersOf(globals);
  const { items } = await answers.chats({ from: 0 }, never);
  for (const { id } of items) {
    const read = async (ahead: boolean) => {
      const pages: unknown[] = [];
      for (let before: readonly string[] | null = null; ; ) {
        const page = await answers.messages(
          { chat: id, before, count: 60, disappearing: false, ahead },
          never,
        );
        pages.push(page);
        if (page.older === null) return pages;
        before = page.older;
      }
    };
    const plain = await read(false);
    const { pages } = site.parts.history.stats;
    expect(await read(true)).toEqual(plain);
    // Nothing was read twice.
    const asked = site.parts.history.stats.pages - pages;
    await read(false);
    expect(site.parts.history.stats.pages - pages - asked).toBe(asked);
  }
});

it('is enough where the rows put in first are older than what is asked for, and misses none that is younger', async () => {
  const { globals, site } = siteInNode({ seed: 3, chats: 3, messages: 900, mediaMiB: 0 });
  await site.ready;
  const answers = answersOf(globals);
  const { items } = await answers.chats({ from: 0 }, never);
  const id = must(items[0], 'chat').id;
  const read = (since?: number) =>
    answers.messages(
      { chat: id, before: null, count: 800, disappearing: true, ...(since === undefined ? {} : { since }) },
      never,
    );
  const all = rowsIn((await read()).rows);
  expect(all.length).toBeGreaterThan(200);
  for (const back of [1, 15, 60, 130]) {
    const since = Number(all.at(-back)?.t);
    const { rows: text, older } = await read(since);
    const rows = rowsIn(text);
    expect(rows).toEqual(all.slice(-rows.length));
    expect(all.slice(0, -rows.length).filter(({ t }) => Number(t) >= since)).toEqual([]);
    expect(rows.length).toBeLessThan(1.6 * back + 80);
    expect(older).not.toBeNull();
  }
});

it('is followed by the page after it, asked for before it has come; without it there is none', async () => {
  const { globals, site } = siteInNode({ seed: 3, chats: 3, messages: 900, mediaMiB: 0 });
  await site.ready;
  const answers = answersOf(globals);
  const { items } = await answers.chats({ from: 0 }, never);
  const id = must(items[0], 'chat').id;
  const ask = (before: readonly string[] | null, after = false) =>
    answers.messages({ chat: id, before, count: 60, disappearing: false, ahead: true, after }, never);
  const first = await ask(null);
  const older = must(first.older, 'older');
  await expect(ask(older, true)).rejects.toMatchObject({ code: 'page-failed' });
  const [second, third] = await Promise.all([ask(older), ask(older, true)]);
  const end = must(second.older, 'older');
  expect(third.from).toBe(end[0]);
  const { from: _, ...page } = third;
  expect(page).toEqual(await ask(end));
});
