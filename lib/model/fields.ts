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

const CHAT = [
  'name',
  't',
  'archive',
  'pin',
  'endOfHistoryTransferType',
  'limitSharing',
  'isLocked',
  'muteExpiration',
];
const GROUP = ['subject', 'desc', 'owner', 'creation'];
const CONTACT = ['name', 'pushname', 'verifiedName', 'shortName'];
const MESSAGE = [
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
];
const MEDIUM = [
  'filehash',
  'encFilehash',
  'mediaKey',
  'directPath',
  'mimetype',
  'size',
  'isGif',
  'isViewOnce',
];

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

  all(thing: string, members: readonly string[], found: { readonly [key: string]: unknown }): void {
    this.add(thing);
    for (const member of members)
      if (Object.hasOwn(found, member) && found[member] !== null && found[member] !== undefined)
        this.add(`${thing}.${member}`);
  }
}

/** @param found the page's own fields of each chat. */
export function fieldsOfChats(
  found: readonly { readonly fields: object; readonly group: object | null }[],
  chats: readonly ChatRecord[],
): Fields {
  const counter = new Counter();
  for (const { fields, group } of found) {
    counter.all('chat', CHAT, fields as JsonObject);
    if (group) counter.all('group', GROUP, group as JsonObject);
  }
  for (const { id, group, labels, alternate } of chats) {
    if (id.endsWith('@g.us') && !group) counter.add('group');
    counter.add('group.participants', group && group.participants.length > 0 ? 1 : 0);
    for (const past of group?.past ?? []) counter.all('past', ['at', 'reason'], { ...past });
    for (const { role, joined } of group?.participants ?? []) {
      counter.add('participant');
      counter.add('participant.admin', role === 'admin' ? 1 : 0);
      counter.add('participant.owner', role === 'owner' ? 1 : 0);
      counter.add('participant.joined', joined ? 1 : 0);
    }
    for (const { name } of labels ?? []) counter.all('label', ['name'], { name: name || null });
    counter.add('chat.alternate', alternate === null ? 0 : 1);
  }
  return counter.counts;
}

export function fieldsOfContacts(contacts: readonly ContactRecord[]): Fields {
  const counter = new Counter();
  for (const contact of contacts) {
    counter.all('contact', CONTACT, { ...contact });
    counter.add('contact.phone', contact.phone === null ? 0 : 1);
    counter.add('contact.lid', contact.lid ? 1 : 0);
  }
  return counter.counts;
}

export function fieldsOfMessages(records: readonly MessageRecord[]): Fields {
  const counter = new Counter();
  for (const record of records) {
    const { type, subtype, order, row } = record;
    counter.all('message', MESSAGE, row);
    counter.add('message.order', order === 0 ? 0 : 1);
    counter.add('message.subtype', subtype === undefined ? 0 : 1);
    beside(counter, record);
    if (isMediaType(type)) counter.all('medium', MEDIUM, row);
  }
  return counter.counts;
}

/** What belongs to the message. A time of 0 is none. */
function beside(
  counter: Counter,
  { reactions, votes, answers, pin, comments, receipts, parent }: AddOns,
): void {
  const timed = { reaction: reactions, vote: votes, answer: answers, pin: pin && [pin] };
  for (const [thing, found] of Object.entries(timed))
    for (const one of found ?? [])
      counter.all(thing, ['at', 'sender', 'duration'], { ...one, at: one.at || null });
  for (const { t, row } of comments ?? [])
    counter.all('comment', ['t', 'body'], { t: t || null, body: row.body });
  for (const receipt of receipts ?? [])
    counter.all('receipt', ['delivered', 'read', 'played'], { ...receipt });
  if (parent) counter.add('parent');
}

/** What practically every account has, and this backup never met although there was enough to meet it in. */
export function neverMet(fields: Fields): readonly string[] {
  return EXPECTED.filter((name) => {
    const [thing = ''] = name.split('.');
    return (fields[thing] ?? 0) >= (ENOUGH[thing] ?? SOME) && !fields[name];
  });
}
