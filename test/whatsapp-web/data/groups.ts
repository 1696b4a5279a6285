/** @file What the page knows of a group besides its messages. */
import type { ChatPlan } from './chats.ts';
import { NEWEST } from './slot.ts';
import { PLANTED_WORDS } from './words.ts';

export interface StoredMember {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly isSuperAdmin: boolean;
}

export interface StoredGroup {
  readonly id: string;
  readonly subject: string;
  readonly description: string | null;
  readonly owner: string | null;
  readonly created: number;
  readonly members: readonly StoredMember[];
  readonly past: readonly { readonly id: string; readonly leaveTs: number; readonly leaveReason: string }[];
  readonly announce: boolean;
  /** A community, the parent of groups. */
  readonly isParent: boolean;
  /** The announcement group of a community. */
  readonly isAnnouncements: boolean;
  readonly parent: string | null;
  readonly lidAddressing: boolean;
}

/** Null for a chat that is no group. The account is a member unless it left; it is no admin in announcement groups. */
export function groupOf(chat: ChatPlan): StoredGroup | null {
  if (chat.members.length === 0) return null;
  const present = chat.members.filter((id) => !chat.past.includes(id));
  const members = present.map((id, i) => ({ id, isAdmin: i < 2, isSuperAdmin: i === 0 }));
  const own = { id: chat.me, isAdmin: chat.index % 2 === 1 && chat.sort === 'group', isSuperAdmin: false };
  const created = NEWEST - 7 * 365 * 86_400 + chat.index;
  return {
    id: chat.id,
    subject: chat.name ?? '',
    description: chat.index % 2 === 1 ? `About: ${PLANTED_WORDS[chat.index % PLANTED_WORDS.length]}` : null,
    owner: present[0] ?? null,
    created,
    members: chat.left ? members : [...members, own],
    past: chat.past.map((id, i) => ({
      id,
      leaveTs: created + 86_400 * (i + 1),
      leaveReason: i % 2 ? 'Removed' : 'Left',
    })),
    announce: chat.sort === 'announcement',
    isParent: chat.sort === 'community',
    isAnnouncements: chat.sort === 'announcement',
    parent: chat.parent,
    lidAddressing: chat.lidAddressing,
  };
}
