/** @file The screens of *Ways to open your backups*, as values, and what their buttons do. */
import type { UnlockActions, UsableWays } from '../ways/way.ts';

export type KeysScreen =
  | 'looking'
  /** Nothing is set up in this browser. */
  | 'none'
  | 'locked'
  | 'open'
  | 'password'
  | 'words'
  | 'asked'
  | 'renew'
  | 'forgotten'
  | 'working';

export interface ShownPasskey {
  /** Its credential's name in the header. */
  readonly id: string;
  /** It is this Keepsake's: another's opens nothing here. */
  readonly here: boolean;
}

/** What opens the backups now, as far as the locked header says. */
export interface ShownWays {
  readonly password: boolean;
  readonly phrase: boolean;
  readonly passkeys: readonly ShownPasskey[];
  /** Ways of a newer Keepsake. */
  readonly unknown: number;
}

/** A saved file that still opens with an old password, an old phrase, or both. */
export interface OlderFile {
  readonly name: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly password: boolean;
  readonly phrase: boolean;
}

export interface ShownLock {
  readonly shortName: string;
  readonly account: string;
  readonly ways: ShownWays;
  readonly older: readonly OlderFile[];
}

/** What was just done. */
export type KeysChange =
  | 'password'
  | 'phrase_added'
  | 'phrase_replaced'
  | 'phrase_removed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'renewed';

/** `phrase`, or a passkey's id. */
export type Removable = 'phrase' | (string & {});

export interface KeysState {
  readonly screen: KeysScreen;
  readonly lock: ShownLock | null;
  readonly usable: UsableWays;
  /** This browser can make passkeys for Keepsake. */
  readonly canMakePasskey: boolean;
  /** It was locked because nobody was there for so many minutes; null: somebody locked it. */
  readonly alone: number | null;
  readonly unlocking: boolean;
  readonly verifying: boolean;
  readonly words: readonly string[];
  readonly asked: readonly number[];
  readonly wrong: readonly number[];
  readonly seconds: number | null;
  readonly change: KeysChange | null;
  readonly removing: Removable | null;
  readonly saving: 'no' | 'now' | 'done';
}

export interface KeysActions {
  readonly unlock: UnlockActions;
  readonly setUp: () => void;
  readonly forgotten: () => void;
  readonly startOver: () => void;
  readonly back: () => void;
  readonly lock: () => void;
  readonly choosePassword: () => void;
  readonly measure: (typed: string) => void;
  readonly changePassword: (first: string, second: string) => void;
  readonly writePhrase: () => void;
  readonly written: () => void;
  readonly answer: (typed: readonly string[]) => void;
  readonly addPasskey: () => void;
  readonly askToRemove: (what: Removable) => void;
  readonly keep: () => void;
  readonly remove: () => void;
  readonly chooseLock: () => void;
  readonly renew: (first: string, second: string) => void;
  readonly save: () => void;
}
