/** @file What waits in the page: a chat whose page never comes, a small file's buffer, a handle of another document, an empty page that was locked. */
import { describe, expect, it, vi } from 'vitest';
import type { MediaRequest } from '../../lib/bridge/protocol.ts';
import { mediaReader } from '../../lib/whatsapp/media.ts';
import { messageReader } from '../../lib/whatsapp/messages.ts';
import type { Modules } from '../../lib/whatsapp/modules.ts';

const never = new AbortController().signal;

const modulesWith = (served: Record<string, unknown>): Modules =>
  ({
    pick: (name: string) => served[name] ?? null,
    served: () => null,
    count: () => 0,
  }) as unknown as Modules;

interface Asked {
  readonly anchor: { readonly remote: string };
}

describe('messages', () => {
  it('of one chat do not wait for those of another that never come', async () => {
    const reader = messageReader(
      modulesWith({
        messagesBefore: ({ anchor }: Asked) =>
          anchor.remote === 'hangs' ? new Promise(() => {}) : { messages: [], status: 200 },
      }),
    );
    void reader.read('hangs', null, 10, false, never);
    expect(await reader.read('fine', null, 10, false, never)).toMatchObject({ older: null });
  });

  it('of one chat do not wait for ever for those of another that come no further', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const row = { id: { id: 'a', remote: 'hangs' }, rowId: 1, t: 1, type: 'chat' };
      const reader = messageReader(
        modulesWith({
          messagesBefore: ({ anchor }: Asked) =>
            anchor === (row.id as object)
              ? new Promise(() => {})
              : { messages: anchor.remote === 'hangs' ? [row] : [], status: 200 },
        }),
      );
      void reader.read('hangs', null, 10, false, never);
      let isThere = false;
      const fine = reader.read('fine', null, 10, false, never).then((found) => {
        isThere = true;
        return found;
      });
      await vi.advanceTimersByTimeAsync(4_000);
      expect(isThere).toBe(false);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await fine).toMatchObject({ older: null });
    } finally {
      vi.useRealTimers();
    }
  });

  it('that seem to end are told with who was there when they did, not when it was their turn', async () => {
    const socket = { state: 'SCREEN_LOCKED' };
    let giveRest = (_: unknown) => {};
    const row = { id: { id: 'a', remote: 'fine' }, rowId: 1, t: 1, type: 'chat' };
    const rest = new Promise((resolve) => {
      giveRest = resolve;
    });
    const reader = messageReader(
      modulesWith({
        socket,
        messagesBefore: ({ anchor }: Asked) =>
          anchor === (row.id as object)
            ? rest
            : { messages: anchor.remote === 'fine' ? [row] : [], status: 200 },
      }),
    );
    const first = reader.read('fine', null, 10, false, never);
    await new Promise((resolve) => setTimeout(resolve));
    const second = reader.read('empty', null, 10, false, never);
    await new Promise((resolve) => setTimeout(resolve));
    socket.state = 'CONNECTED';
    giveRest({ messages: [], status: 200 });
    expect((await first).there.state).not.toBe('locked');
    expect((await second).there).toEqual({ state: 'locked', account: null });
  });
});

describe('a medium', () => {
  const request = { size: 4, filehash: '', atOnce: 8, limit: 100, mediaKey: 'k', directPath: 'p' };
  const reader = (bytes: ArrayBuffer) =>
    mediaReader({}, modulesWith({ download: { downloadAndMaybeDecrypt: async () => bytes } }));

  it('that comes with the answer is a copy: what the page has stays the page’s', async () => {
    const own = new ArrayBuffer(4);
    const opened = await reader(own).open(request as unknown as MediaRequest, never);
    const bytes = 'bytes' in opened ? opened.bytes : expect.fail();
    structuredClone(bytes, { transfer: [bytes] }); // as the answer is sent
    expect(own.byteLength).toBe(4);
  });

  it('of an earlier document is not taken for one of this', async () => {
    const large = { ...request, atOnce: 0 } as unknown as MediaRequest;
    const [before, now] = [reader(new ArrayBuffer(4)), reader(new ArrayBuffer(4))];
    const one = await before.open(large, never);
    await now.open(large, never);
    const handle = 'handle' in one ? one.handle : expect.fail();
    expect(() => now.read(handle, 0, 4)).toThrow('page-failed');
  });
});
