/** @file What works in this version of WhatsApp Web, asked for when somebody wants to know; and the report for who mends the rest. */
import { type Signal, signal } from '@preact/signals';
import type { MendingState, WorksState } from '../../components/popup/screen.ts';
import { type Fault, toFault } from '../../lib/base/fault.ts';
import type { Command } from '../shared/client.ts';

export interface WorksNeeds {
  readonly command: Command;
  readonly copy: (text: string) => Promise<void>;
  /** Of the report's button. */
  readonly fault: Signal<Fault | null>;
}

export function createWorks({ command, copy, fault }: WorksNeeds) {
  const works = signal<WorksState>({ at: 'unasked' });
  const mending = signal<MendingState>({ at: 'closed' });
  return {
    works,
    mending,
    /** Asked each time: the tab may show another version by now. */
    async lookAtWorks(): Promise<void> {
      if (works.value.at === 'asking') return;
      works.value = { at: 'asking' };
      try {
        const { version, capabilities } = await command('selfTest', {});
        works.value = { at: 'shown', version, served: capabilities };
      } catch (thrown) {
        works.value = { at: 'failed', fault: toFault(thrown) };
      }
    },
    async makeReport(): Promise<void> {
      if (mending.value.at !== 'closed') return;
      mending.value = { at: 'asking' };
      fault.value = null;
      try {
        const { text } = await command('report', {});
        mending.value = { at: 'shown', copied: false, text };
      } catch (thrown) {
        fault.value = toFault(thrown);
        mending.value = { at: 'closed' };
      }
    },
    async copyReport(): Promise<void> {
      const { value } = mending;
      if (value.at !== 'shown') return;
      try {
        await copy(value.text);
        mending.value = { ...value, copied: true };
      } catch {
        // the text stands there to be marked by hand
      }
    },
  };
}
