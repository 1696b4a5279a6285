/** @file The message types that WhatsApp Web knew in August 2026 (facts B6). Others are kept as found, and counted. */
const KNOWN = new Set(
  `chat image video audio ptt ptv document sticker sticker-pack location vcard multi_vcard album poll_creation
  poll_update poll_edit_encrypted poll_add_option_encrypted poll_add_option_decrypted poll_result_snapshot
  event_creation event_response event_edit_encrypted sharable_event_invite reaction reaction_enc comment keep_in_chat
  pin_message pinned_message message_edit_encrypted revoked ciphertext protocol unknown oversized gp2
  e2e_notification notification notification_template broadcast_notification newsletter_notification call_log
  groups_v4_invite newsletter_admin_invite newsletter_follower_invite newsletter_question_response group-history
  history_bundle message_history_notice product order payment list list_response buttons_response
  template_button_reply hsm interactive interactive_response native_flow rich_response automated_greeting_message
  biz_content_placeholder biz-cover-photo request_phone_number status status_notification guest_upsell_system_msg
  loading_media quarantined debug debug_placeholder`.split(/\s+/),
);

export const isKnownType = (type: string): boolean => KNOWN.has(type);
