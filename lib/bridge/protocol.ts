/** @file Every question the background may ask the page, and its answer. The page asks nothing. */
import type { Plain } from '../model/json.ts';

/** What the page is, as far as a backup minds. */
export type PageState =
  | 'ready'
  | 'loading'
  | 'not-logged-in'
  | 'still-syncing'
  | 'locked'
  | 'unsupported-build';

/** Who is there, told beside something else: in the same moment, and at no cost. */
export interface There {
  readonly state: PageState;
  /** Null unless ready. */
  readonly account: string | null;
}

/** What works in this build: capability → the name that served it, or null. */
export type Capabilities = Readonly<Record<string, string | null>>;

export interface Hello {
  readonly state: PageState;
  /** Null unless ready. */
  readonly account: { readonly id: string; readonly lid: string | null; readonly name: string | null } | null;
  /** The build's version, `unknown` where the page does not say. */
  readonly version: string;
  readonly capabilities: Capabilities;
  /** WhatsApp's history sync from the phone has ended. */
  readonly synced: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Things in this slice that have no id, so that nothing can be said of them. */
  readonly nameless: number;
  /** Where to go on; null at the end. */
  readonly next: number | null;
}

export interface FoundChat {
  readonly id: string;
  readonly alternate: string | null;
  /** Advanced chat privacy: not to be read. */
  readonly protected: boolean;
  readonly fields: { readonly [key: string]: Plain };
  readonly group: { readonly [key: string]: Plain } | null;
  readonly labels: readonly { id: string; name: string }[];
}

export interface FoundContact {
  readonly id: string;
  readonly phone: string | null;
  readonly lid: string | null;
  readonly fields: { readonly [key: string]: Plain };
}

/** A profile picture that the page has at hand. */
export interface FoundPicture {
  readonly id: string;
  /** SHA-256 of the file, base64. */
  readonly filehash: string;
  readonly size: number;
  /** WhatsApp's name for this edition of it. */
  readonly tag: string | null;
  /** As found. */
  readonly at: number | null;
}

/** What lies beside one message. */
export interface FoundBeside {
  readonly reactions?: readonly { sender: string; text: string; at: number }[];
  /** `options`: the chosen ones' localIds. Times in ms since 1970 UTC, 0 where the page had none. */
  readonly votes?: readonly { sender: string; options: readonly number[]; at: number }[];
  readonly answers?: readonly { sender: string; answer: number; at: number }[];
  readonly pins?: readonly {
    sender: string | null;
    type: number;
    at: number;
    /** Seconds. */
    duration: number | null;
  }[];
  readonly comments?: readonly { readonly [key: string]: Plain }[];
  /** Seconds since 1970 UTC. */
  readonly receipts?: readonly {
    receiver: string;
    delivered: number | null;
    read: number | null;
    played: number | null;
  }[];
  /** What it is a part of, and as what. */
  readonly parents?: readonly { id: string; as: string }[];
  /** Rows of a kind that has no name here. */
  readonly others?: readonly { readonly [key: string]: Plain }[];
}

export type AddOnSource = keyof FoundBeside;

/** What WhatsApp's own table counts of a chat; null where it cannot be asked. */
export interface ChatWitness {
  readonly stored: number | null;
  /** Of these: kinds that no page shows. */
  readonly unshown: number;
  /** Came after the chat was read. */
  readonly since: number;
}

export interface AskedOlder {
  /** Chats that the phone was asked about, of so many that have more there. */
  readonly asked: number;
  readonly of: number;
  /** False: this build of WhatsApp Web asks no phone. */
  readonly able: boolean;
}

export interface ListWitness {
  /** Chats in WhatsApp's own table; null where it cannot be asked. */
  readonly stored: number | null;
  /** Of these: in neither of its lists. */
  readonly unlisted: number;
  /** Chats in the list that the page shows. */
  readonly listed: number;
}

