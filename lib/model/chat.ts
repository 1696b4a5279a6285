/** @file Chats, contacts and the account as they are kept. */
import type { JsonObject } from './json.ts';
import type { Jid } from './record.ts';

export interface Account {
  /** The own phone number's Wid; the LID where the page has no number. */
  readonly id: Jid;
  readonly lid: Jid | null;
  readonly name: string | null;
}

export type ChatKind = 'person' | 'self' | 'group' | 'community' | 'broadcast' | 'newsletter' | 'other';

export interface Participant {
  readonly id: Jid;
  readonly role: 'member' | 'admin' | 'owner';
  /** Seconds since 1970 UTC, where the page says. */
  readonly joined?: number;
}

/** Somebody who was in a group. */
export interface PastParticipant {
  readonly id: Jid;
  /** When they left, seconds since 1970 UTC. */
  readonly at: number | null;
  /** `Left`, `Removed`, as found. */
  readonly reason: string | null;
}

export interface Label {
  readonly id: string;
  readonly name: string;
}

export interface Group {
  readonly subject: string | null;
  readonly description: string | null;
  readonly owner: Jid | null;
  /** Seconds since 1970 UTC. */
  readonly created: number | null;
  readonly participants: readonly Participant[];
  /** Left out where the page names nobody. */
  readonly past?: readonly PastParticipant[];
  /** The rest of the group's metadata as found. */
  readonly row: JsonObject;
}

/** The profile picture of a person or a chat, as a medium of the archive. */
export interface Picture {
  readonly id: Jid;
  readonly sha256: string;
  /** WhatsApp's name for this edition of it. */
  readonly tag: string | null;
  /** As found. */
  readonly at: number | null;
}

export interface ChatRecord {
  readonly id: Jid;
  readonly kind: ChatKind;
  /** As WhatsApp holds it; null where a person's chat takes the contact's name. */
  readonly name: string | null;
  /** The other address of a person (phone number of a LID, LID of a phone number), where known. */
  readonly alternate: Jid | null;
  /** Last activity, seconds since 1970 UTC; 0 where never. */
  readonly t: number;
  readonly archived: boolean;
  readonly pinned: boolean;
  readonly group: Group | null;
  /** Labels and lists the chat is in; left out where none. */
  readonly labels?: readonly Label[];
  /** The rest of the chat's fields as found. */
  readonly row: JsonObject;
}

export interface ContactRecord {
  readonly id: Jid;
  /** From the address book. */
  readonly name: string | null;
  /** What the person calls themselves. */
  readonly pushname: string | null;
  readonly verifiedName: string | null;
  readonly shortName: string | null;
  /** The Wid of the phone number, where the page knows it. */
  readonly phone: Jid | null;
  /** The LID of a contact that is kept by number; left out where the page does not know it. */
  readonly lid?: Jid;
  readonly row: JsonObject;
}

/** What a reader shows for a contact: the saved name, the verified, the pushed, the number. Never empty. */
export function nameOf(contact: ContactRecord | undefined, id: Jid): string {
  const named = contact?.name || contact?.verifiedName || contact?.pushname || contact?.shortName;
  if (named) return named;
  const jid = contact?.phone ?? id;
  const user = jid.split('@')[0]?.split(':')[0] ?? jid;
  return jid.endsWith('@c.us') && /^\d+$/.test(user) ? `+${user}` : user;
}
