/** @file The viewer's story over a fake archive, without a browser. */
import { describe, expect, it, vi } from 'vitest';
import type { Locked } from '../../entrypoints/viewer/librarian.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { Way } from '../../lib/vault/slots.ts';
import { EVERY, fakeHistory, jid, LONG, PLAIN } from './fake-history.ts';
import { file, library, PASSWORD, viewerOf } from './library.ts';

const PHRASE = `${'abandon '.repeat(23)}art`;

async function opened() {
  const { told, connect } = library();
  const viewer = viewerOf(connect);
  await viewer.pick([file()]);
  await viewer.unlock(PASSWORD);
  return { viewer, told };
}

describe('the viewer', () => {
  it('opens one file, first its structure, then with the password', async () => {
    const { told, connect } = library();
    const viewer = viewerOf(connect);
    await viewer.pick([file()]);
    expect(viewer.stage.value).toBe('locked');
    expect(viewer.shortName.value).toBe('a1b2c3d4e5f6');
    expect(viewer.notes.value.map(({ code }) => code)).toEqual(['run-missing']);
    await viewer.unlock('something else');
    expect(viewer.stage.value).toBe('locked');
    expect(viewer.fault.value?.code).toBe('wrong-password');
    await viewer.unlock(PASSWORD);
    expect(viewer.stage.value).toBe('open');
    expect(viewer.fault.value).toBeNull();
    expect(viewer.history.value?.chats).toHaveLength(64);
    viewer.lock();
    expect(told).toEqual({ begun: 1, ended: 1 });
  });

  it('is locked when nobody is there, says why, and breaks no check off', async () => {
    const { viewer, told } = await opened();
    viewer.checkEverything();
    viewer.leftAlone();
    expect(viewer.stage.value).toBe('open');
    viewer.stopChecking();
    viewer.leftAlone();
    expect([viewer.stage.value, viewer.alone.value, viewer.history.value]).toEqual(['drop', true, null]);
    expect(told).toEqual({ begun: 1, ended: 1 });
    await viewer.pick([file()]);
    expect(viewer.alone.value).toBe(false);
    viewer.leftAlone();
    expect(viewer.stage.value).toBe('locked');
    viewer.lock();
  });

  it('opens several files as one, and says that a folder holds none', async () => {
    const { told, connect, given } = library();
    const viewer = viewerOf(connect);
    await viewer.pick([file('a.keepsake'), file('Backup/runs/1.run')]);
    expect(viewer.stage.value).toBe('locked');
    expect(viewer.file.value).toEqual({ name: 'a.keepsake', count: 2, size: 2 });
    expect(given).toEqual([['a.keepsake', 'Backup/runs/1.run']]);
    await viewer.pick([]);
    expect(viewer.stage.value).toBe('drop');
    expect(viewer.fault.value?.toNote()).toEqual({ code: 'not-an-archive', detail: { what: 'folder' } });
    expect(told).toEqual({ begun: 1, ended: 1 });
  });

  it('says what is wrong with a file and keeps nothing of it', async () => {
    const { told, connect } = library(async () => {
      throw new Fault('not-an-archive');
    });
    const viewer = viewerOf(connect);
    await viewer.pick([file()]);
    expect(viewer.fault.value?.code).toBe('not-an-archive');
    expect(viewer.stage.value).toBe('drop');
    expect(viewer.file.value).toBeNull();
    expect(told.ended).toBe(1);
  });

  it('goes with the file dropped last', async () => {
    const first = Promise.withResolvers<Locked>();
    let turn = 0;
    const fresh: Locked = {
      shortName: 'second',
      ...PLAIN,
      notes: [],
      unlock: async () => fakeHistory(),
    };
    const { connect } = library(() => (turn++ === 0 ? first.promise : Promise.resolve(fresh)));
    const viewer = viewerOf(connect);
    const slow = viewer.pick([file('first')]);
    await viewer.pick([file('second')]);
    first.resolve({ shortName: 'first', ...PLAIN, notes: [], unlock: async () => fakeHistory() });
    await slow;
    expect(viewer.shortName.value).toBe('second');
    expect(viewer.file.value?.name).toBe('second');
    expect(viewer.stage.value).toBe('locked');
    viewer.lock();
  });

  it('reads the end of a chat first, then what is seen', async () => {
    const { viewer } = await opened();
    viewer.choose(jid(1));
    const pages = viewer.pages.value ?? expect.fail('no pages');
    await pages.see(LONG - 30, LONG - 1);
    expect(pages.at(LONG - 1)?.row.body).toContain(`Message ${LONG}.`);
    expect(pages.at(0)).toBeUndefined();
    await pages.see(100, 120);
    expect(pages.at(99)?.id).toContain('000099');
    expect(pages.at(120)?.id).toContain('000120');
    expect(pages.at(LONG - 1)).toBeUndefined();
    viewer.lock();
  });

  it('fetches the last words only of rows that were seen', async () => {
    const { viewer } = await opened();
    viewer.preview([jid(0), jid(7)]);
    await expect.poll(() => viewer.previews.value.size).toBe(2);
    expect(viewer.previews.value.get(jid(0))?.row).toEqual(EVERY.at(-1)?.row);
    expect(viewer.previews.value.get(jid(7))).toBeNull();
    viewer.lock();
  });

  it('tells notes that came while reading', async () => {
    const { viewer } = await opened();
    expect(viewer.notes.value).toHaveLength(1);
    viewer.choose(jid(0));
    await viewer.pages.value?.see(0, 10);
    expect(viewer.notes.value.map(({ code }) => code)).toEqual(['run-missing', 'run-cut']);
    viewer.lock();
  });

  it('tells what is wrong with the media once the chats are seen, without being asked', async () => {
    const notes = [new Fault('run-missing', { run: 3 })];
    let asked = 0;
    const { connect } = library(async () => ({
      shortName: 'x',
      ...PLAIN,
      notes: [],
      unlock: async () => fakeHistory({ notes }),
      async listMedia() {
        asked++;
        notes.push(new Fault('segment-damaged', { run: 3, segment: 4 }));
      },
    }));
    const viewer = viewerOf(connect);
    await viewer.pick([file()]);
    await viewer.unlock('any');
    expect(asked).toBe(0);
    viewer.preview([jid(0)]);
    await expect
      .poll(() => viewer.notes.value.map(({ code }) => code))
      .toEqual(['run-missing', 'segment-damaged']);
    viewer.choose(jid(1));
    viewer.preview([jid(2)]);
    await expect.poll(() => viewer.previews.value.size).toBe(2);
    expect(asked).toBe(1);
    viewer.lock();
  });

  it('leaves nothing behind when it is locked', async () => {
    const { viewer, told } = await opened();
    viewer.choose(jid(0));
    viewer.preview([jid(0)]);
    viewer.lock();
    expect(told.ended).toBe(1);
    expect(viewer.stage.value).toBe('drop');
    expect(viewer.history.value).toBeNull();
    expect(viewer.pages.value).toBeNull();
    expect(viewer.people.value.size).toBe(0);
    expect(viewer.previews.value.size).toBe(0);
    expect(viewer.shelf()).toBeNull();
    expect(viewer.chat.value).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(viewer.previews.value.size).toBe(0);
  });

  it('turns to the newest message that is left where some turn out to be damaged', async () => {
    const { connect } = library(async () => ({
      shortName: 'x',
      ...PLAIN,
      notes: [],
      async unlock() {
        const history = fakeHistory();
        const left = (await history.messages(jid(1), 0, 10_000)).slice(7);
        return {
          ...history,
          messages: async (_: string, from: number, n: number) => left.slice(from, from + n),
        };
      },
    }));
    const viewer = viewerOf(connect);
    await viewer.pick([file()]);
    await viewer.unlock('any');
    const listed = viewer.history.value?.chats.find(({ id }) => id === jid(1))?.count ?? 0;
    viewer.choose(jid(1));
    const before = viewer.pages.value;
    await vi.waitUntil(() => viewer.pages.value !== before && viewer.pages.value?.at(listed - 8));
    expect(viewer.chat.value?.count).toBe(listed - 7);
    expect(viewer.pages.value?.at(listed - 7)).toBeUndefined();
    viewer.lock();
  });

  it('shows the fault of a page that cannot be read, and the rest of the chat', async () => {
    const { connect } = library(async () => ({
      shortName: 'x',
      ...PLAIN,
      notes: [],
      async unlock() {
        const history = fakeHistory();
        return {
          ...history,
          messages: async (chat: string, from: number, count: number) => {
            if (from === 0) throw new Fault('segment-damaged', { part: 1 });
            return history.messages(chat, from, count);
          },
        };
      },
    }));
    const viewer = viewerOf(connect);
    await viewer.pick([file()]);
    await viewer.unlock('any');
    viewer.choose(jid(1));
    await viewer.pages.value?.see(50, 150);
    expect(viewer.pages.value?.fault.value?.code).toBe('segment-damaged');
    expect(viewer.pages.value?.at(50)).toBeUndefined();
    expect(viewer.pages.value?.at(150)).toBeDefined();
    viewer.lock();
  });

  it('unlocks by whatever way the file has, and keeps nothing of it', async () => {
    const tried: Way[] = [];
    const passkey = { rpId: 'ours', credential: Uint8Array.of(1), prfSalt: new Uint8Array(32) };
    const { connect } = library(async () => ({
      shortName: 'a1b2c3d4e5f6',
      notes: [],
      ...PLAIN,
      slots: {
        password: false,
        phrase: true,
        passkeys: [passkey, { ...passkey, rpId: 'another' }],
        unknown: 0,
      },
      async unlock(way) {
        tried.push(way);
        if (way.kind === 'phrase') throw new Fault('wrong-phrase');
        return fakeHistory();
      },
    }));
    const prf = new Uint8Array(32).fill(7);
    const ask = vi.fn(async () => ({ credential: passkey.credential, prf }));
    const viewer = viewerOf(connect, { rpId: 'ours', ask, make: () => expect.fail() });
    await viewer.pick([file()]);
    expect(viewer.usable.value).toEqual({ password: false, phrase: true, passkey: true });
    viewer.typing('abandon abandno abandon');
    await expect.poll(() => viewer.slip.value?.detail).toMatchObject({ word: 2 });
    await viewer.unlockWithPhrase(PHRASE);
    expect([viewer.stage.value, viewer.fault.value?.code]).toEqual(['locked', 'wrong-phrase']);
    expect(viewer.slip.value).toBeNull();
    ask.mockRejectedValueOnce(new Fault('passkey-refused'));
    await viewer.unlockWithPasskey();
    expect([viewer.stage.value, viewer.fault.value?.code]).toEqual(['locked', 'passkey-refused']);
    await viewer.unlockWithPasskey();
    expect(ask).toHaveBeenCalledWith([passkey]);
    expect(viewer.stage.value).toBe('open');
    expect(tried.map(({ kind }) => kind)).toEqual(['phrase', 'passkey']);
    expect(prf).toEqual(new Uint8Array(32));
  });
});
