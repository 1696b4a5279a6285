/** @file What is asked of the page before its turn: never many at once, never much that waits, each chat once. */
import { expect, it } from 'vitest';
import type { Asking } from '../../lib/backup/asking.ts';
import { createLooking } from '../../lib/backup/looking.ts';
import type { Plan } from '../../lib/backup/plan.ts';
import type { ChatRecord } from '../../lib/model/chat.ts';

const SINCE = 1_000;
const chatsOf = (count: number): ChatRecord[] =>
  Array.from(
    { length: count },
    (_, i) => ({ id: `${i}@c.us`, t: SINCE + (i % 2) * 10 - 5, row: {} }) as unknown as ChatRecord,
  );

/** A page that answers when told to. */
function slowPage() {
  const open: { chat: string; count: number; since?: number; answer(rows: number): void }[] = [];
  const asking = {
    ask: (name: string, { chat, count, since }: { chat: string; count: number; since?: number }) =>
      name === 'oldest'
        ? Promise.resolve({ key: null })
        : new Promise((resolve) => {
            open.push({
              chat,
              count,
              ...(since === undefined ? {} : { since }),
              answer: (rows) => resolve({ rows: new ArrayBuffer(1_300 * rows) }),
            });
          }),
  } as unknown as Asking;
  return { open, asking };
}

const all = { reads: 'all', since: SINCE, missing: false } as Plan;
const turn = () => new Promise((resolve) => setTimeout(resolve));

it('asks a few chats at a time, in order, each once', async () => {
  const { open, asking } = slowPage();
  const chats = chatsOf(8);
  const looking = createLooking(asking, all, chats);
  const given: unknown[] = [];
  for (const chat of chats) {
    const { page } = looking.first(chat);
    expect(open.length - given.length).toBeLessThanOrEqual(4);
    open[given.length]?.answer(10);
    given.push(await page);
    await turn();
  }
  expect(open.map(({ chat }) => chat)).toEqual(chats.map(({ id }) => id));
});

it('stops where much has come before its turn, and goes on when it is taken', async () => {
  const { open, asking } = slowPage();
  const chats = chatsOf(20);
  const looking = createLooking(asking, all, chats);
  looking.first(chats[0] as ChatRecord);
  for (let i = 0; i < open.length; i++) {
    open[i]?.answer(800);
    await turn();
  }
  // What waits may go beyond 3 MiB by what was under way: 3 answers of 1 MB.
  expect(open.length).toBeLessThanOrEqual(1 + 4 + 2);
  const before = open.length;
  looking.first(chats[1] as ChatRecord);
  looking.first(chats[2] as ChatRecord);
  looking.first(chats[3] as ChatRecord);
  expect(open.length).toBeGreaterThan(before);
});

it.each([
  ['news', { ...all, reads: 'new' }],
  ['what is missing', { ...all, reads: 'new', missing: true }],
  ['everything', all],
] as const)('looking for %s asks of three chats ahead', (_, plan) => {
  const { open, asking } = slowPage();
  const chats = chatsOf(20);
  createLooking(asking, plan, chats).first(chats[0] as ChatRecord);
  expect(open).toHaveLength(1 + 3);
});

it('asks for the window where a known message is expected, and for little of a chat in which nothing was written since', () => {
  const { open, asking } = slowPage();
  const chats = chatsOf(2);
  createLooking(asking, { ...all, reads: 'new' }, chats).first(chats[0] as ChatRecord);
  expect(open.map(({ count, since }) => [count, since])).toEqual([
    [20, SINCE],
    [800, SINCE],
  ]);
});

it('lets a failure be seen by who takes it, and by nobody else', async () => {
  const chats = chatsOf(3);
  const asking = { ask: () => Promise.reject(new Error('gone')) } as unknown as Asking;
  const looking = createLooking(asking, all, chats);
  for (const chat of chats) await expect(looking.first(chat).page).rejects.toThrow('gone');
});
