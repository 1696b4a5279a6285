/** @file Kinds of messages that are neither text nor file: places, people, polls, calls, shops. */
import { jid } from '../value.ts';
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

const RESPONSES = [1, 2, 3, 1, 1] as const;

export const event: Kind = ({ random, t, chat }) => [
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
      eventJoinLink: '',
      isEventCanceled: random.chance(0.2),
      eventIsScheduledCall: false,
      eventExtraGuestsAllowed: true,
      messageSecret: random.bytes(32),
    },
    responses: [chat.me, ...(chat.members.length > 0 ? chat.members.slice(0, 4) : [chat.id])].map(
      (sender, i) => ({ sender, response: RESPONSES[i] ?? 1 }),
    ),
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

/** With its last place, an hour later. */
export const liveLocation: Kind = ({ random, t }) => [
  {
    type: 'location',
    fields: {
      lat: 52.5,
      lng: 13.4,
      isLive: true,
      accuracy: 8,
      speed: 1.5,
      degrees: 270,
      comment: text(random),
      sequence: 1_700_000_000_000,
      shareDuration: 3600,
      finalLat: 52.51,
      finalLng: 13.39,
      finalTimeOffset: 3590,
      expiredTimestamp: t + 3600,
      body: TINY_JPEG,
    },
  },
];

/** One answer is right, names are hidden, and it ends. */
export const quiz: Kind = ({ random, t, chat }) => [
  {
    type: 'poll_creation',
    fields: {
      pollName: text(random),
      pollOptions: ['a', 'b', 'c'].map((name, localId) => ({ name, localId, hash: random.hex(64) })),
      pollSelectableOptionsCount: 0,
      pollType: 'QUIZ',
      pollContentType: 'TEXT',
      correctOptionIndex: 1,
      pollEndTime: t + 86_400,
      pollHideVoterNames: true,
      pollAllowAddOption: true,
      pollInvalidated: false,
      messageSecret: random.bytes(32),
    },
    votes: [
      { sender: chat.me, options: [0, 2] },
      { sender: chat.members[0] ?? chat.id, options: [1] },
    ],
  },
];
