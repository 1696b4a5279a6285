/** @file The story of *Ways to open your backups*, without a browser. */
import { describe, expect, it, vi } from 'vitest';
import { createKeys, type KeysConnection } from '../../entrypoints/keys/model.ts';
import type { KnownLock } from '../../entrypoints/keys/protocol.ts';
import type { Command } from '../../entrypoints/shared/client.ts';
import type { KnownPasskey, NewPasskey } from '../../entrypoints/shared/passkey.ts';
import { createWriting } from '../../entrypoints/shared/writing.ts';
import { Fault } from '../../lib/base/fault.ts';
import { checkPassword } from '../../lib/vault/password.ts';
import type { Way } from '../../lib/vault/slots.ts';

const PHRASE = Array.from({ length: 24 }, (_, i) => `word${i + 1}`).join(' ');
const OURS = { rpId: 'ours', credential: Uint8Array.of(1), prfSalt: Uint8Array.of(2) };
const LOCK: KnownLock = {
  shortName: 'a1b2c3d4e5f6',
  account: '+31 6 … 89',
  slots: { password: true, phrase: true, passkeys: [OURS, { ...OURS, rpId: 'another' }], unknown: 0 },
  older: [{ name: 'old.keepsake', at: 5, password: true, phrase: false }],
};
const RIGHT: Way = { kind: 'password', password: 'correct horse' };

function story({ lock = LOCK as KnownLock | null } = {}) {
  const asked: { name: string; question: unknown }[] = [];
  const faults = new Map<string, Fault>();
  const told = { begun: 0, ended: 0, left: 0 };
  /** What the worker does not answer before it is ended. */
  const hold = { change: false };
  const note = (name: string, question: unknown) => {
    asked.push({ name, question: structuredClone(question) });
    const fault = faults.get(name);
    if (fault) throw fault;
  };
  const connect = (): KeysConnection => {
    told.begun++;
    const gone = Promise.withResolvers<never>();
    gone.promise.catch(() => {});
    const ask = async (name: string, question: unknown) => {
      note(name, question);
      if (name === 'change' && hold.change) return gone.promise;
      if (name !== 'unlock') return lock;
      if ((question as { way: Way }).way.kind === 'phrase') throw new Fault('wrong-phrase');
      return {};
    };
    const end = () => {
      told.ended++;
      gone.reject(new Fault('disconnected'));
    };
    return { ask: ask as KeysConnection['ask'], end };
  };
  const command = (async (name: string, question: unknown) => {
    note(name, question);
    return name === 'account' ? { id: 'me@c.us' } : {};
  }) as Command;
  const prf = new Uint8Array(32).fill(3);
  const made = (): NewPasskey => ({ ...OURS, prf });
  const make = vi.fn(async (_: readonly KnownPasskey[]) => made());
  const keys = createKeys({
    connect,
    command,
    checkPassword,
    estimate: async (typed) => typed.length,
    slipIn: async (typed) => (typed.includes('slip') ? new Fault('phrase-word', { word: 1 }) : null),
    writing: createWriting({ newPhrase: async () => PHRASE }),
    passkeys: { rpId: 'ours', make, ask: async () => made() },
    leave: () => void told.left++,
  });
  return { keys, asked, faults, told, hold, prf, make };
}

async function open(told = story()) {
  await told.keys.look();
  await told.keys.unlock(RIGHT);
  expect(told.keys.screen.value).toBe('open');
  told.asked.length = 0;
  return told;
}

