/** @file What the viewer's page may ask its worker. The worker holds the archive and everything readable; the page sees only what it asks for. */
import type { Commands } from '../../lib/backup/status.ts';
import type { FaultNote } from '../../lib/base/fault.ts';
import type { Account, ContactRecord } from '../../lib/model/chat.ts';
import type { ChatEntry } from '../../lib/model/history.ts';
import type { Jid, MessageRecord } from '../../lib/model/record.ts';
import type { MissingMedium, Report } from '../../lib/model/report.ts';
import type { Slots, Way } from '../../lib/vault/slots.ts';

export type ViewerNote = Pick<FaultNote, 'code' | 'detail'>;

export interface ViewerRun {
  readonly number: number;
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  readonly finished: boolean;
  readonly report: Report | null;
}

export interface OpenedHistory {
  readonly account: Account | null;
  /** False: somebody changed the header. Nothing may be sealed to such a vault. */
  readonly genuine: boolean;
  readonly runs: readonly ViewerRun[];
  /** Earlier runs are in another file. */
  readonly continues: boolean;
  readonly chats: readonly ChatEntry[];
  readonly contacts: readonly ContactRecord[];
}

/** A file as it was chosen or dropped, with its folders where it came in one. */
export interface ViewerFile {
  readonly name: string;
  readonly file: Blob;
}

/** `frames`: from outside, without a secret, in a moment. `sums`: that and every byte. `everything`: once unlocked. */
export type Depth = 'frames' | 'sums' | 'everything';

/** What came of a look or a check. */
export interface Inspection {
  readonly runs: number;
  /** Opened and checked: none from outside. */
  readonly messages: number;
  readonly media: number;
  readonly findings: readonly ViewerNote[];
  /** Paths of members and types without a name here, with how often each was met. */
  readonly unknown: readonly (readonly [path: string, count: number])[];
}

export type FoundMedium =
  | { readonly here: true; readonly size: number; readonly type: string }
  | { readonly here: false; readonly missing: MissingMedium | null };

export type Adoption = Commands['adopt']['ask'];

export type ViewerQuestions = {
  /** Looks at the file's structure; nothing is readable yet. */
  open: {
    ask: { files: readonly ViewerFile[] };
    answer: { shortName: string; slots: Slots; notes: readonly ViewerNote[] };
  };
  /** @throws `wrong-password`, `wrong-phrase`, `wrong-passkey`, a slip in the phrase, and the file stays open for another try. */
  unlock: { ask: { way: Way }; answer: OpenedHistory };
  /** Begins it, or tells how far it is: asked again until there is a result. @throws `cancelled`, to who began it, once it was stopped. */
  inspect: {
    ask: { depth: Depth; stop?: boolean };
    /** Bytes. */
    answer: { done: number; of: number; result: Inspection | null };
  };
  messages: {
    ask: { chat: Jid; from: number; count: number };
    /** `total`: messages of the chat as far as is known now, fewer than listed where some are damaged. */
    answer: { messages: readonly MessageRecord[]; total: number; notes: readonly ViewerNote[] };
  };
  /** Reads what the archive says of its media, for which the chats did not wait. What is wrong with it is told then. */
  listMedia: { ask: Record<string, never>; answer: { notes: readonly ViewerNote[] } };
  medium: { ask: { sha256: string }; answer: FoundMedium };
  /** At most {@link SLICE} bytes at once. */
  bytes: { ask: { sha256: string; offset: number; length: number }; answer: { bytes: ArrayBuffer } };
  /** What this browser needs to go on with the vault: with it one can add runs, and read nothing. @throws `header-altered`. */
  adoption: { ask: Record<string, never>; answer: Adoption };
  /** Of any file, without a password. */
  digest: { ask: { file: Blob }; answer: { sha256: string } };
};

/** Bytes of a medium that travel in one answer: a browser takes as long to begin reading a file as to read one MiB. */
export const SLICE = 4 * 1024 * 1024;
