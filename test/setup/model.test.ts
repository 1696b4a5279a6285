/** @file The story of set-up, without a browser. */
import { describe, expect, it, vi } from 'vitest';
import { type ChosenWays, createSetup } from '../../entrypoints/setup/model.ts';
import type { Command } from '../../entrypoints/shared/client.ts';
import type { NewPasskey, PasskeyDoor } from '../../entrypoints/shared/passkey.ts';
import { createWriting } from '../../entrypoints/shared/writing.ts';
import { Fault } from '../../lib/base/fault.ts';
import { checkPassword } from '../../lib/vault/password.ts';
import { STATES } from '../components/states.ts';

const VAULT = {
  header: new Uint8Array([1]),
  publicKey: new Uint8Array([2]),
  writerKey: new Uint8Array([3]),
};

const PHRASE = Array.from({ length: 24 }, (_, i) => `word${i + 1}`).join(' ');

const passkey = (): NewPasskey => ({
  rpId: 'ours',
  credential: Uint8Array.of(1),
  prfSalt: Uint8Array.of(2),
  prf: Uint8Array.of(3),
});

function story({ exists = false, account = null as Fault | null, passkeys = false } = {}) {
  const asked: { name: string; question: unknown }[] = [];
  const faults = new Map<string, Fault>();
  if (account) faults.set('account', account);
  const command = (async (name: string, question: unknown) => {
    asked.push({ name, question });
    const fault = faults.get(name);
    if (fault) throw fault;
    if (name === 'status') return exists ? STATES.done : STATES.before;
    if (name === 'account') return { id: 'me@c.us', phone: '+31 6 1111 2289', name: 'Sam' };
    return {};
  }) as Command;
  const makeVault = vi.fn(async (_: ChosenWays) => VAULT);
  const estimate = vi.fn(async (password: string) => password.length);
  const made: PasskeyDoor = { rpId: 'ours', make: vi.fn(async () => passkey()), ask: () => expect.fail() };
  const newPhrase = vi.fn(async () => PHRASE);
  let drawn = 0;
  const random = (limit: number): number => {
    drawn += 7;
    return drawn % limit;
  };
  const writing = createWriting({ newPhrase, random });
  return {
    setup: createSetup({
      command,
      checkPassword,
      estimate,
      makeVault,
      writing,
      passkeys: passkeys ? made : null,
    }),
    writing,
    newPhrase,
    make: vi.mocked(made.make),
    asked,
    faults,
    makeVault,
    estimate,
  };
}

/** Up to the other ways. */
async function chosen(told = story()) {
  await told.setup.look();
  told.setup.confirmAccount();
  await told.setup.choose('correct horse', 'correct horse');
  return told;
}

/** Up to the warning, with nothing but a password. */
async function warned(told = story()) {
  await chosen(told);
  told.setup.goOn();
  return told;
}

/** Up to the step behind the phrase. */
async function written(told = story()) {
  await chosen(told);
  await told.setup.showWords();
  told.setup.written();
  told.setup.answer(told.setup.asked.value.map((place) => ` Word${place} `));
  return told;
}

