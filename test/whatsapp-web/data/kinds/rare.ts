/** @file Kinds of messages that few chats have: shops, forms, invitations, leftovers of WhatsApp's own machinery. */
import type { Draft, Slot } from '../slot.ts';
import { type Fields, jid, KeyRef } from '../value.ts';
import { text } from '../words.ts';
import { type Kind, TINY_JPEG } from './text.ts';

type Rare = readonly [type: string, fields: (slot: Slot) => Fields, subtype?: string];

const nothing = (): Fields => ({});

const SHOP: readonly Rare[] = [
  [
    'product',
    () => ({
      title: 'Lampe',
      description: 'Eine Lampe',
      productId: '17',
      businessOwnerJid: jid('4915112345678@c.us'),
      priceAmount1000: 1_999_000,
      salePriceAmount1000: 1_799_000,
      currencyCode: 'EUR',
      retailerId: 'R-17',
      productImageCount: 2,
      url: 'https://shop.example.org/17',
      body: TINY_JPEG,
    }),
  ],
  [
    'order',
    () => ({
      orderId: '4',
      orderTitle: 'Order',
      itemCount: 2,
      sellerJid: '391234567@c.us',
      token: 'dG9rZW4=',
      status: 1,
      surface: 1,
      totalAmount1000: 5_998_000,
      totalCurrencyCode: 'EUR',
      message: 'please by Friday',
      thumbnail: TINY_JPEG,
    }),
  ],
  [
    'payment',
    ({ chat, t }) => ({
      paymentCurrency: 'BRL',
      paymentAmount1000: 5000,
      paymentMessageReceiverJid: jid(chat.id),
      paymentTransactionTimestamp: t,
      paymentStatus: 4,
      paymentTxnStatus: 2,
      paymentNoteMsg: { type: 'chat', body: 'for the tickets' },
    }),
    'send',
  ],
  ['biz-cover-photo', () => ({ mimetype: 'image/jpeg', body: TINY_JPEG })],
  ['biz_content_placeholder', () => ({ bizContentPlaceholderType: 1 })],
];

const FORMS: readonly Rare[] = [
  [
    'list',
    ({ random }) => ({
      list: {
        title: text(random),
        description: 'Pick',
        buttonText: 'Open',
        listType: 1,
        sections: [{ title: 'A', rows: [{ rowId: '1', title: 'one', description: '' }] }],
      },
      footer: 'foot',
    }),
  ],
  [
    'list_response',
    () => ({
      body: 'one',
      listResponse: { title: 'one', listType: 1, singleSelectReply: { selectedRowId: '1' } },
    }),
  ],
  ['buttons_response', () => ({ body: 'Yes', selectedButtonId: 'y' })],
  ['template_button_reply', () => ({ body: 'Stop', selectedId: 'stop', selectedIndex: 1 })],
  [
    'hsm',
    ({ random }) => ({
      body: text(random),
      hsmTag: 'UTILITY',
      hsmCategory: 'ALERT_UPDATE',
      templateId: '900',
      footer: 'Reply STOP',
      hydratedButtons: [
        { index: 0, quickReplyButton: { displayText: 'Stop', id: 'stop' } },
        { index: 1, urlButton: { displayText: 'Track', url: 'https://example.org/t/1' } },
      ],
    }),
  ],
  [
    'interactive',
    () => ({
      body: 'Choose',
      interactiveType: 'native_flow',
      interactiveHeader: { title: 'A title', hasMediaAttachment: false },
      interactivePayload: { buttons: [{ name: 'quick_reply', buttonParamsJson: '{"id":"1"}' }] },
    }),
  ],
  [
    'interactive_response',
    () => ({ body: 'ok', nativeFlowName: 'flow', interactivePayload: { screen: 'A' } }),
  ],
  [
    'native_flow',
    () => ({ body: 'A form', nativeFlowName: 'galaxy_message', nativeFlowButtons: [{ name: 'cta_url' }] }),
  ],
  [
    'rich_response',
    () => ({ richResponse: { fragments: [{ type: 'text', text: 'an answer' }] }, unifiedResponse: {} }),
  ],
  ['automated_greeting_message', ({ random }) => ({ body: text(random), ctwaContext: { title: 'An ad' } })],
];

