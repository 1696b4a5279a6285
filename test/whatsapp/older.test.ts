/** @file Older messages from the phone: the one thing that sends, only when asked for, and only that. */
import { describe, expect, it, vi } from 'vitest';
import type { FoundMessages } from '../../lib/bridge/protocol.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import { siteInNode } from '../whatsapp-web/node.ts';

const ACCOUNT = { seed: 5, chats: 24, messages: 400, mediaMiB: 1 };
const never = new AbortController().signal;

async function page(account: Parameters<typeof siteInNode>[0]) {
  const { site, globals } = siteInNode(account);
  await site.ready;
  return { site, answers: answersOf(globals) };
}

/** Pauses between two chats pass at once. */
async function ask(answers: ReturnType<typeof answersOf>, most: number) {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const asked = answers.older({ most }, never);
    await vi.advanceTimersByTimeAsync(60_000);
    return await asked;
  } finally {
    vi.useRealTimers();
  }
}

describe('older history', () => {
  it('is asked of the phone for the chats that have more there, the latest first, and nothing else is sent', async () => {
    const { site, answers } = await page({ ...ACCOUNT, older: 1 });
    const models = site.parts.store.allChats();
    const more = models.filter((chat) => [0, 4].includes(Number(chat.get('endOfHistoryTransferType'))));
    expect(more.length).toBeGreaterThan(2);
    const found = await ask(answers, 2);
    expect(found).toMatchObject({ asked: 2, able: true });
    expect(found.of).toBeGreaterThanOrEqual(more.length);
    expect(site.parts.older).toHaveLength(2);
    for (const id of site.parts.older) expect(more.map((chat) => String(chat.get('id')))).toContain(id);
    expect(site.parts.tripwire.trips).toEqual([]);
  });

  it('is not asked where the page says that it asks no phone', async () => {
    const { site, answers } = await page(ACCOUNT);
    expect(await ask(answers, 1)).toMatchObject({ asked: 0, able: false });
    expect(site.parts.tripwire.trips).toEqual([]);
  });

  it('is never asked for while a chat is read', async () => {
    const { site, answers } = await page({ ...ACCOUNT, older: 1 });
    const { items } = await answers.chats({ from: 0 }, never);
    for (const { id, protected: closed } of items) {
      let before: readonly string[] | null = null;
      do {
        if (closed) break;
        const asked = { chat: id, before, count: 500, disappearing: false };
        const found: FoundMessages = await answers.messages(asked, never);
        before = found.older;
      } while (before !== null);
    }
    expect(site.parts.older).toEqual([]);
  });
});