describe('the ways to open', () => {
  it('shows what there is, locked', async () => {
    const { keys } = story();
    expect(keys.screen.value).toBe('looking');
    await keys.look();
    expect(keys.screen.value).toBe('locked');
    expect(keys.usable.value).toEqual({ password: true, phrase: true, passkey: true });
    expect(keys.lock.value?.ways.passkeys.map(({ here }) => here)).toEqual([true, false]);
  });

  it('has nothing to show before set-up, and says why it cannot look', async () => {
    const { keys } = story({ lock: null });
    await keys.look();
    expect(keys.screen.value).toBe('none');
    const blocked = story();
    blocked.faults.set('look', new Fault('store-blocked'));
    await blocked.keys.look();
    expect([blocked.keys.screen.value, blocked.keys.fault.value?.code]).toEqual(['looking', 'store-blocked']);
  });

  it('is unlocked by any way, and stays locked by a wrong one', async () => {
    const { keys, prf, asked } = story();
    await keys.look();
    keys.typing('slip');
    await expect.poll(() => keys.slip.value?.code).toBe('phrase-word');
    await keys.unlock({ kind: 'phrase', phrase: PHRASE });
    expect([keys.screen.value, keys.fault.value?.code]).toEqual(['locked', 'wrong-phrase']);
    expect(keys.slip.value).toBeNull();
    await keys.unlockWithPasskey();
    expect(keys.screen.value).toBe('open');
    expect(asked.at(-1)?.question).toMatchObject({
      way: { kind: 'passkey', prf: new Uint8Array(32).fill(3) },
    });
    expect(prf).toEqual(new Uint8Array(32));
  });

  it('ends the worker with all it knows when it is locked again', async () => {
    const { keys, told } = await open();
    keys.lockUp();
    expect([keys.screen.value, told.ended]).toEqual(['locked', told.begun]);
    await keys.unlock(RIGHT);
    expect(told.begun - told.ended).toBe(1);
    expect(keys.screen.value).toBe('open');
  });

  it('is locked when nobody is there, says why, and breaks nothing off', async () => {
    const { keys, told, make } = await open();
    keys.choosePassword();
    keys.leftAlone();
    expect([keys.screen.value, keys.alone.value, told.ended]).toEqual(['locked', true, told.begun]);
    keys.leftAlone();
    await keys.unlock(RIGHT);
    expect([keys.screen.value, keys.alone.value]).toEqual(['open', false]);
    const browser = Promise.withResolvers<NewPasskey>();
    make.mockReturnValueOnce(browser.promise);
    const adding = keys.addPasskey();
    keys.leftAlone();
    expect(keys.screen.value).toBe('open');
    browser.reject(new Fault('passkey-refused'));
    await adding;
    keys.lockUp();
    expect([keys.screen.value, keys.alone.value]).toEqual(['locked', false]);
  });

  it('waits with that for a change that is under way, and for a file that is being saved', async () => {
    const { keys, faults } = await open();
    await keys.writePhrase();
    keys.written();
    const changing = keys.answer(keys.asked.value.map((place) => `word${place}`));
    keys.leftAlone();
    expect(keys.screen.value).toBe('working');
    await changing;
    expect(keys.screen.value).toBe('open');
    faults.set('save', new Fault('save-failed'));
    const saving = keys.save();
    keys.leftAlone();
    expect(keys.screen.value).toBe('open');
    await saving;
    keys.leftAlone();
    expect([keys.screen.value, keys.words.value]).toEqual(['locked', []]);
  });

  it('stays locked when it was locked in the middle of a change, and shows what came of that', async () => {
    const { keys, asked, hold } = await open();
    keys.choosePassword();
    hold.change = true;
    const changing = keys.changePassword('battery staple', 'battery staple');
    await vi.waitFor(() => expect(asked.at(-1)?.name).toBe('change'));
    keys.lockUp();
    await changing;
    expect([keys.screen.value, keys.change.value, keys.fault.value]).toEqual(['locked', null, null]);
    expect(asked.at(-1)?.name).toBe('look');
  });

  it('changes the password once it is good, and says so', async () => {
    const { keys, asked, faults } = await open();
    keys.choosePassword();
    await keys.changePassword('short', 'short');
    expect([keys.screen.value, keys.fault.value?.code]).toEqual(['password', 'password-short']);
    await keys.changePassword('correct horse', 'correct house');
    expect(keys.fault.value?.code).toBe('password-mismatch');
    expect(asked).toEqual([]);
    faults.set('change', new Fault('store-failed'));
    await keys.changePassword('battery staple', 'battery staple');
    expect([keys.screen.value, keys.fault.value?.code]).toEqual(['password', 'store-failed']);
    faults.clear();
    await keys.changePassword('battery staple', 'battery staple');
    expect(asked.at(-1)).toEqual({
      name: 'change',
      question: { change: { set: 'password', password: 'battery staple' } },
    });
    expect([keys.screen.value, keys.change.value]).toEqual(['open', 'password']);
    expect(keys.lock.value?.older).toMatchObject([{ name: 'old.keepsake', at: 5 }]);
    await keys.save();
    expect([asked.at(-1)?.name, keys.saving.value]).toEqual(['save', 'done']);
  });

  it('writes a phrase, asks for it, and forgets it', async () => {
    const { keys, asked } = await open();
    await keys.writePhrase();
    expect([keys.screen.value, keys.words.value.length]).toEqual(['words', 24]);
    keys.written();
    expect([keys.screen.value, keys.words.value]).toEqual(['asked', []]);
    await keys.answer([]);
    expect(keys.wrong.value).toHaveLength(3);
    await keys.answer(keys.asked.value.map((place) => `word${place}`));
    expect(asked.at(-1)?.question).toEqual({ change: { set: 'phrase', phrase: PHRASE } });
    expect([keys.screen.value, keys.change.value]).toEqual(['open', 'phrase_replaced']);
    await keys.writePhrase();
    keys.back();
    expect([keys.screen.value, keys.words.value]).toEqual(['open', []]);
  });

  it('adds a passkey and wipes its bytes; a refused one changes nothing', async () => {
    const { keys, asked, prf, make } = await open();
    make.mockRejectedValueOnce(new Fault('passkey-refused'));
    await keys.addPasskey();
    expect([keys.fault.value?.code, keys.verifying.value, asked]).toEqual(['passkey-refused', false, []]);
    await keys.addPasskey();
    expect(make).toHaveBeenLastCalledWith([OURS]); // another extension's is none of ours
    expect(asked.at(-1)?.question).toMatchObject({
      change: { set: 'passkey', rpId: 'ours', prf: new Uint8Array(32).fill(3) },
    });
    expect([keys.change.value, prf]).toEqual(['passkey_added', new Uint8Array(32)]);
  });

  it('asks before it removes', async () => {
    const { keys, asked } = await open();
    keys.askToRemove('phrase');
    keys.keep();
    await keys.remove();
    expect(asked).toEqual([]);
    keys.askToRemove('phrase');
    await keys.remove();
    keys.askToRemove('AQ');
    await keys.remove();
    expect(asked.map(({ question }) => question)).toEqual([
      { change: { remove: 'phrase' } },
      { change: { remove: 'passkey', credential: OURS.credential } },
    ]);
    expect([keys.change.value, keys.removing.value]).toEqual(['passkey_removed', null]);
  });

  it('makes a new lock, naming the account where the page can', async () => {
    const { keys, asked, faults } = await open();
    keys.chooseLock();
    await keys.renew('battery staple', 'battery staple');
    expect(asked.at(-1)?.question).toEqual({ password: 'battery staple', account: 'me@c.us' });
    expect([keys.screen.value, keys.change.value]).toEqual(['open', 'renewed']);
    faults.set('account', new Fault('no-tab'));
    faults.set('renew', new Fault('already-running'));
    keys.chooseLock();
    await keys.renew('battery staple', 'battery staple');
    expect(asked.at(-1)?.question).toEqual({ password: 'battery staple', account: null });
    expect([keys.screen.value, keys.fault.value?.code]).toEqual(['renew', 'already-running']);
  });

  it('starts over from the lock only, and leaves', async () => {
    const { keys, asked, faults, told } = story();
    await keys.look();
    await keys.startOver();
    keys.forgotten();
    keys.back();
    expect(keys.screen.value).toBe('locked');
    keys.forgotten();
    faults.set('startOver', new Fault('already-running'));
    await keys.startOver();
    expect([keys.fault.value?.code, told.left]).toEqual(['already-running', 0]);
    faults.clear();
    await keys.startOver();
    expect(told.left).toBe(1);
    expect(asked.filter(({ name }) => name === 'startOver')).toHaveLength(2);
  });
});
