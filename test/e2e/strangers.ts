/** @file Two programs that others wrote for the real WhatsApp Web, unmodified, on the simulated one; and Keepsake beside them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { parseFoundChats, parseFoundContacts, parseFoundMessages } from '../../lib/model/parse.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import { rowsIn } from '../whatsapp/rows.ts';
import { siteInNode } from '../whatsapp-web/node.ts';
import type { Params } from '../whatsapp-web/params.ts';

const require = createRequire(import.meta.url);

export interface Message {
  readonly id: string;
  readonly type: string;
  readonly fromMe: boolean;
  /** Place in WhatsApp's own table. */
  readonly order: number;
  /** Seconds it lives; 0 for ever. */
  readonly ephemeral: number;
  readonly body: string | null;
}

/** What a program found in an account. */
export interface Found {
  readonly chats: readonly string[];
  readonly contacts: readonly string[];
  readonly messages: ReadonlyMap<string, readonly Message[]>;
}

interface RawMessage {
  readonly id: { readonly _serialized: string; readonly fromMe: boolean };
  readonly type: string;
  readonly rowId: number;
  readonly ephemeralDuration?: number;
  readonly body?: string;
}

const messageOf = ({ id, type, rowId, ephemeralDuration, body }: RawMessage): Message => ({
  id: id._serialized,
  type,
  fromMe: id.fromMe,
  order: rowId,
  ephemeral: ephemeralDuration ?? 0,
  body: body ?? null,
});

/** `@wppconnect/wa-js`, as its own users inject it. */
export async function byWaJs(page: Page): Promise<Found> {
  await page.evaluate('window.WPPConfig = { disableGoogleAnalytics: true }');
  await page.evaluate(readFileSync(require.resolve('@wppconnect/wa-js'), 'utf8'));
  while (!(await page.evaluate('Boolean(WPP.isFullReady)')))
    await new Promise((resolve) => setTimeout(resolve, 100));
  const chats = await page.evaluate<string[]>('WPP.chat.list().then((l) => l.map(({ id }) => String(id)))');
  const contacts = await page.evaluate<string[]>(
    'WPP.contact.list().then((l) => l.map(({ id }) => String(id)))',
  );
  const messages = new Map<string, Message[]>();
  for (const chat of chats) {
    const raw = await page.evaluate<RawMessage[]>(
      `WPP.chat.getMessages(${JSON.stringify(chat)}, { count: -1 }).then((list) => list.map((message) => {
        const { id, type, rowId, ephemeralDuration, body } = message;
        return { id: { _serialized: id._serialized, fromMe: id.fromMe }, type, rowId, ephemeralDuration, body };
      }))`,
    );
    messages.set(chat, raw.map(messageOf));
  }
  return { chats, contacts, messages };
}

interface WebClient {
  pupPage: { evaluate(code: unknown, ...args: readonly unknown[]): Promise<unknown> };
  getChats(): Promise<WebChat[]>;
  getContacts(): Promise<{ readonly id: { readonly _serialized: string } }[]>;
}
interface WebChat {
  readonly id: { readonly _serialized: string };
  fetchMessages(options: { limit: number }): Promise<{ readonly rawData: RawMessage }[]>;
}

/** `whatsapp-web.js` with this browser in the place of Puppeteer's. */
export async function byWhatsappWebJs(page: Page): Promise<Found> {
  const { Client } = require('whatsapp-web.js') as { Client: new (options: object) => WebClient };
  const { LoadUtils } = require(
    `${require.resolve('whatsapp-web.js').replace(/index\.js$/, '')}src/util/Injected/Utils.js`,
  ) as { LoadUtils: () => void };
  const client = new Client({});
  client.pupPage = {
    evaluate: (code, ...args) =>
      page.evaluate(`(${String(code)})(...${JSON.stringify(args)})`) as Promise<unknown>,
  };
  await client.pupPage.evaluate(LoadUtils);
  const chats = await client.getChats();
  const contacts = await client.getContacts();
  const messages = new Map<string, Message[]>();
  for (const chat of chats) {
    const found = await chat.fetchMessages({ limit: 1_000_000 });
    messages.set(
      chat.id._serialized,
      found.map(({ rawData }) => messageOf(rawData)),
    );
  }
  const addresses = (list: readonly { readonly id: { readonly _serialized: string } }[]): string[] =>
    list.map(({ id }) => id._serialized);
  return { chats: addresses(chats), contacts: addresses(contacts), messages };
}

/** Keepsake's own reading of the same account. */
export async function byKeepsake(params: Partial<Params>): Promise<Found> {
  const never = new AbortController().signal;
  const page = siteInNode(params);
  await page.site.ready;
  const answers = answersOf(page.globals);
  const chats = parseFoundChats(structuredClone(await answers.chats({ from: 0 }, never))).items;
  const contacts = parseFoundContacts(structuredClone(await answers.contacts({ from: 0 }, never))).items;
  const messages = new Map<string, Message[]>();
  for (const { id: chat, protected: closed } of chats) {
    const rows: Message[] = [];
    for (
      let before: readonly string[] | null = null, first = true;
      !closed && (first || before);
      first = false
    ) {
      const asked = { chat, before, count: 300, disappearing: false };
      const found = parseFoundMessages(structuredClone(await answers.messages(asked, never)));
      for (const row of rowsIn(found.rows))
        rows.push({
          id: String(row.id),
          type: String(row.type),
          fromMe: String(row.id).startsWith('true_'),
          order: Number(row.rowId),
          ephemeral: Number(row.ephemeralDuration ?? 0),
          body: typeof row.body === 'string' ? row.body : null,
        });
      before = found.older;
    }
    messages.set(chat, rows);
  }
  return { chats: chats.map(({ id }) => id), contacts: contacts.map(({ id }) => id), messages };
}