const INVITATIONS: readonly Rare[] = [
  [
    'groups_v4_invite',
    ({ t }) => ({
      inviteCode: 'AbCd',
      inviteCodeExp: t + 259_200,
      inviteGrp: '120363999999999999@g.us',
      inviteGrpName: 'Sternwartenverein',
      inviteGrpType: 'DEFAULT',
      comment: 'come in',
      body: TINY_JPEG,
    }),
  ],
  [
    'newsletter_admin_invite',
    () => ({
      newsletterAdminInviteInfo: {
        newsletterJid: jid('120363198765432109@newsletter'),
        newsletterName: 'News',
        inviteExpiration: 1_800_000_000,
      },
      caption: 'join as admin',
    }),
  ],
  [
    'newsletter_follower_invite',
    () => ({
      newsletterFollowerInviteInfo: {
        newsletterJid: jid('120363198765432109@newsletter'),
        newsletterName: 'News',
      },
      caption: 'read this',
    }),
  ],
  ['newsletter_question_response', ({ random }) => ({ body: text(random), questionResponsesCount: 1 })],
  [
    'sharable_event_invite',
    ({ t }) => ({ eventName: 'Open day', eventStartTime: t + 86_400, inviteCode: 'EvEnT' }),
  ],
  ['request_phone_number', nothing],
];

const MACHINERY: readonly Rare[] = [
  [
    'history_bundle',
    () => ({ body: 'bundle', groupHistoryBundleMetadata: { historyReceivers: [], messageCount: 25 } }),
  ],
  ['group-history', () => ({ groupHistoryBundleMetadata: { messageCount: 3 } })],
  ['message_history_notice', ({ chat }) => ({ recipients: chat.members.slice(0, 2).map(jid) })],
  ['oversized', nothing],
  ['quarantined', () => ({ quarantineExtractedText: 'withheld link' })],
  ['loading_media', nothing, 'loading_image'],
  ['pinned_message', (slot) => ({ pinMessageType: 1, pinParentKey: new KeyRef(slot.before().key(0)) })],
  [
    'protocol',
    (slot) => ({ body: 'protocol', protocolMessageKey: new KeyRef(slot.before().key(0)) }),
    'ephemeral_setting',
  ],
  [
    'poll_result_snapshot',
    () => ({
      pollName: 'Result',
      pollVotesSnapshot: { pollVotes: [{ optionName: 'a', optionVoteCount: 3 }] },
    }),
  ],
  [
    'poll_add_option_decrypted',
    (slot) => ({ pollName: 'added', pollUpdateParentKey: new KeyRef(slot.before().key(0)) }),
  ],
  ['unknown', () => ({ futureproofBuffer: new Uint8Array([10, 2, 8, 1]) }), 'futureproof'],
  ['unknown', () => ({ futureproofBuffer: new Uint8Array([10, 2, 8, 2]) }), 'phone_only_feature'],
  ['status', ({ random }) => ({ body: text(random), backgroundColor: 4_278_190_335, font: 2, textColor: 1 })],
  ['status_notification', nothing, 'status_notification_message'],
  ['guest_upsell_system_msg', nothing, 'guest_upsell'],
  ['debug_placeholder', () => ({ body: 'placeholder' })],
  ['notification', () => ({ body: 'notice', ack: 0 })],
  ['broadcast_notification', ({ chat }) => ({ ack: 0, recipients: [jid(chat.id)] }), 'create'],
  ['newsletter_notification', () => ({ ack: 0, body: '' }), 'newsletter_created'],
];

const RARE: readonly Rare[] = [...SHOP, ...FORMS, ...INVITATIONS, ...MACHINERY];

const draftOf = ([type, fields, subtype]: Rare, slot: Slot): Draft => ({
  type,
  ...(subtype === undefined ? {} : { subtype }),
  fields: fields(slot),
});

export const rare: Kind = (slot) => [draftOf(RARE[slot.index % RARE.length] ?? slot.random.pick(RARE), slot)];

export const RARE_KINDS: readonly Kind[] = RARE.map(
  (one): Kind =>
    (slot) => [draftOf(one, slot)],
);
