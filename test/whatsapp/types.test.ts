/** @file Every type of message WhatsApp knows, and the notices users meet: from the page's rows to the record and back, one assertion each. */
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeRecords, parseRecords } from '../../lib/archive/records.ts';
import type { Answers } from '../../lib/bridge/call.ts';
import type { Questions } from '../../lib/bridge/protocol.ts';
import { addOnsOf } from '../../lib/model/addons.ts';
import { parseFoundMessages, toRecord } from '../../lib/model/parse.ts';
import { byTime, type MessageRecord } from '../../lib/model/record.ts';
import { isKnownType } from '../../lib/model/types.ts';
import { viewOf } from '../../lib/model/view.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import { siteInNode } from '../whatsapp-web/node.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { foundIn } from './rows.ts';
import { KEPT, NOT_MESSAGES, NOTICES } from './types-table.ts';

const ACCOUNT = { seed: 5, chats: 30, messages: 3000, mediaMiB: 1 };
/** A person, a group, an announcement group: they show everything. */
const SHOWCASES = [0, 1, 6];
const never = new AbortController().signal;
let records: readonly MessageRecord[];

async function recordsOf(answers: Answers<Questions>, chat: string): Promise<MessageRecord[]> {
  const found: MessageRecord[] = [];
  for (let before: readonly string[] | null = null; ; ) {
    const asked = { chat, before, count: 400, disappearing: false };
    const page = parseFoundMessages(structuredClone(await answers.messages(asked, never)));
    found.push(...foundIn(page.rows).map((row) => toRecord(row, chat, addOnsOf(page.addOns, row.head.id))));
    before = page.older;
    if (before === null) return found.sort(byTime);
  }
}

beforeAll(async () => {
  const page = siteInNode(ACCOUNT);
  await page.site.ready;
  const answers = answersOf(page.globals);
  const { chats } = truthOf(ACCOUNT);
  const read: MessageRecord[] = [];
  for (const place of SHOWCASES) read.push(...(await recordsOf(answers, chats[place]?.id ?? '')));
  records = parseRecords(encodeRecords(read));
});

const of = (type: string, subtype?: string): MessageRecord[] =>
  records.filter((one) => one.type === type && (subtype === undefined || one.subtype === subtype));

describe(`${Object.keys(KEPT).length} types that are messages`, () => {
  it.each(Object.entries(KEPT))('%s', (type, table) => {
    const shown = of(type).map((record) => ({ ...record, content: viewOf(record).content }));
    expect(shown).toContainEqual(expect.objectContaining(table));
  });
});

describe(`${NOT_MESSAGES.length} types that are changes to messages, and no messages`, () => {
  it.each(NOT_MESSAGES)('%s', (type) => expect(of(type)).toEqual([]));
});

describe(`${NOTICES.length} notices and states that users meet`, () => {
  it.each(NOTICES)('%s %s is %s', (type, subtype, expected) => {
    const seen = of(type, subtype).map((record) => {
      const { content } = viewOf(record);
      if (content.kind === 'system') return content.note.code;
      return content.kind === 'call' ? `call ${content.call.outcome}` : content.kind;
    });
    expect(seen).toContain(expected);
  });
});

describe('the table', () => {
  it('has all 72 types, each once', () => {
    const types = [...Object.keys(KEPT), ...NOT_MESSAGES];
    console.log(`${types.length} types, ${NOTICES.length} notices, one assertion each`);
    expect([types.length, new Set(types).size, types.filter((type) => !isKnownType(type))]).toEqual([
      72,
      72,
      [],
    ]);
  });

  it('keeps a type that nobody knows as found', () => {
    const [future] = of('hologram', 'volumetric');
    expect(future?.row.facets).toEqual([1, 2, { depth: { $integer: '3' } }]);
  });
});
