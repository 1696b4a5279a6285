/** @file Programs that others wrote for the real page find on the simulated one what Keepsake finds; each difference has a name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Params } from '../whatsapp-web/params.ts';
import { CHANGES, SYSTEM } from '../whatsapp-web/record.ts';
import { type Truth, truthOf } from '../whatsapp-web/truth.ts';
import { type Bare, openBare } from './bare.ts';
import { byKeepsake, byWaJs, byWhatsappWebJs, type Found, type Message } from './strangers.ts';

const ACCOUNT = { seed: 2, chats: 27, messages: 3000, mediaMiB: 0 };

let bare: Bare;

beforeAll(async () => {
  bare = await openBare();
});
afterAll(() => bare?.close());

const open = (params: Partial<Params>) => bare.open(params);

/** One thing that one of two programs found alone. */
interface Difference {
  readonly by: 'keepsake' | 'other';
  readonly what: 'chat' | 'contact' | 'message';
  readonly id: string;
  /** Of a message: it, its chat, and the places of what the other program found in there. */
  readonly message?: Message;
  readonly chat?: string;
  readonly others?: readonly number[];
  /** All of Keepsake's in the chat. */
  readonly ours?: readonly Message[];
}

type Rule = (difference: Difference, truth: Truth) => boolean;

const kindOf = (truth: Truth, chat: string | undefined) => truth.chats.find(({ id }) => id === chat);

const newest = (messages: readonly Message[]): readonly Message[] =>
  [...messages].sort((a, b) => a.order - b.order).slice(-20);

/** Why the two may differ. */
const RULES: Readonly<Record<string, Rule>> = {
  'channels are in a list of their own': ({ by, what, id, chat }, truth) =>
    by === 'keepsake' && what !== 'contact' && kindOf(truth, chat ?? id)?.kind === 'newsletter',
  'a change to a message is no message': ({ by, message }) =>
    by === 'other' && message !== undefined && CHANGES.has(message.type),
  'a message that vanishes was not asked for': ({ by, message }) =>
    by === 'other' && message !== undefined && message.ephemeral > 0 && !SYSTEM.has(message.type),
  'a chat with advanced privacy is not read': ({ by, what, chat }, truth) =>
    by === 'other' && what === 'message' && kindOf(truth, chat)?.protected === true,
  'it starts from the last message received and misses own ones after it': ({ by, message, others = [] }) =>
    by === 'keepsake' &&
    message?.fromMe === true &&
    others.length > 0 &&
    others.every((order) => order < message.order),
  'it starts nowhere where nothing was received lately': ({ by, message, others, ours = [] }) =>
    by === 'keepsake' &&
    message !== undefined &&
    others?.length === 0 &&
    newest(ours).every(({ fromMe }) => fromMe),
  'it takes an empty page for the end': ({ by, message, others = [] }) =>
    by === 'keepsake' &&
    message !== undefined &&
    others.length > 0 &&
    others.every((order) => order > message.order),
  'it names a contact by the number behind the privacy id': ({ by, what, id }, truth) =>
    by === 'keepsake' &&
    what === 'contact' &&
    id.endsWith('@lid') &&
    truth.contacts.find((one) => one.id === id)?.phone != null,
};

/** Rule → how often it was the reason. What no rule explains stands under `unexplained`. */
function explain(keepsake: Found, other: Found, truth: Truth): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const difference of differencesOf(keepsake, other)) {
    const rule = Object.keys(RULES).find((name) => RULES[name]?.(difference, truth));
    const reason = rule ?? `unexplained: ${JSON.stringify(difference).slice(0, 300)}`;
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return reasons;
}

function differencesOf(keepsake: Found, other: Found): Difference[] {
  const alone = (
    by: Difference['by'],
    what: 'chat' | 'contact',
    a: readonly string[],
    b: readonly string[],
  ) => a.filter((id) => !b.includes(id)).map((id): Difference => ({ by, what, id }));
  const found = [
    ...alone('keepsake', 'chat', keepsake.chats, other.chats),
    ...alone('other', 'chat', other.chats, keepsake.chats),
    ...alone('keepsake', 'contact', keepsake.contacts, other.contacts),
    ...alone('other', 'contact', other.contacts, keepsake.contacts),
  ];
  for (const chat of new Set([...keepsake.messages.keys(), ...other.messages.keys()])) {
    const ours = keepsake.messages.get(chat) ?? [];
    const theirs = other.messages.get(chat) ?? [];
    const differing = (by: Difference['by'], a: readonly Message[], b: readonly Message[]) => {
      const known = new Set(b.map(({ id }) => id));
      const others = b.map(({ order }) => order);
      for (const message of a)
        if (!known.has(message.id))
          found.push({ by, what: 'message', id: message.id, message, chat, others, ours });
    };
    differing('keepsake', ours, theirs);
    differing('other', theirs, ours);
  }
  return found;
}

/** What both found reads the same. */
function expectSameTexts(keepsake: Found, other: Found): void {
  const theirs = new Map([...other.messages.values()].flat().map((message) => [message.id, message]));
  let compared = 0;
  for (const ours of [...keepsake.messages.values()].flat()) {
    const found = theirs.get(ours.id);
    if (!found || ours.body === null) continue; // of view-once messages nothing is kept
    expect([found.type, found.body]).toEqual([ours.type, ours.body]);
    compared++;
  }
  expect(compared).toBeGreaterThan(1000);
}

describe('@wppconnect/wa-js 4.6.0 on today’s page', () => {
  it('finds every chat, contact and message, but for what has a name', async () => {
    const page = await open(ACCOUNT);
    const [other, keepsake] = [await byWaJs(page), await byKeepsake(ACCOUNT)];
    const reasons = explain(keepsake, other, truthOf(ACCOUNT));
    expect(Object.keys(reasons).sort()).toEqual([
      'a change to a message is no message',
      'a chat with advanced privacy is not read',
      'a message that vanishes was not asked for',
      'channels are in a list of their own',
      'it starts from the last message received and misses own ones after it',
      'it starts nowhere where nothing was received lately',
    ]);
    expectSameTexts(keepsake, other);
    await page.context().close();
  });
});

describe('whatsapp-web.js 1.34.7 on the page of spring 2026', () => {
  it('finds every chat, contact and message, but for what has a name', async () => {
    const params = { ...ACCOUNT, build: '2026-05' } as const;
    const page = await open(params);
    const [other, keepsake] = [await byWhatsappWebJs(page), await byKeepsake(params)];
    const reasons = explain(keepsake, other, truthOf(params));
    expect(Object.keys(reasons).sort()).toEqual([
      'a change to a message is no message',
      'a chat with advanced privacy is not read',
      'a message that vanishes was not asked for',
      'channels are in a list of their own',
      'it names a contact by the number behind the privacy id',
      'it takes an empty page for the end',
    ]);
    expectSameTexts(keepsake, other);
    await page.context().close();
  });
});
