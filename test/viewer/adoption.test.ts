/** @file Going on with an opened backup in this browser: when it is offered, and what is handed over. */
import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import type { Command } from '../../entrypoints/shared/client.ts';
import { createAdoption } from '../../entrypoints/viewer/adoption.ts';
import type { ViewerStage } from '../../entrypoints/viewer/model.ts';
import type { Adoption, OpenedHistory } from '../../entrypoints/viewer/protocol.ts';
import { Fault } from '../../lib/base/fault.ts';
import { STATES } from '../components/states.ts';

const SHORT = 'ffeeddccbbaa';
const KEYS: Adoption = {
  header: Uint8Array.of(1),
  publicKey: Uint8Array.of(2),
  writerKey: Uint8Array.of(3),
  account: '31612345689@c.us',
};

function story({ vault = null as string | null, genuine = true, account = true } = {}) {
  const stage = signal<ViewerStage>('locked');
  const history = signal<OpenedHistory | null>(null);
  const command = vi.fn(async (name: string, _question: unknown) =>
    name === 'status' ? { ...STATES.done, vault: vault && { shortName: vault, account: '' } } : {},
  );
  const keys = vi.fn(async () => KEYS);
  const adoption = createAdoption({
    command: command as unknown as Command,
    viewer: { stage, history, shortName: signal(SHORT), adoption: keys },
  });
  return {
    adoption,
    command,
    keys,
    async open() {
      const whose = account ? { id: KEYS.account, lid: null, name: 'Sam' } : null;
      history.value = { account: whose, genuine, continues: false, runs: [], chats: [], contacts: [] };
      stage.value = 'open';
      await vi.waitUntil(() => command.mock.calls.length > 0);
      await new Promise((resolve) => setTimeout(resolve));
    },
    lock() {
      stage.value = 'drop';
      history.value = null;
    },
  };
}

describe('going on with a backup', () => {
  it('is offered where this browser has none, with the account shortened, and takes only keys that read nothing', async () => {
    const { adoption, open, command } = story();
    expect(adoption.offer.value).toBeNull();
    await open();
    expect(adoption.offer.value).toEqual({ at: 'can', account: '+31 … 89' });
    await adoption.take();
    expect(command).toHaveBeenLastCalledWith('adopt', KEYS);
    expect(adoption.offer.value).toEqual({ at: 'taken', account: '+31 … 89' });
    await adoption.take();
    expect(command).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['the browser backs up to it already', { vault: SHORT }, null],
    ['it backs up to another', { vault: 'a1b2c3d4e5f6' }, { at: 'other', shortName: 'a1b2c3d4e5f6' }],
    ['the header was altered', { genuine: false }, { at: 'altered' }],
    ['nobody knows whose it is', { account: false }, null],
  ])('is not offered where %s', async (_, given, offer) => {
    const { adoption, open, keys } = story(given);
    await open();
    expect(adoption.offer.value).toEqual(offer);
    await adoption.take();
    expect(keys).not.toHaveBeenCalled();
  });

  it('says what went wrong, and can be tried again', async () => {
    const { adoption, open, keys } = story();
    await open();
    keys.mockRejectedValueOnce(new Fault('disconnected'));
    await adoption.take();
    expect([adoption.offer.value?.at, adoption.fault.value?.code]).toEqual(['can', 'disconnected']);
    await adoption.take();
    expect([adoption.offer.value?.at, adoption.fault.value]).toEqual(['taken', null]);
  });

  it('is gone once it is declined, or the backup is locked', async () => {
    const { adoption, open, lock } = story();
    await open();
    adoption.notNow();
    expect(adoption.offer.value).toBeNull();
    const other = story();
    await other.open();
    other.lock();
    expect(other.adoption.offer.value).toBeNull();
    lock();
  });
});
