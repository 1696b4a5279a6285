/** @file Kinds of messages that are neither text nor file: places, people, polls, calls, shops. */
import type { Draft } from '../slot.ts';
import { type Fields, jid } from '../value.ts';
import { text } from '../words.ts';
import { type Kind, TINY_JPEG } from './text.ts';

export const location: Kind = ({ random }) => [
  {
    type: 'location',
    fields: {
      lat: 45.4642 + random.int(1000) / 1e5,
      lng: -9.19 - random.int(1000) / 1e5,
      loc: `Piazza\n${text(random)}`,
      body: TINY_JPEG,
      isLive: random.chance(0.3),
      accuracy: 12,
      clientUrl: 'https://maps.example.org/?q=1',
    },
  },
];

const CARD =
  'BEGIN:VCARD\nVERSION:3.0\nN:;Featherstonehaugh;;;\nFN:Featherstonehaugh\nTEL;waid=4479:+44 79\nEND:VCARD';

export const vcard: Kind = () => [
  { type: 'vcard', fields: { body: CARD, vcardFormattedName: 'Featherstonehaugh', vcardWAids: ['4479'] } },
];

export const cards: Kind = () => [
  {
    type: 'multi_vcard',
    fields: {
      vcardList: [
        { displayName: 'Featherstonehaugh', vcard: CARD, isMultiVcard: false },
        { displayName: 'Ravenscroftly', vcard: CARD, isMultiVcard: false },
      ],
    },
  },
];

export const poll: Kind = (slot) => {
  const { random, chat } = slot;
  const names = Array.from({ length: random.between(2, 5) }, (_, i) => `${text(random)} #${i}`);
  const voters = (chat.members.length > 0 ? chat.members : [chat.id]).slice(0, 6);
  return [
    {
      type: 'poll_creation',
      fields: {
        pollName: text(random),
        pollOptions: names.map((name, localId) => ({ name, localId })),
        pollSelectableOptionsCount: 1,
        pollType: 'POLL',
        pollContentType: 'TEXT',
        messageSecret: random.bytes(32),
      },
      votes: voters.map((sender, i) => ({ sender, options: i === 0 ? [] : [random.int(names.length)] })),
    },
  ];
};

export const event: Kind = ({ random, t }) => [
  {
    type: 'event_creation',
    fields: {
      eventName: text(random),
      eventDescription: text(random),
      eventStartTime: t + 86_400,
      eventEndTime: t + 90_000,
      eventLocation: {
        degreesLatitude: 1.5,
        degreesLongitude: -2.25,
        name: 'Pier 9',
        $$unknownFieldCount: 0,
      },
      messageSecret: random.bytes(32),
    },
  },
];

export const call: Kind = ({ random, author, chat }) => [
  {
    type: 'call_log',
    fields: {
      callOutcome: random.pick(['Completed', 'Missed', 'Rejected', 'Canceled']),
      isVideoCall: random.chance(0.4),
      callDuration: random.int(4000),
      callCreator: jid(author),
      isCallLink: false,
      callParticipants: chat.members.slice(0, 3).map((id) => ({ id: jid(id), callOutcome: 'Completed' })),
    },
  },
];

/** No program of today knows this type. */
export const future: Kind = ({ random }) => [
  { type: 'hologram', subtype: 'volumetric', fields: { body: text(random), facets: [1, 2, { depth: 3n }] } },
];

/** The rest of what WhatsApp's list of types holds, with a member or two of their own. */
const RARE: readonly (readonly [string, Fields])[] = [
  [
    'groups_v4_invite',
    { inviteCode: 'AbCd', inviteGrp: '120363999999999999@g.us', inviteGrpName: 'Sternwartenverein' },
  ],
  [
    'product',
    { title: 'Lampe', productId: '17', priceAmount1000: 1_999_000, currencyCode: 'EUR', body: TINY_JPEG },
  ],
  [
    'order',
    { orderId: '4', orderTitle: 'Order', itemCount: 2, sellerJid: '391234567@c.us', token: 'dG9rZW4=' },
  ],
  ['payment', { paymentCurrency: 'BRL', paymentAmount1000: 5000 }],
  ['list', { list: { title: 'Pick', sections: [{ title: 'A', rows: [{ rowId: '1', title: 'one' }] }] } }],
  ['list_response', { listResponse: { title: 'one', singleSelectReply: { selectedRowId: '1' } } }],
  ['buttons_response', { body: 'Yes', selectedButtonId: 'y' }],
  ['template_button_reply', { body: 'Stop', selectedId: 'stop', selectedIndex: 1 }],
  ['interactive', { interactiveType: 'native_flow', interactivePayload: { buttons: [] } }],
  ['interactive_response', { body: 'ok', nativeFlowName: 'flow' }],
  ['rich_response', { richResponse: { fragments: [{ type: 'text', text: 'an answer' }] } }],
  ['request_phone_number', {}],
  ['newsletter_admin_invite', { newsletterAdminInviteInfo: { inviteExpiration: 1_800_000_000 } }],
  ['sharable_event_invite', { eventName: 'Open day' }],
  ['history_bundle', { body: 'bundle' }],
  ['oversized', {}],
  ['quarantined', { quarantineExtractedText: 'withheld link' }],
  ['loading_media', {}],
  ['biz_content_placeholder', { bizContentPlaceholderType: 1 }],
  ['pinned_message', { pinMessageType: 1 }],
  ['protocol', { body: 'protocol' }],
  [
    'poll_result_snapshot',
    { pollName: 'Result', pollVotesSnapshot: { pollVotes: [{ optionName: 'a', optionVoteCount: 3 }] } },
  ],
  ['poll_add_option_decrypted', { pollName: 'added' }],
  ['unknown', { futureproofBuffer: new Uint8Array([10, 2, 8, 1]) }],
];

export const rare: Kind = ({ index, random }) => {
  const [type, fields] = RARE[index % RARE.length] ?? random.pick(RARE);
  return [{ type, fields }];
};

export const RARE_KINDS: readonly Kind[] = RARE.map(
  ([type, fields]): Kind =>
    (): readonly Draft[] => [{ type, fields }],
);
