/** @file WhatsApp's own notes in a chat: which of the known ones a record is, and about whom. */
import type { Json } from './json.ts';
import type { Jid, MessageRecord } from './record.ts';

/** Notes with a sentence of their own. `other` shows WhatsApp's own name for it. */
export type SystemCode =
  | 'encrypted'
  | 'code_changed'
  | 'created'
  | 'added'
  | 'joined'
  | 'invited'
  | 'removed'
  | 'left'
  | 'subject'
  | 'description'
  | 'picture'
  | 'promoted'
  | 'demoted'
  | 'announce_on'
  | 'announce_off'
  | 'restrict_on'
  | 'restrict_off'
  | 'revoked_link'
  | 'timer'
  | 'number'
  | 'pinned'
  | 'blocked'
  | 'unblocked'
  | 'business'
  | 'requested'
  | 'deleted'
  | 'linked'
  | 'unlinked'
  | 'approval'
  | 'settings'
  | 'kept'
  | 'security'
  | 'other';

export interface SystemNote {
  readonly code: SystemCode;
  /** Who did it. */
  readonly by: Jid | null;
  /** To whom. */
  readonly whom: readonly Jid[];
  /** A new name; for `other` the type and subtype as found. */
  readonly text: string | null;
}

const SYSTEM_TYPES = [
  'gp2',
  'e2e_notification',
  'notification',
  'notification_template',
  'broadcast_notification',
  'newsletter_notification',
  'status_notification',
  'guest_upsell_system_msg',
  'message_history_notice',
  'protocol',
  'pinned_message',
];

const CODES: Readonly<Record<string, SystemCode>> = {
  'gp2 create': 'created',
  'gp2 add': 'added',
  'gp2 invite': 'invited',
  'gp2 linked_group_join': 'joined',
  'gp2 remove': 'removed',
  'gp2 leave': 'left',
  'gp2 subject': 'subject',
  'gp2 description': 'description',
  'gp2 desc_add': 'description',
  'gp2 desc_remove': 'description',
  'gp2 picture': 'picture',
  'gp2 promote': 'promoted',
  'gp2 demote': 'demoted',
  'gp2 revoke_invite': 'revoked_link',
  'gp2 ephemeral': 'timer',
  'notification_template change_number': 'number',
  'gp2 modify': 'number',
  'notification_template disappearing_mode': 'timer',
  'e2e_notification encrypt': 'encrypted',
  'e2e_notification encrypt_now': 'encrypted',
  'e2e_notification info_encrypted': 'encrypted',
  'e2e_notification identity': 'code_changed',
  'notification_template block_contact': 'blocked',
  'notification_template contact_blocked': 'blocked',
  'notification_template contact_unblocked': 'unblocked',
  'notification_template disappearing_mode_update': 'timer',
  'notification_template change_lid': 'number',
  'notification_template community_create': 'created',
  'notification_template keep_in_chat': 'kept',
  'notification_template ephemeral_keep_in_chat': 'kept',
  'e2e_notification device': 'security',
  'gp2 auto_add': 'added',
  'gp2 v4_add_invite_join': 'joined',
  'gp2 general_chat_add': 'added',
  'gp2 community_participant_add_rich': 'added',
  'gp2 sub_group_participant_add_rich': 'added',
  'gp2 subgroup_admin_triggered_auto_add': 'added',
  'gp2 default_sub_group_admin_add': 'added',
  'gp2 invite_auto_add': 'invited',
  'gp2 community_invite_rich': 'invited',
  'gp2 sub_group_invite_rich': 'invited',
  'gp2 community_invite_auto_add_rich': 'invited',
  'gp2 subgroup_admin_triggered_invite_auto_add': 'invited',
  'gp2 linked_group_promote': 'promoted',
  'gp2 linked_group_demote': 'demoted',
  'gp2 default_sub_group_promote': 'promoted',
  'gp2 default_sub_group_demote': 'demoted',
  'gp2 membership_approval_request': 'requested',
  'gp2 created_membership_requests': 'requested',
  'gp2 membership_approval_mode': 'approval',
  'gp2 delete': 'deleted',
  'gp2 parent_group_description': 'description',
  'gp2 parent_group_link': 'linked',
  'gp2 sibling_group_link': 'linked',
  'gp2 sub_group_link': 'linked',
  'gp2 community_link_parent_group_rich': 'linked',
  'gp2 parent_group_unlink': 'unlinked',
  'gp2 sibling_group_unlink': 'unlinked',
  'gp2 sub_group_unlink': 'unlinked',
  'gp2 integrity_parent_group_unlink': 'unlinked',
  'gp2 delete_parent_group_unlink': 'unlinked',
  'gp2 member_add_mode': 'settings',
  'gp2 member_link_mode': 'settings',
  'gp2 member_share_group_history_mode': 'settings',
  'gp2 no_frequently_forwarded': 'settings',
  'gp2 allow_non_admin_sub_group_creation': 'settings',
  'gp2 allow_admin_reports': 'settings',
  'gp2 general_chat_auto_add_disabled': 'settings',
};

type Found = Pick<MessageRecord, 'type' | 'row'> & { readonly subtype?: string; readonly sender?: Jid };

/** Null: not a note, but a message. */
export function systemNoteOf({ type, subtype, row, sender }: Found): SystemNote | null {
  if (!SYSTEM_TYPES.includes(type)) return null;
  const found = subtype ? `${type} ${subtype}` : type;
  const by = jid(row.author) ?? sender ?? null;
  const whom = jids(row.recipients).concat(jids(row.templateParams));
  const known = Object.hasOwn(CODES, found) ? CODES[found] : undefined;
  const code = known ?? switched(subtype, row.body) ?? (type === 'pinned_message' ? 'pinned' : 'other');
  const named = typeof row.body === 'string' && row.body !== '' ? row.body : null;
  if (code === 'other') return { code, by, whom, text: found };
  return {
    code,
    by,
    whom: [...new Set(whom)],
    text: code === 'subject' || code === 'created' ? named : null,
  };
}

/** `announce` and `restrict` say in their text whether they were switched on. */
function switched(subtype: string | undefined, body: Json | undefined): SystemCode | null {
  const off = body === 'off' || body === false;
  if (subtype === 'announce') return off ? 'announce_off' : 'announce_on';
  if (subtype === 'restrict') return off ? 'restrict_off' : 'restrict_on';
  return null;
}

const jid = (value: Json | undefined): Jid | null =>
  typeof value === 'string' && /^[^@\s]+@[a-z.]+$/.test(value) ? value : null;

const jids = (value: Json | undefined): readonly Jid[] =>
  Array.isArray(value) ? (value as readonly Json[]).map(jid).filter((found) => found !== null) : [];
