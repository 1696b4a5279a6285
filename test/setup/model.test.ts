/** @file The story of set-up, without a browser. */
import { describe, expect, it, vi } from 'vitest';
import { createSetup } from '../../entrypoints/setup/model.ts';
import type { Command } from '../../entrypoints/shared/client.ts';
import { Fault } from '../../lib/base/fault.ts';
import { checkPassword } from '../../lib/vault/password.ts';
import { STATES } from '../components/states.ts';

const VAULT = {
  header: new Uint8Array([1]),
  publicKey: new Uint8Array([2]),
  writerKey: new Uint8Array([3]),
};

function story({ exists = false, account = null as Fault | null } = {}) {
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
  const makeVault = vi.fn(async (_: string) => VAULT);
  const estimate = vi.fn(async (password: string) => password.length);
  return {
    setup: createSetup({ command, checkPassword, estimate, makeVault }),
    asked,
    faults,
    makeVault,
    estimate,
  };
}

/** Up to the warning. */
async function chosen(told = story()) {
  await told.setup.look();
  told.setup.confirmAccount();
  await told.setup.choose('correct horse', 'correct horse');
  return told;
}

describe('set-up', () => {
  it('goes from the account to a vault that is handed over', async () => {
    const { setup, asked, makeVault } = await chosen();
    expect(setup.step.value).toBe('warning');
    await setup.create();
    expect(setup.step.value).toBe('done');
    expect(makeVault).toHaveBeenCalledExactlyOnceWith('correct horse');
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
    const { setup, makeVault } = await chosen();
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
    const { setup, makeVault } = await chosen();
    await setup.create();
    await setup.create();
    expect(makeVault).toHaveBeenCalledOnce();
  });

  it('comes back to the warning when the vault is not taken, for another try', async () => {
    const { setup, faults, makeVault } = await chosen();
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
});