describe('set-up', () => {
  it('goes from the account to a vault that is handed over', async () => {
    const { setup, asked, makeVault } = await chosen();
    expect(setup.step.value).toBe('phrase');
    setup.goOn();
    expect(setup.step.value).toBe('warning');
    await setup.create();
    expect(setup.step.value).toBe('done');
    expect(makeVault).toHaveBeenCalledExactlyOnceWith({
      password: 'correct horse',
      phrase: null,
      passkey: null,
    });
    expect(asked.at(-1)).toEqual({ name: 'adopt', question: { ...VAULT, account: 'me@c.us' } });
    await setup.start();
    expect(setup.started.value).toBe(true);
    expect(asked.at(-1)?.name).toBe('start');
  });

  it('changes nothing where a vault exists', async () => {
    const { setup, asked } = story({ exists: true });
    await setup.look();
    expect(setup.existing.value).toBe('+31 6 … 89');
    setup.confirmAccount();
    await setup.create();
    expect(setup.step.value).toBe('account');
    expect(asked.map(({ name }) => name)).toEqual(['status']);
  });

  it('tells what is wrong with the tab, and looks again', async () => {
    const { setup, faults } = story({ account: new Fault('not-logged-in') });
    await setup.look();
    expect(setup.fault.value?.code).toBe('not-logged-in');
    setup.confirmAccount();
    expect(setup.step.value).toBe('account');
    faults.clear();
    await setup.look();
    expect(setup.fault.value).toBeNull();
    expect(setup.account.value?.phone).toBe('+31 6 1111 2289');
  });

  it.each([
    ['short', 'short', 'password-short'],
    ['correct horse', 'correct house', 'password-mismatch'],
    ['correct\u0000horse', 'correct\u0000horse', 'password-characters'],
  ])('does not take %j and %j', async (first, second, code) => {
    const { setup } = story();
    await setup.look();
    setup.confirmAccount();
    await setup.choose(first, second);
    expect(setup.fault.value?.code).toBe(code);
    expect(setup.step.value).toBe('password');
  });

  it('forgets the password on the way back', async () => {
    const { setup, makeVault } = await warned();
    setup.back();
    expect(setup.step.value).toBe('phrase');
    setup.back();
    expect(setup.step.value).toBe('password');
    await setup.create();
    expect(makeVault).not.toHaveBeenCalled();
    setup.back();
    expect(setup.step.value).toBe('account');
    setup.back();
    expect(setup.step.value).toBe('account');
  });

  it('forgets the password once the vault is made', async () => {
    const { setup, makeVault } = await warned();
    await setup.create();
    await setup.create();
    expect(makeVault).toHaveBeenCalledOnce();
  });

  it('comes back to the warning when the vault is not taken, for another try', async () => {
    const { setup, faults, makeVault } = await warned();
    faults.set('adopt', new Fault('store-failed'));
    await setup.create();
    expect(setup.step.value).toBe('warning');
    expect(setup.fault.value?.code).toBe('store-failed');
    faults.clear();
    await setup.create();
    expect(setup.step.value).toBe('done');
    expect(makeVault).toHaveBeenCalledTimes(2);
  });

  it('shows the strength of what was typed last', async () => {
    const { setup, estimate } = story();
    const slow = Promise.withResolvers<number>();
    estimate.mockReturnValueOnce(slow.promise);
    const first = setup.measure('one');
    await setup.measure('three');
    slow.resolve(99);
    await first;
    expect(setup.seconds.value).toBe(5);
    await setup.measure('');
    expect(setup.seconds.value).toBeNull();
  });

  it('does without a strength that cannot be told', async () => {
    const { setup, estimate } = story();
    estimate.mockRejectedValueOnce(new Error('no dictionaries'));
    await setup.measure('one');
    expect(setup.seconds.value).toBeNull();
    expect(setup.fault.value).toBeNull();
  });

  it('makes a phrase that is shown, asked for, and handed over', async () => {
    const { setup, makeVault } = await chosen();
    expect(setup.words.value).toEqual([]);
    await setup.showWords();
    expect([setup.step.value, setup.words.value.join(' ')]).toEqual(['words', PHRASE]);
    setup.written();
    expect([setup.step.value, setup.words.value]).toEqual(['asked', []]);
    expect(new Set(setup.asked.value).size).toBe(3);
    const [first, second, third] = setup.asked.value;
    setup.answer([`word${first}`, 'word', `word${third}`]);
    expect([setup.step.value, setup.wrong.value]).toEqual(['asked', [second]]);
    setup.back();
    await expect.poll(() => setup.step.value).toBe('words');
    expect(setup.words.value.join(' ')).toBe(PHRASE);
    setup.written();
    setup.answer(setup.asked.value.map((place) => `word${place}`));
    expect([setup.step.value, setup.hasPhrase.value]).toEqual(['warning', true]);
    await setup.create();
    expect(makeVault.mock.lastCall?.[0]).toMatchObject({ phrase: PHRASE, passkey: null });
  });

  it('shows the same words again, until the phrase is skipped', async () => {
    const { setup, newPhrase, makeVault } = await written();
    setup.back();
    await setup.showWords();
    expect(setup.words.value.join(' ')).toBe(PHRASE);
    expect(newPhrase).toHaveBeenCalledOnce();
    setup.back();
    setup.goOn();
    expect(setup.hasPhrase.value).toBe(false);
    await setup.create();
    expect(makeVault.mock.lastCall?.[0]).toMatchObject({ phrase: null });
  });

  it('makes a passkey where there are any, and wipes it once it has gone to the worker', async () => {
    const { setup, make, makeVault } = await written(story({ passkeys: true }));
    expect(setup.step.value).toBe('passkey');
    make.mockRejectedValueOnce(new Fault('passkey-refused'));
    await setup.makePasskey();
    expect([setup.step.value, setup.fault.value?.code]).toEqual(['passkey', 'passkey-refused']);
    await setup.makePasskey();
    expect([setup.step.value, setup.hasPasskey.value]).toEqual(['warning', true]);
    await setup.create();
    expect(make).toHaveBeenLastCalledWith([]);
    const given = makeVault.mock.lastCall?.[0];
    expect(given).toMatchObject({ phrase: PHRASE, passkey: { rpId: 'ours' } });
    expect(given?.passkey?.prf).toEqual(new Uint8Array(1));
  });

  it('goes nowhere while the browser is asking', async () => {
    const { setup, make } = await written(story({ passkeys: true }));
    const asking = Promise.withResolvers<NewPasskey>();
    make.mockReturnValueOnce(asking.promise);
    const making = setup.makePasskey();
    expect(setup.verifying.value).toBe(true);
    setup.back();
    setup.goOn();
    await setup.makePasskey();
    expect(setup.step.value).toBe('passkey');
    asking.resolve(passkey());
    await making;
    expect([setup.step.value, setup.verifying.value]).toEqual(['warning', false]);
    expect(make).toHaveBeenCalledOnce();
  });
});
