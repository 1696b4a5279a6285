/** @file A report for whoever mends this when WhatsApp has changed: what is missing, what still works, and how the data looks, without a private word. */
import { toFault } from '../base/fault.ts';
import { DEADLINES, type Hello } from '../bridge/protocol.ts';
import { type JsonObject, toJson } from '../model/json.ts';
import { parseFoundChats, parseFoundContacts, parseFoundMessages, parseHello } from '../model/parse.ts';
import type { Report } from '../model/report.ts';
import { type Scrambler, scrambler, serverOf } from '../model/scramble.ts';
import type { PageLink } from './asking.ts';

/** Chats looked into, and rows of each. */
const CHATS = 6;
const ROWS = 200;

export interface PageReport {
  readonly missing: readonly string[];
  /** For the user to read, and to attach. */
  readonly text: string;
}

/** @throws {Fault} `no-tab`, `reload-needed`, `deadline`, what the page answered. Nothing is kept of what is read. */
export async function scrambledReport(
  link: PageLink,
  program: { readonly name: string; readonly version: string },
  last: Report | null,
): Promise<PageReport> {
  const hello = parseHello(await link.ask('hello', {}, { deadline: DEADLINES.hello }));
  const { missing, works } = namesOf(hello);
  const samples = hello.state === 'ready' ? await samplesOf(link, scrambler()) : {};
  const told = {
    program,
    page: { version: hello.version, state: hello.state, synced: hello.synced },
    missing,
    works,
    last: last && { ...last, oldest: null },
    samples,
  };
  return { missing, text: JSON.stringify(told, null, 1) };
}

/** @returns names of ours without one of WhatsApp's, and those that have one, with it. */
export function namesOf({ capabilities }: Pick<Hello, 'capabilities'>): {
  missing: string[];
  works: Record<string, string>;
} {
  const entries = Object.entries(capabilities);
  return {
    missing: entries.filter(([, served]) => served === null).map(([name]) => name),
    works: Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null)),
  };
}

/** One of each type of message, a chat of each kind, a contact: all scrambled. What cannot be asked is named as that. */
async function samplesOf(link: PageLink, scramble: Scrambler): Promise<JsonObject> {
  const found: Record<string, JsonObject[keyof JsonObject]> = {};
  const keepJson = (name: string, value: JsonObject) => {
    if (!Object.hasOwn(found, name)) found[name] = scramble(value);
  };
  const keep = (name: string, value: Parameters<typeof toJson>[0]) =>
    keepJson(name, toJson(value) as JsonObject);
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      found[`${what} failed`] = toFault(thrown).code;
    }
  };
  await attempt('contacts', async () => {
    const page = parseFoundContacts(
      await link.ask('contacts', { from: 0 }, { deadline: DEADLINES.contacts }),
    );
    for (const { id, fields } of page.items) keep(`contact ${kindOf(id)}`, fields);
  });
  await attempt('chats', async () => {
    const page = parseFoundChats(await link.ask('chats', { from: 0 }, { deadline: DEADLINES.chats }));
    for (const { id, fields, group } of page.items) keep(`chat ${kindOf(id)}`, { ...fields, group });
    for (const { id } of page.items.filter((chat) => !chat.protected).slice(0, CHATS))
      await attempt('messages', async () => {
        const asked = { chat: id, before: null, count: ROWS, disappearing: false };
        const answer = await link.ask('messages', asked, { deadline: DEADLINES.messages });
        const { rows, addOns } = parseFoundMessages(answer);
        for (const found of rows.newestFirst())
          if (found) keepJson(`message ${wordOf(found.head.type)}`, { ...found.head, ...found.row });
        for (const lists of addOns.values())
          for (const [source, [first]] of Object.entries(lists))
            if (first) keepJson(`beside ${source}`, first as unknown as JsonObject);
      });
  });
  return found;
}

const kindOf = (id: string): string => serverOf(id)?.replaceAll('.', '-') ?? 'other';

const wordOf = (value: unknown): string =>
  typeof value === 'string' && /^[A-Za-z][\w-]{0,40}$/.test(value) ? value : 'other';
