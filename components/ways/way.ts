/** @file The ways to open a backup, as values for the screens. */
import type { FaultNote } from '../../lib/base/fault.ts';

export type WayKind = 'password' | 'phrase' | 'passkey';

export const WAY_KINDS: readonly WayKind[] = ['password', 'phrase', 'passkey'];

/** Which can be tried here: a passkey only where this browser can have it. */
export type UsableWays = Readonly<Record<WayKind, boolean>>;

export type WayFault = Pick<FaultNote, 'code' | 'detail'>;

export interface UnlockActions {
  readonly password: (password: string) => void;
  readonly phrase: (words: string) => void;
  /** The phrase as it is being typed. */
  readonly typing: (words: string) => void;
  readonly passkey: () => void;
}
