/** @file Kinds of messages that are text. */
import type { Draft, Slot } from '../slot.ts';
import { exactly, type Fields, jid, KeyRef } from '../value.ts';
import { longText, PLANTED_WORDS, text } from '../words.ts';

export type Kind = (slot: Slot) => readonly Draft[];

const secret = ({ random }: Slot): Fields => ({ messageSecret: random.bytes(32) });

const chat = (fields: Fields, more: Partial<Draft> = {}): Draft[] => [{ type: 'chat', fields, ...more }];

export const plain: Kind = (slot) => chat({ body: text(slot.random), ...secret(slot) });

export const link: Kind = (slot) =>
  chat(
    {
      body: `https://example.org/${slot.random.hex(6)}?q=1 ${text(slot.random)}`,
      matchedText: 'https://example.org/',
      title: text(slot.random),
      description: text(slot.random),
      thumbnail: TINY_JPEG,
      richPreviewType: 0,
    },
    { subtype: 'url' },
  );

export const reply: Kind = (slot) => {
  const to = slot.before(1 + slot.random.int(5));
  const quoted = to.key(0);
  return chat({
    body: text(slot.random),
    quotedMsg: { type: 'chat', body: text(slot.random), caption: undefined, $$unknownFieldCount: 0 },
    quotedStanzaID: quoted.id,
    quotedParticipant: jid(to.author),
    quotedType: 0,
  });
};

export const replyToPicture: Kind = (slot) =>
  chat({
    body: text(slot.random),
    quotedMsg: {
      type: 'image',
      body: TINY_JPEG,
      caption: text(slot.random),
      mimetype: 'image/jpeg',
      size: 4321,
      pollOptions: [],
      isViewOnce: false,
    },
    quotedStanzaID: slot.before().key(0).id,
    quotedParticipant: jid(slot.before().author),
  });

/** What was quoted must not come in by this door. */
export const replyToViewOnce: Kind = (slot) =>
  chat({
    body: text(slot.random),
    quotedMsg: {
      type: 'image',
      isViewOnce: true,
      body: TINY_JPEG,
      caption: 'view-once-caption-not-to-be-kept',
      mediaKey: 'bm90IHRvIGJlIGtlcHQsIG5vdCB0byBiZSBrZXB0ISE=',
      directPath: '/v/not-to-be-kept',
      filehash: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      mimetype: 'image/jpeg',
      width: 640,
    },
    quotedStanzaID: slot.before().key(0).id,
    quotedParticipant: jid(slot.before().author),
  });

export const mention: Kind = (slot) => {
  const { members, id } = slot.chat;
  const who = members.length > 0 ? slot.random.pick(members) : id;
  return chat({
    body: `@${who.split('@')[0]} ${text(slot.random)}`,
    mentionedJidList: [jid(who), jid(slot.chat.me)],
    groupMentions: [{ groupJid: jid(id), groupSubject: slot.chat.name ?? '' }],
    nonJidMentions: 0,
  });
};

export const forwarded: Kind = (slot) =>
  chat({ body: text(slot.random), isForwarded: true, forwardingScore: slot.random.pick([1, 2, 127]) });

export const edited: Kind = (slot) =>
  chat({
    body: text(slot.random),
    latestEditMsgKey: new KeyRef(slot.key(9)),
    latestEditSenderTimestampMs: slot.t * 1000 + 61_234,
    editMsgType: 2,
  });

export const starred: Kind = (slot) => chat({ body: text(slot.random), star: true });

/** Pinned by somebody, or no longer. */
export const pinned: Kind = (slot) => {
  const { members, id } = slot.chat;
  const sender = members.length > 0 ? slot.random.pick(members) : id;
  const type = slot.random.chance(0.7) ? 1 : 2;
  const duration = slot.random.pick([86_400, 604_800, 2_592_000]);
  return chat({ body: text(slot.random) }, { pin: { sender, type, duration } });
};

/** In an announcement group the members may comment. */
export const commented: Kind = (slot) =>
  chat({ body: text(slot.random), replyCount: 3 }, slot.chat.members.length > 0 ? { comments: true } : {});

/** Kept by somebody although the chat's messages vanish. */
export const keptInChat: Kind = (slot) =>
  chat(
    {
      body: text(slot.random),
      kicState: 1,
      kicKey: new KeyRef(slot.key(7)),
      kicTimestampMs: slot.t * 1000 + 5_000,
      kicNotified: true,
    },
    { other: { sender: slot.chat.me, type: 'keep_in_chat', props: { keepType: 1 } } },
  );

export const fromBot: Kind = (slot) =>
  chat({
    body: text(slot.random),
    invokedBotWid: jid('867051314767696@bot'),
    botEditType: 'last',
    botPluginType: null,
    bizBotType: '1p',
  });

export const threaded: Kind = (slot) =>
  chat({ body: text(slot.random), threadIds: [`thread-${slot.index}`], internalThreadIDs: [7, 9] });

export const longest: Kind = (slot) => chat({ body: longText(slot.random, 65_536) });

export const empty: Kind = () => chat({ body: '' });

export const vanishing: Kind = (slot) =>
  chat({
    body: `vanishing-text-${slot.random.hex(8)}`,
    ephemeralDuration: 86_400,
    ephemeralSettingTimestamp: slot.t - 100,
    expiredTimestamp: slot.t + 86_400,
  });

/** Members and values that careless code trips over. */
export const hostile: Kind = (slot) =>
  chat({
    body: '</script><img src=x onerror=alert(1)>\u0000\u0001\u2028\u202e{"$bytes":"AA"}',
    constructor: 'a member of this name',
    futureField: {
      nested: exactly([
        ['__proto__', { polluted: PLANTED_WORDS[2] }],
        ['hasOwnProperty', 1],
        ['$bytes', 'not a mark'],
        ['$$parserMark', 1],
        ['kept', [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, -0, { $$drop: 1, stays: true }]],
      ]),
      big: 18_446_744_073_709_551_615n,
      when: new Date(1_700_000_000_123),
      never: new Date(Number.NaN),
      bytes: slot.random.bytes(33),
      buffer: slot.random.bytes(17).buffer,
      who: jid(slot.chat.id),
      which: new KeyRef(slot.key(0)),
    },
  });

export const revoked: Kind = (slot) => [
  {
    type: 'revoked',
    subtype: slot.chat.members.length > 0 && slot.random.chance(0.5) ? 'admin' : 'sender',
    fields: {
      revokeSender: jid(slot.author),
      revokeTimestamp: slot.t + 90,
      protocolMessageKey: new KeyRef(slot.key(8)),
    },
  },
];

/** The smallest picture there is, as rows carry their previews. */
export const TINY_JPEG =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==';
