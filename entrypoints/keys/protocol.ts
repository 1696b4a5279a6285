/** @file What the page *Ways to open your backups* may ask its worker. The worker holds the vault's secrets while it is unlocked; the page never does. */
import type { SlotChange, Slots, Way } from '../../lib/vault/slots.ts';

/** A saved file that opens with what no newer one opens with. */
export interface OldFile {
  readonly name: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** With an old one, each. */
  readonly password: boolean;
  readonly phrase: boolean;
}

export interface KnownLock {
  readonly shortName: string;
  /** Shortened for the screen. */
  readonly account: string;
  readonly slots: Slots;
  /** The newest first. */
  readonly older: readonly OldFile[];
}

export type KeysQuestions = {
  /** Null: nothing is set up. */
  look: { ask: Record<string, never>; answer: KnownLock | null };
  /** @throws `wrong-password` and its like; `header-altered`, `no-vault`. */
  unlock: { ask: { way: Way }; answer: Record<string, never> };
  change: { ask: { change: SlotChange }; answer: KnownLock };
  /**
   * A new vault with this one password, and what is kept sealed to it.
   * @throws `already-running`; `no-tab` — no backup is kept here that says whose it is, and the page did not either.
   */
  renew: { ask: { password: string; account: string | null }; answer: KnownLock };
};
