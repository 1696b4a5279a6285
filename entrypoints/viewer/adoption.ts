/** @file Going on with an opened backup in this browser: offered where there is none yet, with the reason where it cannot be. */
import { effect, signal } from '@preact/signals';
import { type Fault, toFault } from '../../lib/base/fault.ts';
import { accountLabel } from '../../lib/vault/account.ts';
import type { Command } from '../shared/client.ts';
import type { Viewer } from './model.ts';

export type Offer =
  /** `account` is shortened for the screen. */
  | { readonly at: 'can' | 'taking' | 'taken'; readonly account: string }
  /** Somebody changed its beginning. */
  | { readonly at: 'altered' }
  /** This browser backs up to another one. */
  | { readonly at: 'other'; readonly shortName: string };

export interface AdoptionNeeds {
  readonly command: Command;
  readonly viewer: Pick<Viewer, 'stage' | 'history' | 'shortName' | 'adoption'>;
}

export type Adoption = ReturnType<typeof createAdoption>;

export function createAdoption({ command, viewer }: AdoptionNeeds) {
  /** Null: nothing to say, or the browser backs up to this very one. */
  const offer = signal<Offer | null>(null);
  const fault = signal<Fault | null>(null);

  async function look(): Promise<void> {
    const opened = viewer.history.peek();
    const mine = viewer.shortName.peek();
    const { vault } = await command('status', {});
    if (viewer.stage.peek() !== 'open' || viewer.shortName.peek() !== mine || !opened) return;
    if (vault) offer.value = vault.shortName === mine ? null : { at: 'other', shortName: vault.shortName };
    else if (!opened.genuine) offer.value = { at: 'altered' };
    else offer.value = opened.account && { at: 'can', account: accountLabel(opened.account.id) };
  }

  effect(() => {
    offer.value = null;
    fault.value = null;
    if (viewer.stage.value === 'open') void look().catch(() => {}); // who cannot say what it has cannot take one either
  });

  return {
    offer,
    fault,
    async take(): Promise<void> {
      const before = offer.value;
      if (before?.at !== 'can') return;
      fault.value = null;
      offer.value = { ...before, at: 'taking' };
      let after: Offer = before;
      try {
        await command('adopt', await viewer.adoption());
        after = { ...before, at: 'taken' };
      } catch (thrown) {
        fault.value = toFault(thrown);
      }
      if (offer.value?.at === 'taking') offer.value = after;
    },
    notNow(): void {
      offer.value = null;
      fault.value = null;
    },
  };
}
