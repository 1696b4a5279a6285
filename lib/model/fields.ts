/**
 * @file Which members of WhatsApp's things were met, and how often. A member that is suddenly never met is the sign of
 * a build that calls it otherwise: what it held is still kept as found, and this says that it is not understood.
 */

import type { ChatRecord, ContactRecord } from './chat.ts';
import type { JsonObject } from './json.ts';
import { isMediaType } from './media.ts';
import type { AddOns, MessageRecord } from './record.ts';

/** `thing` → how many there were; `thing.member` → how many of them had it. */
export type Fields = Readonly<Record<string, number>>;

/** A thing and its members, each with the name it is counted under: made once, for there are millions of messages. */
interface Named {
  readonly thing: string;
  readonly members: readonly { readonly member: string; readonly name: string }[];
}

const named = (thing: string, members: readonly string[]): Named => ({
  thing,
  members: members.map((member) => ({ member, name: `${thing}.${member}` })),
});

const CHAT = named('chat', [
  'name',
  't',
  'archive',
  'pin',
  'endOfHistoryTransferType',
  'limitSharing',
  'isLocked',
  'muteExpiration',
]);
const GROUP = named('group', ['subject', 'desc', 'owner', 'creation']);
const CONTACT = named('contact', ['name', 'pushname', 'verifiedName', 'shortName']);
const MESSAGE = named('message', [
  'viewMode',
  'body',
  'from',
  'author',
  'ack',
  'star',
  'caption',
  'quotedMsg',
  'mentionedJidList',
  'isForwarded',
  'latestEditMsgKey',
  'hasReaction',
  'parentMsgKey',
  'associationType',
  'recipients',
  'templateParams',
  'pollOptions',
  'pollName',
  'eventName',
  'vcardList',
  'callOutcome',
  'revokeSender',
  'ephemeralDuration',
]);
const MEDIUM = named('medium', [
  'filehash',
  'encFilehash',
  'mediaKey',
  'directPath',
  'mimetype',
  'size',
  'isGif',
  'isViewOnce',
]);

const PAST = named('past', ['at', 'reason']);
const LABEL = named('label', ['name']);
const COMMENT = named('comment', ['t', 'body']);
const RECEIPT = named('receipt', ['delivered', 'read', 'played']);
const [REACTION, VOTE, ANSWER, PIN] = ['reaction', 'vote', 'answer', 'pin'].map((thing) =>
  named(thing, ['at', 'sender', 'duration']),
) as [Named, Named, Named, Named];

/** What practically every account has: without it something is amiss. */
const EXPECTED = [
  'chat.t',
  'chat.endOfHistoryTransferType',
  'group.subject',
  'group.participants',
  'participant.admin',
  'contact.name',
  'contact.pushname',
  'message.body',
  'message.from',
  'message.ack',
  'message.order',
  'medium.filehash',
  'medium.mediaKey',
  'medium.directPath',
  'medium.isViewOnce',
];
/** Of fewer nothing follows. */
const ENOUGH: Readonly<Record<string, number>> = { message: 100, medium: 20 };
const SOME = 8;

class Counter {
  readonly counts: Record<string, number> = {};

  add(name: string, count = 1): void {
    if (count > 0) this.counts[name] = (this.counts[name] ?? 0) + count;
  }

  all({ thing, members }: Named, found: { readonly [key: string]: unknown }): void {
    this.add(thing);
    for (const { member, name } of members) {
      const value = found[member];
      if (value !== undefined && value !== null && Object.hasOwn(found, member)) this.add(name);
    }
  }
}

/** @param found the page's own fields of each chat. */
export function fieldsOfChats(
  found: readonly { readonly fields: object; readonly group: object | null }[],
  chats: readonly ChatRecord[],
): Fields {
  const counter = new Counter();
  for (const { fields, group } of found) {
    counter.all(CHAT, fields as JsonObject);
    if (group) counter.all(GROUP, group as JsonObject);
  }
  for (const { id, group, labels, alternate } of chats) {
    if (id.endsWith('@g.us') && !group) counter.add('group');
    counter.add('group.participants', group && group.participants.length > 0 ? 1 : 0);
    for (const past of group?.past ?? []) counter.all(PAST, { ...past });
    for (const { role, joined } of group?.participants ?? []) {
      counter.add('participant');
      counter.add('participant.admin', role === 'admin' ? 1 : 0);
      counter.add('participant.owner', role === 'owner' ? 1 : 0);
      counter.add('participant.joined', joined ? 1 : 0);
    }
    for (const { name } of labels ?? []) counter.all(LABEL, { name: name || null });
    counter.add('chat.alternate', alternate === null ? 0 : 1);
  }
  return counter.counts;
}

export function fieldsOfContacts(contacts: readonly ContactRecord[]): Fields {
  const counter = new Counter();
  for (const contact of contacts) {
    counter.all(CONTACT, { ...contact });
    counter.add('contact.phone', contact.phone === null ? 0 : 1);
    counter.add('contact.lid', contact.lid ? 1 : 0);
  }
  return counter.counts;
}

/** Messages one by one. */
export class MessageFields {
  readonly #counter = new Counter();

  get counts(): Fields {
    return this.#counter.counts;
  }

  add(record: MessageRecord): void {
    const { type, subtype, order, row } = record;
    this.#counter.all(MESSAGE, row);
    this.#counter.add('message.order', order === 0 ? 0 : 1);
    this.#counter.add('message.subtype', subtype === undefined ? 0 : 1);
    beside(this.#counter, record);
    if (isMediaType(type)) this.#counter.all(MEDIUM, row);
  }
}

/** What belongs to the message. A time of 0 is none. */
function beside(
  counter: Counter,
  { reactions, votes, answers, pin, comments, receipts, parent }: AddOns,
): void {
  const timed = (thing: Named, found: readonly { readonly at: number }[] | undefined) => {
    for (const one of found ?? []) counter.all(thing, { ...one, at: one.at || null });
  };
  timed(REACTION, reactions);
  timed(VOTE, votes);
  timed(ANSWER, answers);
  if (pin) timed(PIN, [pin]);
  for (const { t, row } of comments ?? []) counter.all(COMMENT, { t: t || null, body: row.body });
  for (const receipt of receipts ?? []) counter.all(RECEIPT, { ...receipt });
  if (parent) counter.add('parent');
}

/** What practically every account has, and this backup never met although there was enough to meet it in. */
export function neverMet(fields: Fields): readonly string[] {
  return EXPECTED.filter((name) => {
    const [thing = ''] = name.split('.');
    return (fields[thing] ?? 0) >= (ENOUGH[thing] ?? SOME) && !fields[name];
  });
}
