/** @file Politeness: small bites of the page's time, sizes by how fast it answers, and the same unread counts after as before. */
import { describe, expect, it } from 'vitest';
import { BITE_MS, nextSize, pace } from '../../lib/whatsapp/pace.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import { siteInNode } from '../whatsapp-web/node.ts';

const never = new AbortController().signal;

describe('the pace', () => {
  /** A clock that only work moves. */
  function bites(cost: number, things: number) {
    let time = 0;
    let start = 0;
    const lengths: number[] = [];
    const stop = () => {
      lengths.push(time - start);
      start = time;
    };
    const { map } = pace(
      () => time,
      async () => stop(),
    );
    const done = map(Array.from({ length: things }), () => {
      time += cost;
      return time;
    }).then((made) => {
      stop();
      return made;
    });
    return done.then((made) => ({ made, lengths }));
  }

  it.each([0.01, 0.1, 0.5, 1, 3])('with things of %d ms never works on for 50 ms', async (cost) => {
    const { made, lengths } = await bites(cost, 2000);
    expect(made).toHaveLength(2000);
    expect(Math.max(...lengths)).toBeLessThan(BITE_MS + 8 * cost + 0.001);
    expect(Math.max(...lengths)).toBeLessThan(50);
  });

  it('keeps the order, and lets other work in between', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const slow = (n: number) => {
      for (const end = performance.now() + 2; performance.now() < end; );
      return n;
    };
    const made = await pace().map(
      Array.from({ length: 60 }, (_, n) => n),
      slow,
    );
    clearInterval(timer);
    expect(made).toEqual(Array.from({ length: 60 }, (_, n) => n));
    expect(turns).toBeGreaterThan(2);
  });

  it('asks a slow page for less at once, and a quick one for more', () => {
    expect([
      nextSize(200, 300),
      nextSize(60, 300),
      nextSize(200, 100),
      nextSize(200, 20),
      nextSize(400, 5),
    ]).toEqual([100, 50, 200, 400, 400]);
  });
});

describe('a page that is read whole', () => {
  it('has the same unread counts after as before, and no wire was touched', async () => {
    const { site, globals } = siteInNode({ seed: 5, chats: 24, messages: 400, mediaMiB: 1 });
    await site.ready;
    const before = site.parts.store.unreadCounts();
    const answers = answersOf(globals);
    const { items } = await answers.chats({ from: 0 }, never);
    await answers.contacts({ from: 0 }, never);
    for (const { id } of items)
      await answers.messages({ chat: id, before: null, count: 1000, disappearing: false }, never);
    expect(Object.values(before).some((count) => count > 0)).toBe(true);
    expect(site.parts.store.unreadCounts()).toEqual(before);
    expect(site.parts.tripwire.trips).toEqual([]);
  });
});
