/** @file Begins a run: who and what is there, the run's head, its first index, its cursor. */
import { type Contents, encodeContents } from '../archive/contents.ts';
import { startRun } from '../archive/run.ts';
import { INDEX, type RunKey, sealSegment, sealState } from '../archive/segment.ts';
import { type Bytes, concat, toBase64url, toHex, utf8 } from '../base/bytes.ts';
import type { Hello } from '../bridge/protocol.ts';
import type { ChatRecord, ContactRecord } from '../model/chat.ts';
import { parseFoundChats, parseFoundContacts, toChat, toContact } from '../model/parse.ts';
import { createLog } from '../store/log.ts';
import type { Database } from '../store/schema.ts';
import { checkHeader } from '../vault/keys.ts';
import type { Asking } from './asking.ts';
import { askListWitness } from './crosscheck.ts';
import { type Cursor, FRESH_TOTALS } from './cursor.ts';
import { type NewestRun, newestOf, previousName } from './journal.ts';
import { freshNote, type RunNote } from './note.ts';
import { newestRun, numberName, type StoredVault } from './vaults.ts';

export interface Program {
  readonly name: string;
  readonly version: string;
}

/** A chat of the run, in the order they are read. */
export interface Planned {
  readonly chat: ChatRecord;
  /** Advanced chat privacy: named, not read. */
  readonly protected: boolean;
  /** No chat of this build says how far back it goes. */
  readonly unsure?: true;
}

/** Without so many chats to look at, nothing follows from none of them saying. */
const ENOUGH = 4;

/** @throws {Fault} `vault-key-damaged`, `header-altered` — what would be sealed now could not be opened. */
export async function beginRun(
  db: Database,
  vault: StoredVault,
  asking: Asking,
  hello: Hello,
  program: Program,
  about: number | null,
  /** Called with the run's key before anything is stored: without it nobody could go on. */
  keep: (id: string, key: Bytes) => Promise<void>,
): Promise<{ run: RunKey; note: RunNote }> {
  await checkHeader(vault.header, vault.keys);
  const { chats, nameless } = await allChats(asking, hello);
  const { contacts, nameless: others } = await allContacts(asking);
  const unreadable = { ...(nameless && { chats: nameless }), ...(others && { contacts: others }) };
  const witness = await askListWitness(asking);
  const newest = await newestRun(db, vault);
  const number = newest.number + 1;
  const start = Date.now();
  const { run, head } = await startRun(vault.keys, number, start, newest.previous);
  const index = await sealSegment(
    run,
    0,
    INDEX,
    encodeContents({
      account: hello.account ?? { id: '', lid: null, name: null },
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      choice: { chats: 'all', disappearing: false, viewOnce: false },
      program: { ...program },
      page: { version: hello.version, capabilities: hello.capabilities },
      ...previousStart(newest.previous),
      segments: [],
      chats: chats.map(({ chat }) => ({
        ...chat,
        count: 0,
        first: null,
        last: null,
        report: null,
        heads: [],
      })),
      contacts,
    }),
  );
  const cursor: Cursor = {
    phase: 'messages',
    next: 1,
    chat: null,
    medium: 0,
    indexed: 0,
    entries: 0,
    indexes: [{ number: 0, offset: head.length, lists: 'messages' }],
    totals: { ...FRESH_TOTALS, unreadable, witness },
    stopped: false,
  };
  const fresh = freshNote(vault.name, number, start, about);
  const note: RunNote = {
    ...fresh,
    progress: { ...fresh.progress, phase: 'messages', chats: { done: 0, of: chats.length } },
  };
  await keep(toHex(run.id), run.key);
  await createLog(db, toHex(run.id), concat(head, index.bytes), {
    note,
    rows: new Map([
      ['cursor', await sealState(run, 'cursor', utf8(JSON.stringify(cursor)))],
      ['head', await sealState(run, 'head', utf8(JSON.stringify(toBase64url(head))))],
      ['chats', await sealState(run, 'chats', utf8(JSON.stringify(chats)))],
    ]),
    values: new Map<string, unknown>([
      [numberName(vault.name), number],
      [previousName(vault.name), newestOf(run, { number, start }, 1, index.commitment)],
    ]),
  });
  return { run, note };
}

/** So that a reader without the run before can name its day. */
const previousStart = (previous: NewestRun | null): Pick<Contents, 'previous'> =>
  previous?.number === undefined || previous.start === undefined
    ? {}
    : { previous: { number: previous.number, start: previous.start } };

/** Every chat, the latest first. */
async function allChats(asking: Asking, hello: Hello): Promise<{ chats: Planned[]; nameless: number }> {
  const own = [hello.account?.id ?? null, hello.account?.lid ?? null];
  const chats = new Map<string, Planned>();
  let nameless = 0;
  for (let from: number | null = 0; from !== null; ) {
    const page = parseFoundChats(await asking.ask('chats', { from }));
    nameless += page.nameless;
    for (const found of page.items) {
      const chat = toChat(found, own);
      chats.set(chat.id, { chat, protected: found.protected });
    }
    from = page.next !== null && page.next > from ? page.next : null;
  }
  const planned = [...chats.values()].sort((a, b) => b.chat.t - a.chat.t);
  const says = ({ chat }: Planned) => chat.row.endOfHistoryTransferType !== undefined;
  const unsure = planned.length >= ENOUGH && !planned.some(says);
  return { chats: unsure ? planned.map((one) => ({ ...one, unsure })) : planned, nameless };
}

async function allContacts(asking: Asking): Promise<{ contacts: ContactRecord[]; nameless: number }> {
  const contacts = new Map<string, ContactRecord>();
  let nameless = 0;
  for (let from: number | null = 0; from !== null; ) {
    const page = parseFoundContacts(await asking.ask('contacts', { from }));
    nameless += page.nameless;
    for (const found of page.items) contacts.set(found.id, toContact(found));
    from = page.next !== null && page.next > from ? page.next : null;
  }
  return { contacts: [...contacts.values()], nameless };
}
