/** @file Begins a run: who and what is there, the run's head, its first index, its cursor. */
import { type Contents, encodeContents } from '../archive/contents.ts';
import { startRun } from '../archive/run.ts';
import { INDEX, type RunKey, sealSegment, sealState } from '../archive/segment.ts';
import { type Bytes, concat, toBase64url, toHex, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import type { Hello } from '../bridge/protocol.ts';
import type { ChatRecord, ContactRecord } from '../model/chat.ts';
import { type Fields, fieldsOfChats, fieldsOfContacts } from '../model/fields.ts';
import { type FoundChat, parseFoundChats, parseFoundContacts, toChat, toContact } from '../model/parse.ts';
import { createLog } from '../store/log.ts';
import type { Database } from '../store/schema.ts';
import { checkHeader } from '../vault/keys.ts';
import type { Asking } from './asking.ts';
import { askListWitness } from './crosscheck.ts';
import { type Cursor, FRESH_TOTALS } from './cursor.ts';
import { type NewestRun, newestOf, previousName } from './journal.ts';
import { storedMarks, triedFor } from './marks.ts';
import { freshNote, type RunNote } from './note.ts';
import { picturesAtHand } from './pictures.ts';
import { type Asked, basisNow, CHOICE, covers, mediaChoice, type Plan, WINDOW_DAYS } from './plan.ts';
import { lastFound } from './progress.ts';
import { storedSettings, toMediaChoice } from './settings.ts';
import { newestRun, numberName, type StoredVault } from './vaults.ts';

/** Of 200 each: no account has that many chats or contacts. */
const MOST_SLICES = 5_000;

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
  asked: Asked,
  /** Called with the run's key before anything is stored: without it nobody could go on. */
  keep: (id: string, key: Bytes) => Promise<void>,
): Promise<{ run: RunKey; note: RunNote }> {
  await checkHeader(vault.header, vault.keys);
  const { chats, nameless, fields } = await allChats(asking, hello);
  const { contacts, nameless: others } = await allContacts(asking);
  const unreadable = { ...(nameless && { chats: nameless }), ...(others && { contacts: others }) };
  const witness = await askListWitness(asking);
  const { pictures, items } = await picturesAtHand(asking);
  const newest = await newestRun(db, vault);
  const number = newest.number + 1;
  const start = Date.now();
  const plan = await planRun(db, vault, start, asked);
  const { run, head } = await startRun(vault.keys, number, start, newest.previous);
  const index = await sealSegment(
    run,
    0,
    INDEX,
    encodeContents({
      account: hello.account ?? { id: '', lid: null, name: null },
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      choice: {
        ...CHOICE,
        reads: plan.reads,
        days: plan.days,
        media: { limit: plan.media.limit, kinds: plan.media.kinds ?? 'all' },
      },
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
      ...(pictures.length > 0 ? { pictures } : {}),
    }),
  );
  const cursor: Cursor = {
    phase: 'messages',
    plan,
    next: 1,
    chat: null,
    medium: 0,
    indexed: 0,
    entries: 0,
    indexes: [{ number: 0, offset: head.length, lists: 'messages' }],
    totals: { ...FRESH_TOTALS, unreadable, witness, fields: { ...fields, ...fieldsOfContacts(contacts) } },
    stopped: false,
    folds: 0,
  };
  const about = plan.reads === 'all' ? await lastFound(db, vault) : null;
  const fresh = freshNote(vault.name, number, start, about, plan.reads);
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
      ['pictures', await sealState(run, 'pictures', utf8(JSON.stringify(items)))],
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
async function allChats(
  asking: Asking,
  hello: Hello,
): Promise<{ chats: Planned[]; nameless: number; fields: Fields }> {
  const own = [hello.account?.id ?? null, hello.account?.lid ?? null];
  const chats = new Map<string, Planned>();
  const raw = new Map<string, FoundChat>();
  let nameless = 0;
  for await (const page of slices(async (from) => parseFoundChats(await asking.ask('chats', { from })))) {
    nameless += page.nameless;
    for (const found of page.items) {
      const chat = toChat(found, own);
      chats.set(chat.id, { chat, protected: found.protected });
      raw.set(chat.id, found);
    }
  }
  const planned = [...chats.values()].sort((a, b) => b.chat.t - a.chat.t);
  const says = ({ chat }: Planned) => chat.row.endOfHistoryTransferType !== undefined;
  const unsure = planned.length >= ENOUGH && !planned.some(says);
  const fields = fieldsOfChats(
    [...raw.values()],
    [...chats.values()].map(({ chat }) => chat),
  );
  return { fields, chats: unsure ? planned.map((one) => ({ ...one, unsure })) : planned, nameless };
}

async function allContacts(asking: Asking): Promise<{ contacts: ContactRecord[]; nameless: number }> {
  const contacts = new Map<string, ContactRecord>();
  let nameless = 0;
  for await (const page of slices(async (from) =>
    parseFoundContacts(await asking.ask('contacts', { from })),
  )) {
    nameless += page.nameless;
    for (const found of page.items) contacts.set(found.id, toContact(found));
  }
  return { contacts: [...contacts.values()], nameless };
}

/** Slices of a list, each asked for when the one before was taken. @throws {Fault} `page-failed` — it has no end. */
async function* slices<T extends { readonly next: number | null }>(
  ask: (from: number) => Promise<T>,
): AsyncGenerator<T> {
  let from: number | null = 0;
  for (let count = 0; from !== null; count++) {
    if (count > MOST_SLICES) throw new Fault('page-failed', { what: 'endless' });
    const page: T = await ask(from);
    yield page;
    from = page.next !== null && page.next > from ? page.next : null;
  }
}

/**
 * @param start ms since 1970 UTC. The window begins before the earlier of this run and the last one: what was young
 * then may have changed since, and a clock may have been put back.
 */
async function planRun(
  db: Database,
  vault: StoredVault,
  start: number,
  { full = false, days = WINDOW_DAYS, missing = false, media }: Asked,
): Promise<Plan> {
  const basis = basisNow();
  const left = await storedMarks(db, vault);
  const usable = left !== null && left.basis === basis && left.days >= days;
  const choice = mediaChoice({ ...toMediaChoice(await storedSettings(db)), ...media });
  const tried = left && triedFor(left);
  // What was left out before, and is not any more, is named by messages that nobody would look at again.
  const isWider = usable && !full && tried !== null && !covers(tried, choice);
  return {
    reads: full || !usable ? 'all' : 'new',
    again: full,
    missing: missing || isWider,
    tried: missing ? null : tried,
    media: choice,
    after: usable && !full ? left.after : null,
    since: Math.floor(Math.min(start, left?.start ?? start) / 1000) - days * 86_400,
    days,
    basis,
  };
}
