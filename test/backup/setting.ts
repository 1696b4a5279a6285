/** @file A backup's surroundings without a browser: a simulated page, a database in memory, a keyring, an engine that can be killed. */
import 'fake-indexeddb/auto';
import { blobSource } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import type { PageLink } from '../../lib/backup/asking.ts';
import { createEngine, type Engine, type Keyring } from '../../lib/backup/engine.ts';
import type { Limits } from '../../lib/backup/messages.ts';
import { composeFile, markSaved } from '../../lib/backup/saved.ts';
import { adoptVault } from '../../lib/backup/vaults.ts';
import { Fault } from '../../lib/base/fault.ts';
import { type Answers, type Ask, asker, type Channel, portChannel, serve } from '../../lib/bridge/call.ts';
import type { Questions } from '../../lib/bridge/protocol.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import type { History } from '../../lib/model/history.ts';
import { type Database, openDatabase } from '../../lib/store/schema.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import type { World } from '../whatsapp-web/data/world.ts';
import { siteInNode } from '../whatsapp-web/node.ts';
import { type Door, throughDoor } from './door.ts';

export const PASSWORD = 'eight characters and more';

/** What the page's own store holds differs from the whole account: fewer messages, others. */
export type Moment = (world: World) => void;

export type Change = (answers: Answers<Questions>) => Answers<Questions>;

export interface Setting {
  readonly db: Database;
  readonly keys: Map<string, Uint8Array<ArrayBuffer>>;
  engine: Engine;
  /** False: what is sealed waits to be saved. */
  autosave: boolean;
  /** The worker is gone from one moment to the next, and a new one comes up. Keys stay unless the browser closed. */
  kill(): Promise<void>;
  /** A new document in the tab, answering as `change` has it. */
  reload(change?: Change, moment?: Moment): Promise<void>;
  closeTab(): void;
  /** Until nothing is open. */
  ended(): Promise<void>;
  save(): Promise<void>;
  /** The file as it was saved, else as it would be now; opened. */
  file(): Promise<History>;
}

export interface Conditions {
  /** False: the browser has none yet. */
  readonly vault?: boolean;
  readonly door?: Door;
  readonly limits?: Partial<Limits>;
}

const nobody = () => new Promise<never>(() => {});

/** One worker's life. */
interface Life {
  on: boolean;
  readonly db: Database;
}

export async function setUp(
  account: Parameters<typeof siteInNode>[0],
  change: Change = (answers) => answers,
  moment: Moment = () => {},
  { vault = true, door, limits }: Conditions = {},
): Promise<Setting> {
  const name = crypto.randomUUID();
  const db = await openDatabase(name);
  const keys = new Map<string, Uint8Array<ArrayBuffer>>();
  let visits = 0;
  let line: { visit: number; ask: Ask<Questions>; close(): void } | null = null;
  let saved: Blob | null = null;
  const inside = (opened: Database): Database => (door ? throughDoor(opened, door) : opened);
  let alive: Life = { on: true, db: inside(await openDatabase(name)) };
  let locked = false;

  let now = moment;
  const reload = async (other: Change = change, then: Moment = now) => {
    now = then;
    line?.close();
    line = null; // nobody answers while the document loads
    const page = siteInNode(account);
    now(page.site.parts.world);
    await page.site.ready;
    const { port1, port2 } = new MessageChannel();
    serve<Questions>(portChannel(port2), other(answersOf(page.globals)));
    const closed = new Set<() => void>();
    const channel: Channel = {
      ...portChannel(port1),
      onClosed(one) {
        closed.add(one);
        return () => closed.delete(one);
      },
    };
    line = {
      visit: ++visits,
      ask: asker<Questions>(channel),
      close() {
        port1.close();
        for (const one of [...closed]) one();
      },
    };
  };
  const linkOf = (life: Life): PageLink => ({
    ask(name, question, options) {
      if (!life.on) return new Promise(() => {}); // nobody is there any more to be told
      if (!line) return Promise.reject(new Fault('no-tab'));
      const { visit, ...rest } = options ?? {};
      if (visit !== undefined && visit !== line.visit) return Promise.reject(new Fault('disconnected'));
      return line.ask(name, question, rest);
    },
    visit: () => line?.visit ?? 0,
    change: () => new Promise((resolve) => setTimeout(resolve, 20)),
  });
  const keyring: Keyring = {
    get: async (run) => keys.get(run) ?? null,
    put: async (run, key) => void keys.set(run, key),
    drop: async (run) => void keys.delete(run),
  };
  const save = async () => {
    const { blob, runs, mark } = await composeFile(db);
    saved = blob;
    await markSaved(db, runs, { name: 'a', size: blob.size, sha256: '', at: Date.now(), mark });
  };
  const engineOf = (life: Life): Engine => {
    locked = false;
    return createEngine({
      db: life.db,
      keyring,
      link: linkOf(life),
      program: { name: 'Keepsake', version: 'test' },
      ...(limits ? { limits } : {}),
      async exclusively(work) {
        if (locked) return null;
        locked = true;
        try {
          return await work();
        } finally {
          if (life.on) locked = false;
        }
      },
      working: async () => {},
      save: async () => (setting.autosave ? save() : undefined),
    });
  };

  await reload();
  const setting: Setting = {
    db,
    keys,
    engine: engineOf(alive),
    autosave: true,
    async kill() {
      alive.on = false;
      // Whoever asks the dead one gets no answer, not one about its closed database.
      setting.engine = { ...setting.engine, start: nobody, resume: nobody };
      alive.db.close(); // what it still had in hand comes to nothing
      alive = { on: true, db: inside(await openDatabase(name)) };
      setting.engine = engineOf(alive);
    },
    reload,
    closeTab() {
      line?.close();
      line = null;
    },
    async ended() {
      await setting.engine.resume();
    },
    save,
    async file() {
      const blob = saved ?? (await composeFile(db)).blob;
      const locked = await openArchive(blobSource(blob));
      return archiveHistory(await locked.unlock({ kind: 'password', password: PASSWORD }));
    },
  };
  if (!vault) return setting;
  const { header, keys: made } = await createVault(PASSWORD, {
    costs: { memoryKiB: 19 * 1024, passes: 1, lanes: 1 },
  });
  const hello = await linkOf(alive).ask('hello', {});
  await adoptVault(db, {
    header,
    publicKey: made.publicKey,
    writerKey: made.writerKey,
    account: hello.account?.id ?? '',
  });
  return setting;
}
