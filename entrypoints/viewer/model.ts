/** @file The viewer's story: a file is dropped, unlocked, read chat by chat, and locked again with nothing left behind. */
import { computed, signal } from '@preact/signals';
import type { PickedFile } from '../../components/viewer/dropped.ts';
import { Fault, type FaultCode, parseFault, toFault } from '../../lib/base/fault.ts';
import type { Ask } from '../../lib/bridge/call.ts';
import type { ContactRecord } from '../../lib/model/chat.ts';
import type { ChatEntry } from '../../lib/model/history.ts';
import type { Jid, MessageRecord } from '../../lib/model/record.ts';
import type { People } from '../../lib/model/view.ts';
import type { Way } from '../../lib/vault/slots.ts';
import { createOpening, type OpeningNeeds, wipe } from '../shared/opening.ts';
import { createInspection } from './inspection.ts';
import { createPages, type Pages } from './pages.ts';
import type { Adoption, OpenedHistory, ViewerNote, ViewerQuestions } from './protocol.ts';
import { createShelf, type Shelf } from './shelf.ts';

/** A worker of its own for each file. */
export interface Connection {
  readonly ask: Ask<ViewerQuestions>;
  /** Drops everything it holds. */
  end(): void;
}

/** Messages fetched before a chat is shown, so that it opens at its newest. */
const SEEN_FIRST = 30;

/** What may also mean that the backup is somebody else's. */
const WRONG: readonly FaultCode[] = ['wrong-password', 'wrong-phrase', 'wrong-passkey'];

export type ViewerStage = 'drop' | 'opening' | 'locked' | 'unlocking' | 'open';

export type Viewer = ReturnType<typeof createViewer>;

/** As it is named on the page. */
interface OpenFile {
  readonly name: string;
  readonly count: number;
  /** Bytes. */
  readonly size: number;
}

export interface ViewerNeeds extends OpeningNeeds {
  readonly connect: () => Connection;
  /** The short name of the vault that this browser backs up to; null where there is none. */
  readonly known: () => Promise<string | null>;
}

