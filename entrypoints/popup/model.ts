/** @file What the popup shows and what its buttons do: asks for the status again and again while it is open. */
import { computed, signal } from '@preact/signals';
import { type OlderState, type PopupScreen, shareOf } from '../../components/popup/screen.ts';
import type { Asked } from '../../lib/backup/plan.ts';
import type { BackupStatus, RunProgress } from '../../lib/backup/status.ts';
import { Fault, toFault } from '../../lib/base/fault.ts';
import type { Command } from '../shared/client.ts';
import { createChoosing } from './choosing.ts';
import { createWorks } from './works.ts';

/** Before this much of a phase has passed, an estimate would be a guess. Milliseconds. */
const ESTIMATE_AFTER = 5000;

/** What the popup shows for a status. */
export function screenOf(status: BackupStatus | null, secondsLeft: number | null = null): PopupScreen {
  if (!status) return { at: 'loading' };
  if (status.run) return { at: 'working', run: status.run, secondsLeft };
  if (!status.vault) return { at: 'before' };
  const obstacle = status.page === 'ready' ? null : status.page;
  return { at: 'idle', last: status.last, unsaved: status.unsaved, saved: status.saved !== null, obstacle };
}

/** Watches one phase's pace, from when it was first seen. */
function createPace(now: () => number) {
  let phase = '';
  let since = 0;
  let first = 0;
  return (run: RunProgress | null): number | null => {
    const share = run && !run.waiting ? shareOf(run) : null;
    if (!run || share === null) {
      phase = '';
      return null;
    }
    if (run.phase !== phase) {
      phase = run.phase;
      since = now();
      first = share;
    }
    const passed = now() - since;
    if (passed < ESTIMATE_AFTER || share <= first) return null;
    return ((1 - share) * passed) / (share - first) / 1000;
  };
}

export interface PopupNeeds {
  readonly command: Command;
  readonly now?: () => number;
  readonly copy?: (text: string) => Promise<void>;
  /** Milliseconds between two questions. */
  readonly interval?: number;
}

export type Popup = ReturnType<typeof createPopup>;

export function createPopup({
  command,
  now = Date.now,
  interval = 400,
  copy = () => Promise.reject(),
}: PopupNeeds) {
  const status = signal<BackupStatus | null>(null);
  const left = signal<number | null>(null);
  /** What the last press of a button, or asking itself, came to. */
  const fault = signal<Fault | null>(null);
  const busy = signal(false);
  /** The question *Stop this backup?* is open. */
  const asking = signal(false);
  const stopping = signal(false);
  const older = signal<OlderState>({ at: 'offered' });
  const pace = createPace(now);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let lost = false;

  async function look(): Promise<void> {
    try {
      const found = await command('status', {});
      left.value = pace(found.run);
      status.value = found;
      if (lost) fault.value = null;
      lost = false;
      if (!found.run) {
        asking.value = false;
        stopping.value = false;
      }
    } catch (thrown) {
      if (!fault.value) {
        fault.value = toFault(thrown);
        lost = true;
      }
    }
  }

  async function watch(): Promise<void> {
    await look();
    if (running) timer = setTimeout(() => void watch(), interval);
  }

  async function press(name: 'start' | 'save' | 'cancel', question: Asked = {}): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    fault.value = null;
    try {
      await (name === 'start' ? command(name, question) : command(name, {}));
      await look();
    } catch (thrown) {
      fault.value = toFault(thrown);
    } finally {
      busy.value = false;
    }
  }

  return {
    screen: computed(() => screenOf(status.value, left.value)),
    account: computed(() => status.value?.vault?.account ?? null),
    fault,
    busy,
    asking,
    stopping,
    older,
    ...createWorks({ command, copy, fault }),
    ...createChoosing({ command, fault }),
    open(): void {
      running = true;
      void watch();
    },
    close(): void {
      running = false;
      clearTimeout(timer);
    },
    backUp: () => press('start'),
    tryMissing: () => press('start', { missing: true }),
    save: () => press('save'),
    askToCancel: () => {
      asking.value = true;
    },
    keepGoing: () => {
      asking.value = false;
    },
    offerOlder: () => {
      older.value = { at: 'question' };
    },
    leaveOlder: () => {
      if (older.value.at === 'question') older.value = { at: 'offered' };
    },
    async askOlder(): Promise<void> {
      if (older.value.at !== 'question') return;
      older.value = { at: 'asking' };
      fault.value = null;
      try {
        const { asked } = await command('older', { understood: true });
        older.value = { at: 'asked', asked };
      } catch (thrown) {
        fault.value = toFault(thrown);
        older.value = { at: 'offered' };
      }
    },
    async cancel(): Promise<void> {
      asking.value = false;
      stopping.value = true;
      await press('cancel');
      if (fault.value instanceof Fault) stopping.value = false;
    },
  };
}
