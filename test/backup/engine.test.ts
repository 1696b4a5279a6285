/** @file The engine from the click to the file, and through everything that may come between. */
import { describe, expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { History } from '../../lib/model/history.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { type Change, setUp } from './setting.ts';

const ACCOUNT = { seed: 9, chats: 12, messages: 900, mediaMiB: 1, expired: 0.1 };
const truth = truthOf(ACCOUNT);
vi.setConfig({ testTimeout: 60_000 });

const expectWhole = async (history: History) => {
  expect(await compareWithTruth(truth, history)).toEqual([]);
  expect(history.notes).toEqual([]);
};

/** Calls `then` at the n-th answer of a kind, once. */
const at =
  (name: 'hello' | 'messages' | 'readMedium' | 'openMedium', n: number, then: () => unknown): Change =>
  (answers) => {
    let count = 0;
    return {
      ...answers,
      [name]: async (question: never, signal: AbortSignal) => {
        if (++count === n) await then();
        return answers[name](question, signal);
      },
    };
  };

/** No file comes with the answer to its opening: all of them slice by slice. */
const SLICED = { limits: { atOnce: 0 } };

describe('a run', () => {
  it('ends in a file that holds the account, message by message', async () => {
    const setting = await setUp(ACCOUNT);
    await setting.engine.start();
    await setting.ended();
    await expectWhole(await setting.file());
    const { last, unsaved } = await runsNow(setting.db);
    expect(last).toMatchObject({ state: 'sealed', fault: null, report: { stopped: false } });
    expect(last?.report?.media.kept).toBe(truth.media.size);
    expect(unsaved).toBe(false);
    expect(setting.keys.size).toBe(0);
    expect(await setting.db.count('rows')).toBe(0);
  });

  it.each([
    ['messages', 1],
    ['messages', 5],
    ['messages', 10],
    ['hello', 4],
    ['hello', 7],
    ['openMedium', 1],
    ['openMedium', 6],
    ['readMedium', 4],
  ] as const)('goes on when the worker dies at %s answer %i', async (name, n) => {
    let die: () => unknown = () => {};
    const dying = at(name, n, () => die());
    const setting = await setUp(ACCOUNT, dying, undefined, name === 'readMedium' ? SLICED : {});
    const died = new Promise<void>((resolve) => {
      die = async () => {
        await setting.kill();
        resolve();
      };
    });
    await setting.engine.start();
    await died;
    await setting.ended();
    await expectWhole(await setting.file());
  });

  it('names what is missing in several indexes where it is much', async () => {
    const setting = await setUp(ACCOUNT, undefined, undefined, { limits: { missing: 3 } });
    await setting.engine.start();
    await setting.ended();
    const history = await setting.file();
    await expectWhole(history);
    let named = 0;
    for (const [hash, reason] of truth.missing) {
      const found = await history.missing(hash);
      if (found) expect([hash, found.reason]).toEqual([hash, reason]);
      if (found) named++;
    }
    expect(named).toBeGreaterThan(6);
    expect((await runsNow(setting.db)).last).toMatchObject({
      fault: null,
      verified: { media: truth.media.size },
    });
  });

  it('is left unfinished when the browser closed, and the next one is whole and says so', async () => {
    let die: () => unknown = () => {};
    const setting = await setUp(
      ACCOUNT,
      at('messages', 8, () => die()),
    );
    const died = new Promise<void>((resolve) => {
      die = async () => {
        await new Promise((later) => setTimeout(later, 400)); // until something is committed
        await setting.kill();
        setting.keys.clear();
        resolve();
      };
    });
    await setting.engine.start();
    await died;
    await setting.ended();
    expect((await runsNow(setting.db)).last).toMatchObject({ state: 'broken', fault: { code: 'key-lost' } });
    await setting.engine.start();
    await setting.ended();
    const history = await setting.file();
    expect(await compareWithTruth(truth, history)).toEqual([]);
    expect(history.runs.map(({ finished }) => finished)).toEqual([false, true]);
    expect(history.notes.map(({ code, detail }) => [code, detail.run, detail.reason])).toEqual([
      ['run-unfinished', 1, 'stopped'],
    ]);
  });

  it('goes on in a fresh document after a reload', async () => {
    let reload: () => unknown = () => {};
    const setting = await setUp(
      ACCOUNT,
      at('messages', 4, () => reload()),
    );
    reload = () => {
      setting.closeTab();
      setTimeout(() => void setting.reload((answers) => answers), 50);
      return new Promise(() => {});
    };
    await setting.engine.start();
    await setting.ended();
    await expectWhole(await setting.file());
  });
});

describe('a run stops', () => {
  it('with what it has when the account changes', async () => {
    const setting = await setUp(
      ACCOUNT,
      at('messages', 9, async () => {
        await new Promise((later) => setTimeout(later, 400)); // until something is committed
        setting.closeTab();
        setTimeout(
          () =>
            void setting.reload((answers) => ({
              ...answers,
              hello: async (...asked) => ({
                ...(await answers.hello(...asked)),
                account: { id: '4912345678@c.us', lid: null, name: 'Someone else' },
              }),
            })),
          20,
        );
      }),
    );
    await setting.engine.start();
    await setting.ended();
    const { last, unsaved } = await runsNow(setting.db);
    expect(last).toMatchObject({ fault: { code: 'account-changed' }, report: { stopped: true } });
    expect(last?.verified?.messages).toBe(last?.report?.messages.kept);
    expect(unsaved).toBe(true);
  });

  it('not at all for another account from the start', async () => {
    const setting = await setUp(ACCOUNT);
    await setting.reload((answers) => ({
      ...answers,
      hello: async (...asked) => ({
        ...(await answers.hello(...asked)),
        account: { id: '4912345678@c.us', lid: null, name: null },
      }),
    }));
    await expect(setting.engine.start()).rejects.toMatchObject({ code: 'account-changed' });
    expect(await setting.db.count('logs')).toBe(0);
  });

  it('when it is cancelled, and names every chat it did not come to', async () => {
    const setting = await setUp(
      ACCOUNT,
      at('messages', 5, () => setting.engine.cancel()),
    );
    await setting.engine.start();
    await setting.ended();
    const { last } = await runsNow(setting.db);
    expect(last).toMatchObject({
      fault: { code: 'cancelled' },
      report: { stopped: true, chats: truth.chats.length },
    });
    const chats = await (await setting.file()).chats();
    expect(chats.filter(({ report }) => report?.reason === 'stopped').length).toBeGreaterThan(3);
    for (const chat of chats) expect(chat.report).not.toBeNull();
  });
});

describe('trouble', () => {
  it('with one chat does not stop the others, and is named', async () => {
    const broken = truth.chats.find(
      ({ id, reason }) => reason === null && truth.messages(id).length > 20,
    )?.id;
    const setting = await setUp(ACCOUNT, (answers) => ({
      ...answers,
      async messages(question, signal) {
        if (question.chat === broken) throw new Error('their own fault, with content in it');
        return answers.messages(question, signal);
      },
    }));
    await setting.engine.start();
    await setting.ended();
    const { last } = await runsNow(setting.db);
    expect(last).toMatchObject({ fault: null, report: { completeness: { failed: 1 } } });
    const chat = (await (await setting.file()).chats()).find(({ id }) => id === broken);
    expect(chat?.report).toMatchObject({ completeness: 'failed', reason: 'page-failed', kept: 0 });
    expect(JSON.stringify(last)).not.toContain('content');
  });

  it.each(['at once', 'in slices'])(
    'with a medium that comes %s, other than promised, is named',
    async (how) => {
      let count = 0;
      const spoilt = <T>(answer: T): T => {
        const bytes = new Uint8Array((answer as { bytes?: ArrayBuffer }).bytes ?? new ArrayBuffer(0));
        if (bytes.length > 0 && ++count === 2) bytes[0] = (bytes[0] ?? 0) ^ 1;
        return answer;
      };
      const spoiling: Change = (answers) => ({
        ...answers,
        openMedium: async (question, signal) => spoilt(await answers.openMedium(question, signal)),
        readMedium: async (question, signal) => spoilt(await answers.readMedium(question, signal)),
      });
      const setting = await setUp(ACCOUNT, spoiling, undefined, how === 'at once' ? {} : SLICED);
      await setting.engine.start();
      await setting.ended();
      const { last } = await runsNow(setting.db);
      const planted = [...truth.missing.values()].filter((reason) => reason === 'hash-mismatch').length;
      expect(last?.report?.missing['hash-mismatch']).toBe(planted + 1);
      expect(last?.verified?.media).toBe(truth.media.size - 1);
    },
  );

  it('in the store is found when it is read back', async () => {
    let done = false;
    const spoiling: Change = (answers) => ({
      ...answers,
      async openMedium(question, signal) {
        const [key] = await setting.db.getAllKeys('parts');
        const part = key && (await setting.db.get('parts', key));
        // What lies in the tail is written once more, from memory.
        if (!done && key && part && part.bytes instanceof Blob) {
          const bytes = new Uint8Array(await part.bytes.arrayBuffer());
          bytes[250] = (bytes[250] ?? 0) ^ 4;
          await setting.db.put('parts', { ...part, bytes: new Blob([bytes]) }, key);
          done = true;
        }
        return answers.openMedium(question, signal);
      },
    });
    const setting = await setUp(ACCOUNT, spoiling, undefined, SLICED);
    await setting.engine.start();
    await setting.ended();
    expect(done).toBe(true);
    const { last } = await runsNow(setting.db);
    expect(last).toMatchObject({ fault: { code: 'verify-failed' }, verified: null, saved: null });
  });

  it('with the header or keys in the store stops before anything is read', async () => {
    const setting = await setUp(ACCOUNT);
    const vault = (await setting.db.get('values', 'vault')) as { keys: { writerKey: Uint8Array } };
    vault.keys.writerKey[0] = (vault.keys.writerKey[0] ?? 0) ^ 1;
    await setting.db.put('values', vault, 'vault');
    await expect(setting.engine.start()).rejects.toBeInstanceOf(Fault);
    expect(await setting.db.count('logs')).toBe(0);
  });
});
