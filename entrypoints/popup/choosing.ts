/** @file The settings as they are shown and changed: what is chosen counts at once, and what could not be kept is not shown as chosen. */
import { type Signal, signal } from '@preact/signals';
import type { SettingsState } from '../../components/popup/screen.ts';
import type { Settings } from '../../lib/backup/status.ts';
import { type Fault, toFault } from '../../lib/base/fault.ts';
import type { Command } from '../shared/client.ts';

export interface ChoosingNeeds {
  readonly command: Command;
  readonly fault: Signal<Fault | null>;
}

export function createChoosing({ command, fault }: ChoosingNeeds) {
  const settings = signal<SettingsState>({ at: 'closed' });
  let last: Promise<unknown> = Promise.resolve();
  /** As they are kept. */
  let kept: Settings | null = null;
  let asked = 0;

  /** One question after the other: what is chosen last is what is kept. */
  async function ask(set?: Settings): Promise<void> {
    const mine = ++asked;
    fault.value = null;
    const answer = last.then(() => command('settings', set ? { set } : {}));
    last = answer.catch(() => {});
    try {
      kept = await answer;
    } catch (thrown) {
      if (mine === asked) fault.value = toFault(thrown);
    }
    if (mine === asked && settings.value.at === 'open')
      settings.value = kept ? { at: 'open', chosen: kept } : { at: 'closed' };
  }

  return {
    settings,
    async openSettings(): Promise<void> {
      if (settings.value.at === 'open') return;
      settings.value = { at: 'open', chosen: null };
      await ask();
    },
    closeSettings: () => {
      settings.value = { at: 'closed' };
    },
    async choose(chosen: Settings): Promise<void> {
      if (settings.value.at !== 'open') return;
      settings.value = { at: 'open', chosen };
      await ask(chosen);
    },
  };
}
