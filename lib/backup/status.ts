/** @file What the popup and the set-up may know and say: the background's state in figures, without content. */
import type { FaultNote } from '../base/fault.ts';
import type { Capabilities, PageState } from '../bridge/protocol.ts';
import type { MediaType } from '../model/media.ts';
import type { Report } from '../model/report.ts';
import type { HeaderMark } from '../vault/mark.ts';
import type { Asked, MediaChoice } from './plan.ts';

/** The WhatsApp tab as the browser and the page tell it. */
export type PageCondition = PageState | 'no-tab' | 'reload-needed';

export type RunPhase = 'starting' | 'messages' | 'media' | 'verifying' | 'saving';

export interface RunProgress {
  readonly phase: RunPhase;
  /** Milliseconds since 1970 UTC. */
  readonly since: number;
  /** When each phase began, as far as this worker knows: ms since 1970 UTC. */
  readonly begun: Readonly<Partial<Record<RunPhase, number>>>;
  readonly chats: { readonly done: number; readonly of: number };
  /** `about`: an estimate; null while there is none. */
  readonly messages: { readonly done: number; readonly about: number | null };
  readonly media: { readonly done: number; readonly of: number; readonly bytes: number };
  /** Parts read back, of all. */
  readonly verified: { readonly done: number; readonly of: number };
  /** Set while the page cannot be asked: what the run waits for. It goes on by itself. */
  readonly waiting: PageCondition | null;
}

export interface SavedFile {
  readonly name: string;
  readonly size: number;
  /** 64 hex digits. */
  readonly sha256: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** Of the header it was composed with: which vault's it is, and with which password and phrase it opens. Not known of files of old. */
  readonly mark?: HeaderMark;
}

/** What the user chose for every backup from now on. */
export interface Settings {
  /** Bytes of the largest file that is kept. */
  readonly limit: number;
  /** Kinds of media that are left out. */
  readonly without: readonly MediaType[];
}

/** Media that the settings left out, by kind, for their kind or for their size. */
export type LeftOut = Partial<Readonly<Record<MediaType, number>>>;

export interface LastRun {
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  readonly end: number;
  /** Null: it did not come to its end. */
  readonly report: Report | null;
  /** What was read back, opened and counted; null where that did not happen. */
  readonly verified: { readonly messages: number; readonly media: number } | null;
  readonly saved: SavedFile | null;
  readonly fault: FaultNote | null;
  /** Not known of runs of old, nor of one that did not come to its end. */
  readonly leftOut?: LeftOut;
}

export interface BackupStatus {
  /** Null: before set-up. `account` is shortened for the screen: +31 6 … 89. */
  readonly vault: { readonly shortName: string; readonly account: string } | null;
  readonly page: PageCondition;
  readonly run: RunProgress | null;
  readonly last: LastRun | null;
  /** The newest file that was saved, whatever came after it. */
  readonly saved: SavedFile | null;
  /** Something is sealed that no saved file holds. */
  readonly unsaved: boolean;
}

/** What an opened archive says so that a vault can be gone on with (lib/backup/adoption). */
export interface Continues {
  /** The highest number of its runs, and what that run came to; null: there is none. */
  readonly number: number;
  readonly previous: {
    readonly id: Uint8Array;
    readonly segments: number;
    readonly commitment: Uint8Array;
    readonly number?: number;
    readonly start?: number;
  } | null;
  /** Start of its newest whole run, ms since 1970 UTC; null: it has none, and everything is read anew. */
  readonly start: number | null;
  /** Message keys: the newest of each chat, and the oldest of each that may grow backwards. */
  readonly heads: readonly string[];
  readonly oldest: readonly string[];
  /** SHA-256 in hex of the media in it. */
  readonly media: readonly string[];
  /** Media taken under this were tried in every one of its runs. */
  readonly tried: MediaChoice;
}

/** What an extension page may ask the background. */
export interface Commands {
  status: { ask: Record<string, never>; answer: BackupStatus };
  /** Whose WhatsApp is it? @throws the page's condition as a fault. */
  account: { ask: Record<string, never>; answer: { id: string; phone: string; name: string | null } };
  /**
   * Takes a vault that the set-up page made, or that of an unlocked archive, to go on with where that ends.
   * @throws `already-set-up`, `header-altered`, `vault-key-damaged`.
   */
  adopt: {
    ask: {
      header: Uint8Array;
      publicKey: Uint8Array;
      writerKey: Uint8Array;
      account: string;
      continues?: Continues;
    };
    answer: Record<string, never>;
  };
  start: { ask: Asked; answer: Record<string, never> };
  cancel: { ask: Record<string, never>; answer: Record<string, never> };
  /** Keeps `set`, where it is given, for every backup that begins from now on; answers with what is kept. @throws `disk-full`, `store-failed`. */
  settings: { ask: { readonly set?: Settings }; answer: Settings };
  /** Which of WhatsApp's names serves each of ours in the tab's build, null where none does. @throws the page's condition, unless the build is what is in the way. */
  selfTest: { ask: Record<string, never>; answer: { version: string; capabilities: Capabilities } };
  /** What this build of WhatsApp Web lacks, and a report without a private word. @throws `already-running`, the page's condition. */
  report: { ask: Record<string, never>; answer: { missing: readonly string[]; text: string } };
  /** Asks the phone for older messages. `understood`: the user was told what it does and said yes. @throws `already-running`, the page's condition, `account-changed`, `unsupported-build`. */
  older: { ask: { understood: true }; answer: { asked: number; of: number } };
  /** `only: 'new'`: a file of the runs that no saved file holds. @throws `nothing-to-save`… */
  save: { ask: { readonly only?: 'new' }; answer: Record<string, never> };
  /** Removes the vault and what was sealed to it: nobody can open it any more. @throws `already-running`. */
  startOver: { ask: Record<string, never>; answer: Record<string, never> };
}
