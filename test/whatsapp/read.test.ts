/** @file Every chat, contact and message of a simulated page, read through the page's own modules, equals the truth. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answers } from '../../lib/bridge/call.ts';
import type { Questions } from '../../lib/bridge/protocol.ts';
import { addOnsOf } from '../../lib/model/addons.ts';
import { compareValues, type Difference } from '../../lib/model/compare.ts';
import {
  parseFoundChats,
  parseFoundContacts,
  parseFoundMessages,
  parseHello,
  toChat,
  toContact,
  toRecord,
} from '../../lib/model/parse.ts';
import { byTime, type MessageRecord } from '../../lib/model/record.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import { type NodeSite, siteInNode } from '../whatsapp-web/node.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { foundIn } from './rows.ts';

const ACCOUNT = { seed: 5, chats: 30, messages: 3000, mediaMiB: 1 };
const truth = truthOf(ACCOUNT);
const never = new AbortController().signal;
let page: NodeSite;
let answers: Answers<Questions>;

beforeAll(async () => {
  page = siteInNode(ACCOUNT);
  await page.site.ready;
  answers = answersOf(page.globals);
});

async function readChat(chat: string, ask = answers): Promise<{ records: MessageRecord[]; skipped: number }> {
  const records: MessageRecord[] = [];
  let skipped = 0;
  let before: readonly string[] | null = null;
  do {
    const found = parseFoundMessages(
      structuredClone(await ask.messages({ chat, before, count: 300, disappearing: false }, never)),
    );
    expect(found.unreadable).toEqual({});
    records.push(
      ...foundIn(found.rows).map((row) => toRecord(row, chat, addOnsOf(found.addOns, row.head.id))),
    );
    skipped += found.skipped.disappearing ?? 0;
    before = found.older;
  } while (before !== null);
  return { records: records.sort(byTime), skipped };
}

function differences(expected: unknown, actual: unknown): Difference[] {
  const found: Difference[] = [];
  compareValues('', expected, actual, (one) => found.push(one));
  return found.slice(0, 5);
}

describe('a page that is ready', () => {
  it('says whose it is, and by which names it is read', async () => {
    const hello = parseHello(await answers.hello({}, never));
    expect(hello).toMatchObject({ state: 'ready', synced: true, account: truth.account });
    expect(Object.entries(hello.capabilities).filter(([, served]) => served === null)).toEqual([]);
  });

  it('gives every chat with its group', async () => {
    const { items, next } = parseFoundChats(structuredClone(await answers.chats({ from: 0 }, never)));
    expect(next).toBeNull();
    const own = [truth.account.id, truth.account.lid];
    const chats = new Map(
      items.map((found) => [found.id, { ...toChat(found, own), protected: found.protected }]),
    );
    expect([...chats.keys()].sort()).toEqual(truth.chats.map(({ id }) => id).sort());
    for (const expected of truth.chats) {
      const chat = chats.get(expected.id);
      const { id, kind, name, archived, pinned, alternate } = expected;
      expect(chat).toMatchObject({
        id,
        kind,
        name,
        archived,
        pinned,
        alternate,
        protected: expected.protected,
      });
      expect(chat?.group?.participants ?? []).toEqual(expected.participants);
      expect(chat?.group?.past ?? []).toEqual(expected.past);
      expect([...(chat?.labels ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected.labels);
    }
  });

  it('gives every contact with every name', async () => {
    const contacts = new Map<string, unknown>();
    for (let from: number | null = 0; from !== null; ) {
      const found = parseFoundContacts(structuredClone(await answers.contacts({ from }, never)));
      for (const one of found.items) {
        const { row: _, ...contact } = toContact(one);
        contacts.set(one.id, contact);
      }
      from = found.next;
    }
    expect(contacts.size).toBe(truth.contacts.length);
    for (const expected of truth.contacts) expect(contacts.get(expected.id)).toEqual(expected);
  });

  it('gives every message of every chat as found, nothing lost, nothing doubled', async () => {
    for (const { id, vanishing, protected: closed } of truth.chats) {
      if (closed) continue;
      const { records, skipped } = await readChat(id);
      expect(
        records.map((one) => one.id),
        id,
      ).toEqual(truth.messages(id).map((one) => one.id));
      expect(differences(truth.messages(id), records), id).toEqual([]);
      expect(skipped, id).toBe(vanishing);
    }
  });

  it('goes on from any page in a fresh document, where no live key is left', async () => {
    const chat = truth.chats.find(({ id }) => truth.messages(id).length > 200);
    const again = {
      ...answers,
      messages: (...asked: Parameters<typeof answers.messages>) => answersOf(page.globals).messages(...asked),
    };
    const { records } = await readChat(chat?.id ?? '', again);
    expect(differences(truth.messages(chat?.id ?? ''), records)).toEqual([]);
  });

  it('leaves no trace', () => {
    expect(page.site.parts.tripwire.trips).toEqual([]);
  });
});

describe('a page that is not', () => {
  it.each([
    ['not-logged-in', 'not-logged-in'],
    ['syncing', 'still-syncing'],
    ['locked', 'locked'],
    ['unsupported', 'unsupported-build'],
  ] as const)('%s is told as %s', async (state, expected) => {
    const held = siteInNode({ ...ACCOUNT, state });
    await held.site.ready;
    const hello = parseHello(await answersOf(held.globals).hello({}, never));
    expect(hello).toMatchObject({ state: expected, account: null });
    expect(held.site.parts.tripwire.trips).toEqual([]);
  });

  it('has an empty chat list in memory: the stored one is read', async () => {
    const held = siteInNode({ ...ACCOUNT, faults: ['empty-store'] });
    await held.site.ready;
    const { items } = parseFoundChats(
      structuredClone(await answersOf(held.globals).chats({ from: 0 }, never)),
    );
    expect(items.map(({ id }) => id).sort()).toEqual(truth.chats.map(({ id }) => id).sort());
  });
});
