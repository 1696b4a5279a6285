/** @file Rows that nobody wrote: notices of groups and keys, what could not be read, and changes to other messages. */

import { groupName } from '../names.ts';
import type { Draft } from '../slot.ts';
import { type Fields, jid, KeyRef } from '../value.ts';
import type { Kind } from './text.ts';

export const encrypted: Kind = () => [
  { type: 'e2e_notification', subtype: 'encrypt', fromMe: false, fields: { ack: 0, templateParams: [] } },
];

/** A chat with disappearing messages has notices that carry the duration too. */
export const ephemeralSet: Kind = ({ chat }) => [
  {
    type: 'notification_template',
    subtype: 'disappearing_mode',
    fromMe: false,
    fields: { ephemeralDuration: chat.ephemeral || 86_400, ack: 0, templateParams: [jid(chat.id), '604800'] },
  },
];

const GROUP_NOTICES = [
  'add',
  'remove',
  'leave',
  'subject',
  'picture',
  'description',
  'promote',
  'demote',
  'announce',
  'restrict',
  'ephemeral',
  'invite',
  'membership_approval_mode',
  'linked_group_join',
] as const;

/** An announcement group does not show these to members. */
const WITHHELD = ['add', 'remove', 'demote', 'linked_group_demote'] as const;

export const groupNotice: Kind = (slot) => {
  const { chat, random } = slot;
  const subtype = random.pick(GROUP_NOTICES);
  const some = chat.members.length > 0 ? random.pick(chat.members) : chat.id;
  const body: Fields = subtype === 'subject' ? { body: groupName(chat.index + 1) } : {};
  const made = notice(subtype, {
    recipients: [jid(some)],
    templateParams: [jid(some), 'text', 86_400],
    ...body,
  });
  return [chat.sort === 'announcement' && isIn(WITHHELD, subtype) ? { ...made, withheld: true } : made];
};

export const created: Kind = ({ chat }) => [
  notice('create', { body: chat.name ?? '', recipients: chat.members.map(jid) }),
];

/** Counted by a page of an announcement group, and then not in it. */
export const withheldNotice: Kind = ({ chat, random }) => [
  {
    ...notice(random.pick(WITHHELD), {
      recipients: [jid(random.pick(chat.members))],
    }),
    withheld: true,
  },
];

const isIn = (list: readonly string[], one: string): boolean => list.includes(one);

const notice = (subtype: string, fields: Fields): Draft => ({
  type: 'gp2',
  subtype,
  fromMe: false,
  fields: { ack: 0, ...fields },
});

export const waiting: Kind = ({ random }) => [
  {
    type: 'ciphertext',
    subtype: random.pick(['fanout', 'view_once_unavailable_fanout', 'hosted_unavailable_fanout']),
    fromMe: false,
  },
];

/** Changes to other messages that a page shows as if they were messages. */
const SHOWN = [
  'poll_update',
  'message_edit_encrypted',
  'poll_add_option_encrypted',
  'poll_edit_encrypted',
] as const;

const shownChange =
  (type: (typeof SHOWN)[number]): Kind =>
  (slot) => {
    const parent = new KeyRef(slot.before().key(0));
    const fields: Fields =
      type === 'poll_update'
        ? { pollUpdateParentKey: parent, selectedOptionLocalIds: [0], senderTimestampMs: slot.t * 1000 }
        : { targetMessageKey: parent, encPayload: slot.random.bytes(48), encIv: slot.random.bytes(12) };
    return [{ type, ...(type === 'poll_update' ? { subtype: 'poll_vote' } : {}), fields }];
  };

/** Changes to other messages that no page shows. */
const HIDDEN = [
  'reaction',
  'reaction_enc',
  'pin_message',
  'comment',
  'event_response',
  'event_edit_encrypted',
  'keep_in_chat',
  'debug',
] as const;

const unseenChange =
  (type: (typeof HIDDEN)[number]): Kind =>
  (slot) => [{ type, withheld: true, fields: { reactionParentKey: new KeyRef(slot.before().key(0)) } }];

export const CHANGES: readonly Kind[] = SHOWN.map(shownChange);
export const HIDDEN_CHANGES: readonly Kind[] = HIDDEN.map(unseenChange);

export const change: Kind = (slot) => shownChange(slot.random.pick(SHOWN))(slot);
export const hiddenChange: Kind = (slot) => unseenChange(slot.random.pick(HIDDEN))(slot);

/** Of an unknown kind, and known to be a change to another message: never shown. */
export const unknownChange: Kind = () => [
  { type: 'unknown', withheld: true, fields: { futureproofType: 'poll_update' } },
];
