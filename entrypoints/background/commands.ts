/** @file What extension pages may ask the background, answered. */
import { adoptArchive } from '../../lib/backup/adoption.ts';
import type { Engine, EngineOptions, Keyring } from '../../lib/backup/engine.ts';
import { olderFromPhone } from '../../lib/backup/older.ts';
import { startOver } from '../../lib/backup/over.ts';
import { runsNow } from '../../lib/backup/saved.ts';
import { scrambledReport } from '../../lib/backup/scrambled.ts';
import { keepSettings, storedSettings } from '../../lib/backup/settings.ts';
import type { BackupStatus, Commands } from '../../lib/backup/status.ts';
import { adoptVault, storedVault } from '../../lib/backup/vaults.ts';
import { type Bytes, must } from '../../lib/base/bytes.ts';
import { Fault, toFault } from '../../lib/base/fault.ts';
import type { Answers } from '../../lib/bridge/call.ts';
import { DEADLINES } from '../../lib/bridge/protocol.ts';
import { parseHello } from '../../lib/model/parse.ts';
import type { Database } from '../../lib/store/schema.ts';
import { browser } from './api.ts';
import type { Saver } from './saver.ts';
import type { Tabs } from './tabs.ts';

interface Needs {
  readonly database: Promise<Database>;
  readonly engine: Promise<Engine>;
  readonly tabs: Tabs;
  readonly saver: Saver;
  readonly keyring: Keyring;
  readonly exclusively: EngineOptions['exclusively'];
  readonly program: EngineOptions['program'];
}

export function commandsOf({ database, engine, tabs, saver, ...needs }: Needs): Answers<Commands> {
  return {
    status: async () => statusOf(await database, await engine, tabs),
    async account() {
      const hello = parseHello(await tabs.ask('hello', {}, { deadline: DEADLINES.hello }));
      if (hello.state !== 'ready') throw new Fault(hello.state === 'loading' ? 'page-loading' : hello.state);
      const { id, name } = must(hello.account, 'account');
      return { id, phone: phoneOf(id), name };
    },
    async adopt({ header, publicKey, writerKey, account, continues }) {
      const db = await database;
      const made = {
        header: header as Bytes,
        publicKey: publicKey as Bytes,
        writerKey: writerKey as Bytes,
        account,
      };
      await (continues ? adoptArchive(db, made, continues) : adoptVault(db, made));
      return {};
    },
    async start(asked) {
      await (await engine).start(asked);
      return {};
    },
    async cancel() {
      await (await engine).cancel();
      return {};
    },
    settings: async ({ set }) =>
      set === undefined ? storedSettings(await database) : keepSettings(await database, set),
    async selfTest() {
      const { state, version, capabilities } = parseHello(
        await tabs.ask('hello', {}, { deadline: DEADLINES.hello }),
      );
      // What is not there yet may still come: only of a page that has started can it be said.
      if (state === 'loading') throw new Fault('page-loading');
      if (state === 'not-logged-in' || state === 'locked') throw new Fault(state);
      return { version, capabilities };
    },
    async report() {
      if ((await engine).progress()) throw new Fault('already-running');
      const { last } = await runsNow(await database);
      return scrambledReport(tabs, needs.program, last?.report ?? null);
    },
    async older({ understood }) {
      if (understood !== true) throw new Fault('unexpected');
      return olderFromPhone(await database, tabs, (await engine).progress() !== null);
    },
    async save({ only }) {
      await saver.save(only === 'new' ? 'new' : 'all');
      return {};
    },
    async startOver() {
      await startOver(await database, needs);
      await (await engine).resume(); // what woke an open run is not needed any more
      return {};
    },
  };
}

/** Answers extension pages only: a content script, so the site, can ask nothing here. */
export function answerPages(commands: Answers<Commands>): void {
  browser.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
    if (
      typeof message !== 'object' ||
      message === null ||
      !('keepsake' in message) ||
      !('question' in message)
    )
      return;
    if (sender.id !== browser.runtime.id || !sender.url?.startsWith(browser.runtime.getURL(''))) return;
    const { keepsake: name, question } = message;
    if (typeof name !== 'string' || !Object.hasOwn(commands, name)) return;
    commands[name as keyof Commands](question as never, new AbortController().signal).then(
      (value) => reply({ value }),
      (thrown: unknown) => reply({ fault: toFault(thrown).toNote() }),
    );
    return true;
  });
}

async function statusOf(db: Database, engine: Engine, tabs: Tabs): Promise<BackupStatus> {
  const [vault, { open, last, unsaved, saved }] = await Promise.all([storedVault(db), runsNow(db)]);
  // A worker that has just come up may not have taken up the run that the store says is open.
  const run = engine.progress() ?? open?.progress ?? null;
  return {
    vault: vault && { shortName: vault.shortName, account: vault.account },
    page: run ? (run.waiting ?? 'ready') : await tabs.condition(),
    run,
    last: last && {
      start: last.start,
      end: last.end,
      report: last.report,
      verified: last.verified,
      saved: last.saved,
      fault: last.fault,
      ...(last.leftOut ? { leftOut: last.leftOut } : {}),
    },
    saved,
    unsaved,
  };
}

/** `31612345689@c.us` → `+31612345689`; an account without a number has none to show. */
const phoneOf = (id: string): string => (id.endsWith('@c.us') ? `+${id.slice(0, id.indexOf('@'))}` : '');
