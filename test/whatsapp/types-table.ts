/** @file What must become of each of WhatsApp's 72 types, and of each notice (facts B6, L4, appendix 3). */
import { expect } from 'vitest';

const any = expect.anything();
const list = (text: string): readonly string[] => text.trim().split(/\s+/);
const row = (members: object): object => ({ row: expect.objectContaining(members) });
const medium = (type: string, more: object = {}) => ({
  row: expect.objectContaining({ mimetype: any, filehash: any, mediaKey: any, directPath: any, ...more }),
  content: expect.objectContaining({ kind: 'medium', medium: expect.objectContaining({ type, fact: any }) }),
});
const shows = (kind: string, more: object = {}) => ({ content: expect.objectContaining({ kind, ...more }) });
/** No words of its own in the viewer: named by its type, with all it holds. */
const asFound = (members: object = {}) => ({ ...shows('unknown'), ...row(members) });
const note = (members: object = {}) => ({ ...shows('system'), ...row(members) });
const jid = expect.stringMatching(/@(c\.us|lid|g\.us)$/);

/** type → members of a record of it. */
export const KEPT: Readonly<Record<string, object>> = {
  chat: shows('text', { text: any, link: any }),
  image: medium('image', { width: any, height: any, body: any }),
  video: medium('video', { duration: any }),
  audio: medium('audio', { duration: any }),
  ptt: medium('ptt', { waveform: { $bytes: any } }),
  ptv: medium('ptv', { duration: any }),
  document: medium('document', { filename: any, pageCount: 3 }),
  sticker: medium('sticker', { isAnimated: any }),
  'sticker-pack': medium('sticker-pack', { stickerPackId: any }),
  location: shows('place', { place: expect.objectContaining({ live: true, lat: 52.5, lng: 13.4 }) }),
  vcard: shows('cards', { cards: [{ name: 'Featherstonehaugh', phones: ['+44 79'] }] }),
  multi_vcard: shows('cards', { cards: [any, expect.objectContaining({ name: 'Ravenscroftly' })] }),
  album: shows('album', { images: any, videos: 1 }),
  poll_creation: {
    votes: expect.arrayContaining([{ sender: jid, options: [0, 2], at: expect.any(Number) }]),
    content: expect.objectContaining({ kind: 'poll', by: [any, any, any] }),
  },
  poll_result_snapshot: asFound({ pollVotesSnapshot: { pollVotes: [any] } }),
  poll_add_option_decrypted: asFound({ pollUpdateParentKey: any }),
  event_creation: {
    answers: expect.arrayContaining([{ sender: jid, answer: 2, at: expect.any(Number) }]),
    content: expect.objectContaining({ kind: 'event', answers: expect.objectContaining({ yes: any }) }),
  },
  sharable_event_invite: asFound({ eventName: 'Open day' }),
  revoked: shows('revoked', { by: jid }),
  ciphertext: shows('waiting'),
  protocol: note({ protocolMessageKey: any }),
  unknown: asFound({ futureproofBuffer: { $bytes: any } }),
  oversized: asFound(),
  gp2: { sender: jid, ...shows('system', { note: expect.objectContaining({ whom: [jid] }) }) },
  e2e_notification: note(),
  notification: note({ body: 'notice' }),
  notification_template: note({ templateParams: expect.arrayContaining([jid]) }),
  broadcast_notification: note({ recipients: [jid] }),
  newsletter_notification: note(),
  call_log: shows('call', { call: { video: any, outcome: 'completed', duration: 754 } }),
  groups_v4_invite: shows('invite', { group: 'Sternwartenverein' }),
  newsletter_admin_invite: asFound({ newsletterAdminInviteInfo: any }),
  newsletter_follower_invite: asFound({ newsletterFollowerInviteInfo: any }),
  newsletter_question_response: asFound({ body: any }),
  'group-history': asFound({ groupHistoryBundleMetadata: { messageCount: 3 } }),
  history_bundle: asFound({ groupHistoryBundleMetadata: any }),
  message_history_notice: note(),
  product: asFound({ title: 'Lampe', priceAmount1000: 1_999_000 }),
  order: asFound({ orderId: '4', totalAmount1000: 5_998_000 }),
  payment: asFound({ paymentCurrency: 'BRL', paymentAmount1000: 5000 }),
  list: asFound({ list: expect.objectContaining({ sections: [any] }) }),
  list_response: asFound({ listResponse: any }),
  buttons_response: asFound({ selectedButtonId: 'y' }),
  template_button_reply: asFound({ selectedId: 'stop' }),
  hsm: asFound({ hydratedButtons: [any, any] }),
  interactive: asFound({ interactivePayload: any }),
  interactive_response: asFound({ nativeFlowName: 'flow' }),
  native_flow: asFound({ nativeFlowButtons: [any] }),
  rich_response: asFound({ richResponse: { fragments: [any] } }),
  automated_greeting_message: asFound({ ctwaContext: any }),
  biz_content_placeholder: asFound({ bizContentPlaceholderType: 1 }),
  'biz-cover-photo': asFound({ mimetype: 'image/jpeg' }),
  request_phone_number: asFound(),
  status: asFound({ backgroundColor: any }),
  status_notification: note(),
  guest_upsell_system_msg: note(),
  loading_media: asFound(),
  quarantined: asFound({ quarantineExtractedText: 'withheld link' }),
  pinned_message: note({ pinParentKey: any }),
};

