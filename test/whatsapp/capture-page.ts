/** @file A whole page read as a backup reads it, without store and seal: what came, and what is said to be missing. */

import { queueItem } from '../../lib/backup/queue.ts';
import { Fault } from '../../lib/base/fault.ts';
import { addOnsOf } from '../../lib/model/addons.ts';
import { type Fields, fieldsOfChats, fieldsOfContacts, MessageFields } from '../../lib/model/fields.ts';
import { isMediaType, mediaOf } from '../../lib/model/media.ts';
import {
  parseFoundChats,
  parseFoundContacts,
  parseFoundMessages,
  parseOpened,
  toChat,
  toContact,
  toRecord,
} from '../../lib/model/parse.ts';
import { modulesOf } from '../../lib/whatsapp/modules.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import { hello } from '../../lib/whatsapp/selftest.ts';
import { siteInNode } from '../whatsapp-web/node.ts';
import { foundIn } from './rows.ts';

const never = new AbortController().signal;

export interface Captured {
  /** Null: it said so and read nothing. */
  readonly state: string;
  /** What came, one JSON each, by what it is. */
  readonly content: ReadonlyMap<string, string>;
  /** Everything a report says of what is missing: name → how often. */
  readonly said: Readonly<Record<string, number>>;
  readonly fields: Fields;
  readonly capabilities: Readonly<Record<string, string | null>>;
}

/** @param media false: no file is opened. */
export async function capturePage(input: Parameters<typeof siteInNode>[0], media = true): Promise<Captured> {
  const { site, globals } = siteInNode(input);
  await site.ready;
  const content = new Map<string, string>();
  const said: Record<string, number> = {};
  const fields: Record<string, number> = {};
  const say = (what: string, count = 1) => {
    if (count > 0) said[what] = (said[what] ?? 0) + count;
  };
  const met = (found: Fields) => {
    for (const [name, count] of Object.entries(found)) fields[name] = (fields[name] ?? 0) + count;
  };
  const { state, account, capabilities } = hello(modulesOf(globals));
  const captured = { state, content, said, fields, capabilities };
  if (state !== 'ready') return captured;
  content.set('account', JSON.stringify(account));
  const answers = answersOf(globals);

  const contacts = [];
  for (let from: number | null = 0; from !== null; ) {
    const page = parseFoundContacts(await answers.contacts({ from }, never));
    say('contacts', page.nameless);
    contacts.push(...page.items.map(toContact));
    from = page.next;
  }
  for (const { row: _, ...contact } of contacts)
    content.set(`contact ${contact.id}`, JSON.stringify(contact));
  met(fieldsOfContacts(contacts));

  const { items, nameless } = parseFoundChats(await answers.chats({ from: 0 }, never));
  say('chats', nameless);
  const chats = items.map((found) => ({ found, chat: toChat(found, [account?.id ?? null]) }));
  met(
    fieldsOfChats(
      items,
      chats.map(({ chat }) => chat),
    ),
  );
  const unsure = chats.every(({ chat }) => chat.row.endOfHistoryTransferType === undefined);
  if (unsure) say('completeness unknown');
  for (const { found, chat } of chats) {
    const { row, ...rest } = chat;
    const end = unsure ? {} : { ends: row.endOfHistoryTransferType };
    const group = rest.group && { ...rest.group, row: {} };
    content.set(`chat ${chat.id}`, JSON.stringify({ ...rest, group, ...end, protected: found.protected }));
    if (found.protected) continue;
    try {
      await readChat(chat.id);
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      say(`chat failed: ${thrown instanceof Fault ? thrown.code : 'page-failed'}`);
    }
  }
  return captured;

  async function readChat(chat: string): Promise<void> {
    for (let before: readonly string[] | null = null; ; ) {
      const asked = { chat, before, count: 500, disappearing: false };
      const page = parseFoundMessages(await answers.messages(asked, never));
      for (const [name, count] of Object.entries(page.unreadable)) say(name, count);
      say('disappearing', page.skipped.disappearing);
      for (const row of foundIn(page.rows)) {
        try {
          const record = toRecord(row, chat, addOnsOf(page.addOns, row.head.id));
          const fields = new MessageFields();
          fields.add(record);
          met(fields.counts);
          const { order: _, row: members, ...rest } = record;
          // What a member is called is not the point: what it holds is.
          const values = Object.values(members)
            .map((value) => JSON.stringify(value))
            .sort();
          content.set(`message ${record.id}`, JSON.stringify({ ...rest, values }));
          await openMedium(record);
        } catch (thrown) {
          if (!(thrown instanceof Fault) || thrown.code !== 'bad-answer') throw thrown;
          say('unreadable');
        }
      }
      before = page.older;
      if (before === null) return;
    }
  }

  async function openMedium(record: ReturnType<typeof toRecord>): Promise<void> {
    if (!media || !isMediaType(record.type)) return;
    const fact = mediaOf(record);
    const item = queueItem(record);
    if (!fact || !item) return say('medium no-key');
    if (content.has(`medium ${fact.sha256}`)) return;
    const { message: _, fact: __, ...members } = item;
    const request = {
      ...members,
      type: fact.type,
      mimetype: fact.mime,
      size: fact.size,
      limit: 2 ** 28,
      atOnce: 0,
      beside: false,
    };
    const opened = parseOpened(await answers.openMedium(request, never));
    if ('missing' in opened) return say(`medium ${opened.missing}`);
    content.set(`medium ${fact.sha256}`, String('bytes' in opened ? opened.bytes.byteLength : opened.size));
  }
}
