/**
 * @file The background's work: begins a run, goes on with it after whatever happened, reads it back, has it saved.
 *
 * [Note: no state but the store's] A worker may die at any moment. What it needs to go on is the run's note and
 * sealed rows in the store, and the run key in the keyring; what is held here only makes the next answer quicker.
 */
import type { RunKey } from '../archive/segment.ts';
import { type Bytes, fromHex, must, toHex } from '../base/bytes.ts';
import { Fault, toFault } from '../base/fault.ts';
import { logHeads, putNote } from '../store/rows.ts';
import type { Database, LogHead } from '../store/schema.ts';
import { type Asking, type PageLink, patientAsking } from './asking.ts';
import { beginRun, type Program } from './begin.ts';
import { toReport } from './cursor.ts';
import { type Journal, openJournal } from './journal.ts';
import { leftOutOf } from './left-out.ts';
import { leftBehind, loadMarks } from './marks.ts';
import type { Limits } from './messages.ts';
import { brokenNote, endedNote, freshProgress, type RunNote } from './note.ts';
import type { Asked } from './plan.ts';
import { figures } from './progress.ts';
import { readBack } from './readback.ts';
import { readOn, stop } from './run.ts';
import { forgetState } from './saved.ts';
import { waitReady } from './starting.ts';
import type { PageCondition, RunProgress } from './status.ts';
import { checkAccount, type StoredVault, storedVault } from './vaults.ts';

/** Where run keys live: memory that outlives the worker and dies with the browser. */
export interface Keyring {
  get(run: string): Promise<Bytes | null>;
  put(run: string, key: Bytes): Promise<void>;
  drop(run: string): Promise<void>;
}

export interface EngineOptions {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly link: PageLink;
  readonly program: Program;
  /** The usual ones where left out. */
  readonly limits?: Partial<Limits>;
  /** One run at a time, over all of the extension's contexts; null where another has it. */
  exclusively<T>(work: () => Promise<T>): Promise<T | null>;
  /** Told when work begins and ends: wakers and the tab's claim belong to the browser. */
  working(on: boolean): Promise<void>;
  /** Saves what is sealed. Called after each run that was read back. */
  save(): Promise<void>;
}

export interface Engine {
  /** @throws {Fault} `no-vault`, `already-running`, the page's condition, `account-changed`, `header-altered`… */
  start(asked?: Asked): Promise<void>;
  /** Goes on with a run that is open, if there is one. Never throws; ends when the run has. */
  resume(): Promise<void>;
  /** Stops the run: what was read is kept, read back and named as stopped. */
  cancel(): Promise<void>;
  /** What is under way here and now; null where nothing is. */
  progress(): RunProgress | null;
}