export interface FoundMessages {
  /**
   * Rows as found, Wids and keys as strings, without what must not leave the page, as lib/model/rows has them: the one
   * put in first at the beginning. Bytes are handed over where objects are copied.
   */
  readonly rows: ArrayBuffer;
  /** {@link FoundBeside} by the messages' own ids, under whichever key it lay: an object of JSON (lib/model/json) in UTF-8. */
  readonly addOns: ArrayBuffer;
  /** All rows the page gave for this, and the highest `rowId` among them (0 where none). */
  readonly given: { readonly rows: number; readonly newest: number };
  /** What lies beside the messages and could not be read, by source. */
  readonly unreadable: Readonly<Record<string, number>>;
  /** Rows the page gave that were left out here, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Message keys (JSON of their parts), the oldest first: the next page begins before the first that still exists. Null: the chat's beginning. */
  readonly older: readonly string[] | null;
  /** Of a page that was asked for as the one after another: where it begins, the first of the other's `older`. */
  readonly from?: string;
  /** After the last row was read: a page that is locked or logged out answers as if the chat ended here. */
  readonly there: There;
}

/** What the page needs to fetch one medium: members of its own row. */
export interface MediaRequest {
  readonly type: string;
  readonly isGif: boolean;
  /** Of a channel: its files are not encrypted. */
  readonly isNewsletter: boolean;
  /** Bytes, as the row says. */
  readonly size: number | null;
  readonly mimetype: string | null;
  readonly filehash: string;
  readonly encFilehash: string | null;
  readonly mediaKey: string | null;
  readonly mediaKeyTimestamp: number | null;
  readonly directPath: string | null;
  /** Bytes; a larger file is not taken. */
  readonly limit: number;
  /** Bytes; a file up to this comes with the answer, and the page keeps nothing of it. */
  readonly atOnce: number;
  /** Another is still being read: it is kept. */
  readonly beside: boolean;
}

export type MediaOpened =
  | { readonly bytes: ArrayBuffer }
  | { readonly handle: number; readonly size: number }
  | { readonly missing: 'expired' | 'refused' | 'too-large' | 'no-key' | 'on-phone-only' | 'failed' };

/** name → what is asked and what is answered. */
export interface Questions {
  hello: { ask: Record<string, never>; answer: Hello };
  chats: { ask: { from: number }; answer: Page<FoundChat> };
  contacts: { ask: { from: number }; answer: Page<FoundContact> };
  pictures: { ask: { from: number }; answer: Page<FoundPicture> };
  messages: {
    ask: {
      chat: string;
      before: readonly string[] | null;
      count: number;
      disappearing: boolean;
      /** The next page will be asked for: it may be read meanwhile. */
      ahead?: boolean;
      /** Seconds since 1970 UTC: enough as soon as the rows put in first, `MARGIN` of them, are older. */
      since?: number;
      /** Not this page: the one that comes after it. It must have been asked for just before. */
      after?: boolean;
    };
    answer: FoundMessages;
  };
  witness: { ask: { chat: string; given: number; newest: number }; answer: ChatWitness };
  witnessList: { ask: Record<string, never>; answer: ListWitness };
  /** Sends: only after the user has said yes to it this very time. */
  older: { ask: { most: number }; answer: AskedOlder };
  /** The key of the chat's oldest message; null: there is none, or this build does not tell. */
  oldest: { ask: { chat: string }; answer: { key: string | null } };
  openMedium: { ask: MediaRequest; answer: MediaOpened };
  readMedium: { ask: { handle: number; offset: number; length: number }; answer: { bytes: ArrayBuffer } };
  closeMedium: { ask: { handle: number }; answer: Record<string, never> };
}

export type QuestionName = keyof Questions;

/** Milliseconds until an answer is given up. A medium may come slowly through a phone's line. */
export const DEADLINES: Readonly<Record<QuestionName, number>> = {
  hello: 60_000,
  chats: 120_000,
  contacts: 120_000,
  pictures: 120_000,
  messages: 120_000,
  witness: 60_000,
  witnessList: 60_000,
  older: 120_000,
  oldest: 60_000,
  openMedium: 300_000,
  readMedium: 60_000,
  closeMedium: 30_000,
};
