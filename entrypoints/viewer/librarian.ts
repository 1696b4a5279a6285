/** @file The worker's side of the viewer: answers questions about one archive, which it holds. */
import { must } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { Answers } from '../../lib/bridge/call.ts';
import type { History, Medium } from '../../lib/model/history.ts';
import type { Slots, Way } from '../../lib/vault/slots.ts';
import { createInspector, type Inspect, type Inspector } from './inspector.ts';
import { type Adoption, SLICE, type ViewerFile, type ViewerQuestions } from './protocol.ts';

/** An archive whose structure was read and whose content is still sealed. */
export interface Locked {
  readonly shortName: string;
  /** The ways to unlock it. */
  readonly slots: Slots;
  readonly notes: readonly Fault[];
  unlock(way: Way): Promise<History>;
  /** Once it is unlocked: earlier runs are in another file. */
  continues(): boolean;
  /** Once it is unlocked: nobody changed its header. */
  genuine(): boolean;
  /** What this browser needs to go on with it. @throws {Fault} `header-altered`. */
  adoption(): Promise<Adoption>;
  /** Once it is unlocked: reads what its indexes say of media, so that the first of them is there at once. */
  listMedia(): Promise<void>;
  readonly inspect: Inspect;
}

export interface LibrarianNeeds {
  /** @throws {Fault} what is wrong with the file. */
  readonly open: (files: readonly ViewerFile[]) => Promise<Locked>;
  /** 64 hex digits. */
  readonly digest: (file: Blob, signal: AbortSignal) => Promise<string>;
}

export function createLibrarian({ open, digest }: LibrarianNeeds): Answers<ViewerQuestions> {
  let locked: Locked | null = null;
  let history: History | null = null;
  let inspector: Inspector | null = null;
  const media = new Map<string, Medium>();

  const opened = (): History => must(history, 'no archive is open');

  async function medium(sha256: string): Promise<Medium | null> {
    const known = media.get(sha256);
    if (known) return known;
    const found = await opened().medium(sha256);
    if (found) media.set(sha256, found);
    return found;
  }

  return {
    async open({ files }) {
      inspector?.stop();
      inspector = null;
      locked = null;
      history = null;
      media.clear();
      locked = await open(files);
      inspector = createInspector(locked.inspect);
      const { shortName, slots, notes } = locked;
      return { shortName, slots, notes: notes.map((note) => note.toNote()) };
    },
    async unlock({ way }) {
      history = await must(locked, 'no archive is open').unlock(way);
      const [chats, contacts] = [await history.chats(), await history.contacts()];
      return {
        account: history.account,
        genuine: locked?.genuine() === true,
        runs: history.runs.map(({ number, start, finished, report }) => ({
          number,
          start,
          finished,
          report,
        })),
        continues: locked?.continues() === true,
        chats,
        contacts: [...contacts.values()],
      };
    },
    async adoption() {
      return must(locked, 'no archive is open').adoption();
    },
    inspect: (question) => must(inspector, 'no archive is open').answer(question),
    async messages({ chat, from, count }, signal) {
      const messages = await opened().messages(chat, from, count, signal);
      const listed = (await opened().chats()).find(({ id }) => id === chat)?.count ?? 0;
      const total = messages.length < count ? Math.min(listed, from + messages.length) : listed;
      return { messages, total, notes: opened().notes.map((note) => note.toNote()) };
    },
    async listMedia() {
      await must(locked, 'no archive is open').listMedia();
      return { notes: opened().notes.map((note) => note.toNote()) };
    },
    async medium({ sha256 }) {
      const found = await medium(sha256);
      if (found) return { here: true, size: found.size, type: found.type };
      return { here: false, missing: await opened().missing(sha256) };
    },
    async bytes({ sha256, offset, length }, signal) {
      if (length > SLICE) throw new Fault('too-large');
      const found = must(await medium(sha256), 'a medium that is not here');
      const bytes = await found.read(offset, length, signal);
      return { bytes: bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer };
    },
    async digest({ file }, signal) {
      return { sha256: await digest(file, signal) };
    },
  };
}