/** Pages show some of them; what they change is in the message itself or beside it. */
export const NOT_MESSAGES = list(`poll_update poll_edit_encrypted poll_add_option_encrypted event_response
  event_edit_encrypted reaction reaction_enc comment keep_in_chat pin_message message_edit_encrypted debug
  debug_placeholder`);

type Notice = readonly [type: string, subtype: string, expected: string];

const all = (type: string, code: string, subtypes: string): Notice[] =>
  list(subtypes).map((subtype) => [type, subtype, code]);

/** type, subtype → the note's code, how a call ended, or the kind of content. */
export const NOTICES: readonly Notice[] = [
  ...all(
    'gp2',
    'added',
    `add auto_add general_chat_add community_participant_add_rich default_sub_group_admin_add
    sub_group_participant_add_rich subgroup_admin_triggered_auto_add`,
  ),
  ...all(
    'gp2',
    'invited',
    `invite invite_auto_add community_invite_rich sub_group_invite_rich
    community_invite_auto_add_rich subgroup_admin_triggered_invite_auto_add`,
  ),
  ...all('gp2', 'joined', 'linked_group_join v4_add_invite_join'),
  ...all('gp2', 'promoted', 'promote linked_group_promote default_sub_group_promote'),
  ...all('gp2', 'demoted', 'demote linked_group_demote default_sub_group_demote'),
  ...all('gp2', 'requested', 'membership_approval_request created_membership_requests'),
  ...all('gp2', 'description', 'description parent_group_description'),
  ...all(
    'gp2',
    'linked',
    'parent_group_link sibling_group_link sub_group_link community_link_parent_group_rich',
  ),
  ...all(
    'gp2',
    'unlinked',
    `parent_group_unlink sibling_group_unlink sub_group_unlink delete_parent_group_unlink
    integrity_parent_group_unlink`,
  ),
  ...all(
    'gp2',
    'settings',
    `member_add_mode member_link_mode member_share_group_history_mode
    no_frequently_forwarded allow_non_admin_sub_group_creation allow_admin_reports general_chat_auto_add_disabled`,
  ),
  ['gp2', 'create', 'created'],
  ['gp2', 'remove', 'removed'],
  ['gp2', 'leave', 'left'],
  ['gp2', 'modify', 'number'],
  ['gp2', 'subject', 'subject'],
  ['gp2', 'picture', 'picture'],
  ['gp2', 'delete', 'deleted'],
  ['gp2', 'revoke_invite', 'revoked_link'],
  ['gp2', 'ephemeral', 'timer'],
  ['gp2', 'restrict', 'restrict_on'],
  ['gp2', 'announce', 'announce_on'],
  ['gp2', 'membership_approval_mode', 'approval'],
  ...all(
    'gp2',
    'other',
    `v4_add_invite_sent revoked_membership_requests community_owner_update group_adder
    member_label subgroup_suggestions_change_number admin_report_received suspend announce_msg_bounce
    initial_pHash_mismatch growth_locked growth_unlocked delete_parent_group join_flood_notification
    created_subgroup_suggestion revoked_sub_group_suggestions empty_subgroup_create hidden_group group_safety_check
    message_history_bundle message_history_notice`,
  ),
  ...all('e2e_notification', 'encrypted', 'encrypt encrypt_now info_encrypted'),
  ['e2e_notification', 'identity', 'code_changed'],
  ['e2e_notification', 'device', 'security'],
  ['e2e_notification', 'e2e_identity_unavailable', 'other'],
  ...all('notification_template', 'timer', 'disappearing_mode disappearing_mode_update'),
  ...all('notification_template', 'number', 'change_number change_lid'),
  ...all('notification_template', 'kept', 'keep_in_chat ephemeral_keep_in_chat'),
  ['notification_template', 'block_contact', 'blocked'],
  ['notification_template', 'community_create', 'created'],
  ...all(
    'notification_template',
    'other',
    `disappearing_mode_unsupported change_username chat_psa
    masked_thread_created pnh_thread_promotion verified_high verified_initial_high non_verified_transition
    biz_intro_top biz_intro_bottom biz_name_change biz_move_to_consumer_app blue_msg_consumer_to_bsp_fb_unverified
    biz_privacy_mode_init_fb bot_init bot_invoke_disclaimer contact_info_card limit_sharing_system_message
    sender_invite receiver_invite payment_transaction_status_update_failed chat_assignment
    marketing_messages_from_business_stopped scheduled_message_created event_edit_decrypted poll_edit_decrypted
    mm_signal_sharing_system_message is_capi_hosted_group support_system_message`,
  ),
  ...all(
    'newsletter_notification',
    'other',
    `newsletter_created newsletter_privacy newsletter_deleted
    newsletter_admin_context_card`,
  ),
  ['broadcast_notification', 'create', 'other'],
  ['protocol', 'ephemeral_setting', 'other'],
  ...all('call_log', 'call missed', 'miss miss_video miss_group miss_group_video silence'),
  ...all('revoked', 'revoked', 'sender admin'),
  ...all(
    'ciphertext',
    'waiting',
    `fanout bot_unavailable_fanout hosted_unavailable_fanout
    view_once_unavailable_fanout`,
  ),
  ['loading_media', 'loading_image', 'unknown'],
  ...all('unknown', 'unknown', 'futureproof phone_only_feature'),
  ['payment', 'send', 'unknown'],
  ['status_notification', 'status_notification_message', 'other'],
  ['guest_upsell_system_msg', 'guest_upsell', 'other'],
  ['chat', 'url', 'text'],
];
