/** @file The screens of the popup, as values. */

import type { LastRun, PageCondition, RunProgress, Settings } from '../../lib/backup/status.ts';
import type { FaultNote } from '../../lib/base/fault.ts';
import type { Served } from './abilities.ts';

export type Obstacle = Exclude<PageCondition, 'ready'>;

/** `obstacle` is null where WhatsApp Web is ready to be read. */
export type PopupScreen =
  | { readonly at: 'loading' }
  | { readonly at: 'before' }
  | { readonly at: 'working'; readonly run: RunProgress; readonly secondsLeft: number | null }
  | {
      readonly at: 'idle';
      readonly last: LastRun | null;
      readonly unsaved: boolean;
      /** Some file was saved, by this backup or an earlier one. */
      readonly saved: boolean;
      readonly obstacle: Obstacle | null;
    };

/** Where the offer of older messages from the phone stands. */
export type OlderState =
  | { readonly at: 'offered' }
  | { readonly at: 'question' }
  | { readonly at: 'asking' }
  | { readonly at: 'asked'; readonly asked: number };

/** The report for whoever mends Keepsake after a change of WhatsApp. */
export type MendingState =
  | { readonly at: 'closed' }
  | { readonly at: 'asking' }
  | {
      readonly at: 'shown';
      readonly text: string;
      readonly copied: boolean;
    };

/** What this version of WhatsApp Web has of all that Keepsake uses: asked for when somebody wants to know. */
export type WorksState =
  | { readonly at: 'unasked' }
  | { readonly at: 'asking' }
  | { readonly at: 'shown'; readonly version: string; readonly served: Served }
  | { readonly at: 'failed'; readonly fault: Pick<FaultNote, 'code' | 'detail'> };

/** `chosen` is null while it is on its way. */
export type SettingsState =
  | { readonly at: 'closed' }
  | { readonly at: 'open'; readonly chosen: Settings | null };

/** What the buttons of the popup do. */
export interface PopupActions {
  readonly setUp: () => void;
  readonly open: () => void;
  readonly check: () => void;
  /** To the ways to open the backups. */
  readonly ways: () => void;
  readonly openSettings: () => void;
  readonly closeSettings: () => void;
  /** From now on. */
  readonly choose: (settings: Settings) => void;
  readonly backUp: () => void;
  /** Looks for the missing media once more. */
  readonly tryMissing: () => void;
  readonly save: () => void;
  readonly askToCancel: () => void;
  readonly keepGoing: () => void;
  readonly cancel: () => void;
  /** Opens the question about older messages, closes it, says yes to it. */
  readonly offerOlder: () => void;
  readonly leaveOlder: () => void;
  readonly askOlder: () => void;
  readonly lookAtWorks: () => void;
  readonly makeReport: () => void;
  readonly copyReport: () => void;
  readonly goToWhatsApp: () => void;
  readonly reload: () => void;
}

/** How far a phase is, 0 to 1; null where it has no end to measure by. */
export function shareOf(run: RunProgress): number | null {
  const part = (done: number, of: number | null) => (of ? Math.min(1, done / of) : null);
  switch (run.phase) {
    case 'messages':
      return part(run.messages.done, run.messages.about);
    case 'media':
      return part(run.media.done, run.media.of);
    case 'verifying':
      return part(run.verified.done, run.verified.of);
    default:
      return null;
  }
}
