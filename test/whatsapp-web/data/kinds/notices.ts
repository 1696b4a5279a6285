/** @file One notice of each sort that users meet: of groups, communities, keys, timers, businesses, calls (facts, appendix 3). */
import type { Draft, Slot } from '../slot.ts';
import { type Fields, jid, KeyRef } from '../value.ts';
import type { Kind } from './text.ts';

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Notices of a group that name people. */
const ABOUT_PEOPLE = list(`add remove leave modify create promote demote invite revoke_invite auto_add
  v4_add_invite_sent v4_add_invite_join linked_group_join linked_group_promote linked_group_demote
  membership_approval_request created_membership_requests revoked_membership_requests default_sub_group_admin_add
  default_sub_group_promote default_sub_group_demote invite_auto_add community_participant_add_rich
  community_invite_rich sub_group_participant_add_rich sub_group_invite_rich community_invite_auto_add_rich
  subgroup_admin_triggered_auto_add subgroup_admin_triggered_invite_auto_add general_chat_add
  community_owner_update group_adder member_label subgroup_suggestions_change_number admin_report_received`);

/** Notices of a group that name a setting or another group. */
const ABOUT_SETTINGS =
  list(`subject picture delete suspend description parent_group_description restrict announce
  announce_msg_bounce no_frequently_forwarded initial_pHash_mismatch ephemeral growth_locked growth_unlocked
  parent_group_link sibling_group_link sub_group_link parent_group_unlink sibling_group_unlink sub_group_unlink
  delete_parent_group delete_parent_group_unlink integrity_parent_group_unlink membership_approval_mode
  member_add_mode member_link_mode member_share_group_history_mode join_flood_notification
  allow_non_admin_sub_group_creation allow_admin_reports created_subgroup_suggestion
  revoked_sub_group_suggestions community_link_parent_group_rich empty_subgroup_create
  general_chat_auto_add_disabled hidden_group group_safety_check message_history_bundle message_history_notice`);

const KEYS = list('encrypt encrypt_now identity device e2e_identity_unavailable info_encrypted');

const TEMPLATES = list(`disappearing_mode disappearing_mode_update disappearing_mode_unsupported change_number
  change_username change_lid block_contact community_create ephemeral_keep_in_chat keep_in_chat chat_psa
  masked_thread_created pnh_thread_promotion verified_high verified_initial_high non_verified_transition
  biz_intro_top biz_intro_bottom biz_name_change biz_move_to_consumer_app blue_msg_consumer_to_bsp_fb_unverified
  biz_privacy_mode_init_fb bot_init bot_invoke_disclaimer contact_info_card limit_sharing_system_message
  sender_invite receiver_invite payment_transaction_status_update_failed chat_assignment
  marketing_messages_from_business_stopped scheduled_message_created event_edit_decrypted poll_edit_decrypted
  mm_signal_sharing_system_message is_capi_hosted_group support_system_message`);

const MISSED = list('miss miss_video miss_group miss_group_video silence');
const OUTCOMES = list('Completed Missed Rejected Canceled AcceptedElsewhere Ongoing Failed Unknown');
const CHANNEL = list('newsletter_privacy newsletter_deleted newsletter_admin_context_card');

const notice = (type: string, subtype: string, fields: Fields): Draft => ({
  type,
  subtype,
  fromMe: false,
  fields: { ack: 0, ...fields },
});

const someone = ({ chat, random }: Slot): string =>
  chat.members.length > 0 ? random.pick(chat.members) : chat.id;

const people =
  (subtype: string): Kind =>
  (slot) => {
    const who = jid(someone(slot));
    return [notice('gp2', subtype, { recipients: [who], templateParams: [who, 'text', 86_400] })];
  };

const VALUES: Readonly<Record<string, Fields>> = {
  subject: { body: 'Choir, renamed' },
  description: { body: 'What this group is about', templateParams: ['desc_add'] },
  ephemeral: { ephemeralDuration: 604_800, templateParams: ['604800'] },
  restrict: { templateParams: ['on'] },
  announce: { templateParams: ['on'] },
  picture: { body: '1700000000' },
};

const setting =
  (subtype: string): Kind =>
  () => [
    notice('gp2', subtype, {
      recipients: [],
      templateParams: ['120363012345678901@g.us', 'on'],
      ...VALUES[subtype],
    }),
  ];

const call =
  (callOutcome: string, i: number): Kind =>
  (slot) => [
    {
      type: 'call_log',
      fields: {
        callOutcome,
        finalCallOutcome: callOutcome,
        isVideoCall: i % 2 === 1,
        callDuration: callOutcome === 'Completed' ? 754 : 0,
        callCreator: jid(slot.author),
        isCallLink: i % 3 === 2,
        callLinkToken: 'kEy',
        callSilenceReason: 'NONE',
        bytesSent: 1200,
        bytesReceived: 3400,
        isCallLogMsg: undefined,
        callParticipants: slot.chat.members.slice(0, 3).map((id) => ({ id: jid(id), callOutcome })),
      },
    },
  ];

const revokedBy =
  (subtype: string): Kind =>
  (slot) => [
    {
      type: 'revoked',
      subtype,
      fields: {
        revokeSender: jid(slot.author),
        revokeTimestamp: slot.t + 90,
        protocolMessageKey: new KeyRef(slot.key(8)),
      },
    },
  ];

const waitingFor =
  (subtype: string): Kind =>
  () => [{ type: 'ciphertext', subtype, fromMe: false }];

/** In a group's showcase. */
export const GROUP_NOTICES: readonly Kind[] = [...ABOUT_PEOPLE.map(people), ...ABOUT_SETTINGS.map(setting)];

/** In a person's. */
export const NOTICES: readonly Kind[] = [
  ...KEYS.map(
    (subtype): Kind =>
      () => [notice('e2e_notification', subtype, { templateParams: [] })],
  ),
  ...TEMPLATES.map(
    (subtype): Kind =>
      (slot) => [
        notice('notification_template', subtype, { templateParams: [jid(someone(slot)), '604800'] }),
      ],
  ),
  ...MISSED.map(
    (subtype): Kind =>
      () => [notice('call_log', subtype, { callOutcome: 'Missed' })],
  ),
  ...OUTCOMES.map(call),
  ...CHANNEL.map(
    (subtype): Kind =>
      () => [notice('newsletter_notification', subtype, {})],
  ),
  ...['sender', 'admin'].map(revokedBy),
  ...['fanout', 'bot_unavailable_fanout', 'hosted_unavailable_fanout', 'view_once_unavailable_fanout'].map(
    waitingFor,
  ),
];