export function createEngine(options: EngineOptions): Engine {
  const { db, keyring, link, working } = options;
  let current: { abort: AbortController; progress: RunProgress; done: Promise<void> } | null = null;

  /** Somebody has asked for a run, and the page is being looked at. */
  let starting = false;
  let looking: Promise<LogHead | undefined> | null = null;

  const openRun = async (): Promise<LogHead | undefined> =>
    (await logHeads(db)).find(({ note }) => (note as RunNote).state === 'open');

  const goOn = (id: string, work: (context: Context) => Promise<void>, from: RunProgress): Promise<void> => {
    const abort = new AbortController();
    const context: Context = {
      id,
      signal: abort.signal,
      show: (change) => {
        if (current?.abort !== abort) return;
        const { phase, begun } = current.progress;
        const next = change.phase ?? phase;
        const began = next === phase ? begun : { ...begun, [next]: Date.now() };
        current.progress = { ...current.progress, ...change, begun: began };
      },
    };
    let finished: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      finished = resolve;
    });
    void options
      .exclusively(async () => {
        current = { abort, progress: from, done };
        await working(true);
        try {
          await work(context);
        } finally {
          // A run that the store could not take further stays open, and its wakers on: they try again.
          if (!(await openRun())) await working(false);
        }
      })
      .then(
        () => {},
        () => {}, // the store itself is gone: nothing can be said there
      )
      .finally(() => {
        if (current?.abort === abort) current = null;
        finished();
      });
    return done;
  };

  const askingFor = (vault: StoredVault, { signal, show }: Context): Asking =>
    patientAsking({
      link,
      signal,
      checkAccount: (hello) => checkAccount(vault, hello.account?.id),
      waiting: (waiting: PageCondition | null) => show({ waiting }),
    });

  const workOn = async (context: Context, key: Bytes, note: RunNote) => {
    const vault = must(await storedVault(db), 'vault');
    const run: RunKey = { id: must(fromHex(context.id), 'run id'), key };
    const journal = await openJournal(db, context.id, run, note).catch((thrown: unknown) => toFault(thrown));
    if (journal instanceof Fault) {
      if (journal.code === 'store-failed' || journal.code === 'disk-full') throw journal;
      return breakOff(context.id, note, new Fault('key-lost', {}, journal));
    }
    const showFigures = () => {
      const progress = { ...journal.note.progress, ...figures(journal) };
      journal.mark({ progress });
      context.show(progress);
    };
    showFigures();
    let fault: Fault | null = null;
    try {
      await readOn({
        journal,
        marks: await loadMarks(db, vault),
        ...(options.limits ? { limits: options.limits } : {}),
        asking: askingFor(vault, context),
        signal: context.signal,
        progress: showFigures,
      });
    } catch (thrown) {
      fault = toFault(thrown);
      try {
        await stop(journal);
      } catch {
        // Not even its end could be written (a full disk): it stays as far as it came.
        await breakOff(context.id, journal.note, fault);
        return;
      }
    }
    await conclude(context, journal, fault, vault);
  };

  const breakOff = async (id: string, note: RunNote, fault: Fault) => {
    await putNote(db, id, () => brokenNote(note, fault.toNote(), Date.now()));
    await forget(id);
  };

  /** Reads back, forgets the key, and says what came of it. */
  const conclude = async (context: Context, journal: Journal, fault: Fault | null, vault: StoredVault) => {
    const of = journal.cursor.next;
    context.show({ phase: 'verifying', waiting: null, verified: { done: 0, of } });
    let verified: RunNote['verified'] = null;
    try {
      // Not to be cancelled: without it nobody knows whether what was read can be opened.
      verified = await readBack(db, context.id, journal, new AbortController().signal, (done) =>
        context.show({ verified: { done, of } }),
      );
    } catch (thrown) {
      fault = toFault(thrown);
    }
    const { values, covers } = await leftBehind(db, vault, journal, verified !== null);
    const end = {
      report: toReport(journal.cursor),
      verified,
      fault: fault?.toNote() ?? null,
      at: Date.now(),
      covers,
      leftOut: await leftOutOf(journal),
    };
    await putNote(db, context.id, () => endedNote(journal.note, end), values);
    await forget(context.id);
    context.show({ phase: 'saving' });
    if (!verified || fault !== null) return;
    try {
      await options.save();
    } catch (thrown) {
      const told = toFault(thrown).toNote();
      await putNote(db, context.id, (note) => ({ ...(note as RunNote), fault: told }));
    }
  };

  const forget = async (id: string) => {
    await keyring.drop(id);
    await forgetState(db);
  };

  return {
    progress: () => current?.progress ?? null,

    async start(asked = {}) {
      const vault = await storedVault(db);
      if (!vault) throw new Fault('no-vault');
      if (current || starting || (await openRun())) throw new Fault('already-running');
      starting = true;
      try {
        await waitReady(link, vault);
      } finally {
        starting = false;
      }
      const since = Date.now();
      let begun: (outcome: Fault | null) => void = () => {};
      const beginning = new Promise<Fault | null>((resolve) => {
        begun = resolve;
      });
      void goOn(
        '',
        async (context) => {
          try {
            // Looked at again: until now somebody else may have changed it.
            const vault = must(await storedVault(db), 'vault');
            const asking = askingFor(vault, context);
            const hello = await asking.ready();
            const { run, note } = await beginRun(
              db,
              vault,
              asking,
              hello,
              options.program,
              asked,
              (id, key) => keyring.put(id, key),
            );
            begun(null);
            await workOn({ ...context, id: toHex(run.id) }, run.key, note);
          } catch (thrown) {
            begun(toFault(thrown));
          }
        },
        freshProgress(since, null),
      ).then(() => begun(new Fault('already-running')));
      const fault = await beginning;
      if (fault) throw fault;
    },

    async resume() {
      // Alarm, relay and start-up may all ask at once.
      looking ??= openRun().finally(() => {
        looking = null;
      });
      const head = await looking;
      if (current) return current.done;
      if (!head) return starting ? undefined : working(false); // what an earlier worker left on
      const note = head.note as RunNote;
      await goOn(
        head.id,
        async (context) => {
          const key = await keyring.get(head.id);
          if (key) await workOn(context, key, note);
          else await breakOff(head.id, note, new Fault('key-lost'));
        },
        note.progress,
      );
    },

    async cancel() {
      if (!current) void this.resume();
      // A run that has just been found again needs a moment to be there to be stopped.
      for (let i = 0; i < 50 && !current; i++) await new Promise((resolve) => setTimeout(resolve, 20));
      current?.abort.abort(new Fault('cancelled'));
    },
  };
}

interface Context {
  readonly id: string;
  readonly signal: AbortSignal;
  show(change: Partial<RunProgress>): void;
}