export function createViewer({ connect, known, ...needs }: ViewerNeeds) {
  const opening = createOpening(needs);
  const stage = signal<ViewerStage>('drop');
  const fault = signal<Fault | null>(null);
  /** Of several files their count, and their bytes together. */
  const file = signal<OpenFile | null>(null);
  const outside = createInspection();
  const everything = createInspection();
  const shortName = signal('');
  const notes = signal<readonly ViewerNote[]>([]);
  const history = signal<OpenedHistory | null>(null);
  const people = signal<People>(new Map<Jid, ContactRecord>());
  const chosen = signal<Jid | null>(null);
  const pages = signal<Pages | null>(null);
  /** The latest message of each chat whose row was seen. */
  const previews = signal<ReadonlyMap<Jid, MessageRecord | null>>(new Map());
  /** It was locked because nobody was there. */
  const alone = signal(false);
  let connection: Connection | null = null;
  let shelf: Shelf | null = null;
  const wanted: Jid[] = [];
  let fetching = false;
  let listing: Connection | null = null;

  function lock(): void {
    pages.value?.close();
    shelf?.clear();
    connection?.end();
    connection = null;
    listing = null;
    shelf = null;
    wanted.length = 0;
    pages.value = null;
    chosen.value = null;
    history.value = null;
    people.value = new Map();
    previews.value = new Map();
    notes.value = [];
    file.value = null;
    shortName.value = '';
    opening.slots.value = null;
    opening.forget();
    fault.value = null;
    outside.clear();
    everything.clear();
    alone.value = false;
    stage.value = 'drop';
  }

  async function open(picked: readonly PickedFile[]): Promise<void> {
    lock();
    const mine = connect();
    connection = mine;
    const size = picked.reduce((sum, one) => sum + one.file.size, 0);
    file.value = { name: picked[0]?.name ?? '', count: picked.length, size };
    stage.value = 'opening';
    try {
      const found = await mine.ask('open', { files: picked });
      if (connection !== mine) return;
      shortName.value = found.shortName;
      opening.slots.value = found.slots;
      notes.value = found.notes;
      stage.value = 'locked';
      void outside.start(mine.ask, 'frames');
    } catch (thrown) {
      if (connection !== mine) return;
      lock();
      fault.value = toFault(thrown);
    }
  }

  async function unlock(by: () => Promise<Way>): Promise<void> {
    const mine = connection;
    if (!mine || stage.value !== 'locked') return;
    stage.value = 'unlocking';
    fault.value = null;
    opening.forget();
    try {
      const way = await by();
      const found = await mine.ask('unlock', { way }).finally(() => wipe(way));
      if (connection !== mine) return;
      history.value = found;
      people.value = new Map(found.contacts.map((contact) => [contact.id, contact]));
      shelf = createShelf({ ask: mine.ask });
      stage.value = 'open';
    } catch (thrown) {
      if (connection !== mine) return;
      const wrong = await strange(toFault(thrown));
      if (connection !== mine) return;
      fault.value = wrong;
      stage.value = 'locked';
    }
  }

  /** Of a backup that this browser does not know, a wrong way may be the right one of another. */
  async function strange(thrown: Fault): Promise<Fault> {
    if (!WRONG.includes(thrown.code)) return thrown;
    const own = await known().catch(() => undefined);
    if (own === undefined || own === shortName.value) return thrown;
    return new Fault(thrown.code, { ...thrown.detail, backup: shortName.value }, thrown);
  }

  async function messages(chat: Jid, from: number, count: number, abort?: AbortSignal) {
    if (!connection) throw new Fault('cancelled');
    const mine = connection;
    const found = await mine.ask('messages', { chat, from, count }, abort ? { signal: abort } : {});
    if (connection !== mine) return found.messages;
    tell(found.notes);
    shrink(chat, found.total);
    return found.messages;
  }

  function tell(found: readonly ViewerNote[]): void {
    if (found.length !== notes.value.length) notes.value = found;
  }

  /** Once, behind what is seen first: chats do not wait for media, and their pictures then wait less. */
  async function listMedia(): Promise<void> {
    const mine = connection;
    if (!mine || stage.value !== 'open' || listing === mine) return;
    listing = mine;
    // What keeps it from being read is told to the first medium.
    const found = await mine.ask('listMedia', {}).catch(() => null);
    if (found && connection === mine) tell(found.notes);
  }

  /** Damage shows only when it is read: the chat is shorter than was listed, and its messages stand elsewhere. */
  function shrink(chat: Jid, total: number): void {
    const known = history.value;
    const entry = known?.chats.find(({ id }) => id === chat);
    if (!known || !entry || entry.count <= total) return;
    const shorter = { ...entry, count: total };
    history.value = { ...known, chats: known.chats.map((other) => (other === entry ? shorter : other)) };
    if (chosen.value === chat) turnTo(shorter);
  }

  /** Pages of a chat, from its newest message. */
  function turnTo({ id, count }: ChatEntry): void {
    pages.value?.close();
    pages.value = createPages(id, count, messages);
    void pages.value.see(count - SEEN_FIRST, count - 1).then(listMedia);
  }

  async function fetchPreviews(): Promise<void> {
    if (fetching) return;
    fetching = true;
    for (let chat = wanted.pop(); chat !== undefined; chat = wanted.pop()) {
      const entry = history.value?.chats.find(({ id }) => id === chat);
      const last = entry && entry.count > 0 ? await messages(chat, entry.count - 1, 1).catch(() => []) : [];
      if (history.value) previews.value = new Map(previews.value).set(chat, last[0] ?? null);
    }
    fetching = false;
    void listMedia();
  }

  return {
    stage,
    fault,
    file,
    shortName,
    /** What is wrong with the file without stopping it from being read. */
    notes: computed(() => notes.value.map((note) => parseFault(note))),
    /** What a look from outside says, while locked; and the check of everything, once open. */
    outside,
    everything,
    /** Every byte is read, and the sums that stand in the file are compared. */
    lookCloser: () => connection && void outside.start(connection.ask, 'sums'),
    checkEverything: () => connection && void everything.start(connection.ask, 'everything'),
    stopLooking: () => connection && void outside.start(connection.ask, 'frames'),
    stopChecking: () => connection && everything.stop(connection.ask),
    history,
    people,
    chosen,
    chat: computed(() => history.value?.chats.find(({ id }) => id === chosen.value) ?? null),
    pages,
    previews,
    /** What goes on with this archive elsewhere. @throws {Fault} `header-altered`; `cancelled`: none is open. */
    async adoption(): Promise<Adoption> {
      if (!connection) throw new Fault('cancelled');
      return connection.ask('adoption', {});
    },
    /** Only while an archive is open. */
    shelf: (): Shelf | null => shelf,
    /** None: a folder was given, and nothing in it can be a backup. */
    async pick(files: readonly PickedFile[]): Promise<void> {
      if (files.length > 0) return open(files);
      lock();
      fault.value = new Fault('not-an-archive', { what: 'folder' });
    },
    usable: opening.usable,
    slip: opening.slip,
    unlock: (password: string) => unlock(async () => ({ kind: 'password', password })),
    unlockWithPhrase: (phrase: string) => unlock(async () => ({ kind: 'phrase', phrase })),
    unlockWithPasskey: () => unlock(opening.passkey),
    /** The words of a phrase so far. */
    typing(text: string): void {
      fault.value = null;
      void opening.typing(text);
    },
    lock,
    alone: computed(() => alone.value),
    /** Nobody has been here for a while. A check of everything is not broken off. */
    leftAlone(): void {
      const checking = everything.state.value?.result === null;
      if (stage.value !== 'open' || checking) return;
      lock();
      alone.value = true;
    },
    choose(chat: Jid | null): void {
      if (chat === chosen.value) return;
      pages.value?.close();
      pages.value = null;
      const entry = history.value?.chats.find(({ id }) => id === chat);
      chosen.value = entry?.id ?? null;
      if (entry) turnTo(entry);
    },
    /** These chats' rows are seen. */
    preview(chats: readonly Jid[]): void {
      wanted.length = 0;
      wanted.push(...chats.filter((chat) => !previews.value.has(chat)).reverse());
      void fetchPreviews();
    },
  };
}
