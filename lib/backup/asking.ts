/**
 * @file Asks the page with patience: what passes (a reload, a closed tab, a dead relay) is waited for, what does not
 * (another account, a log-out, a lock) stops the run with a fault.
 */
import { Fault, toFault } from '../base/fault.ts';
import type { AskOptions } from '../bridge/call.ts';
import { DEADLINES, type Hello, type QuestionName, type Questions, type There } from '../bridge/protocol.ts';
import { parseHello } from '../model/parse.ts';
import type { PageCondition } from './status.ts';

export interface LinkOptions extends AskOptions {
  /**
   * The only document to be asked: in any other's place comes `disconnected`. One that has just begun must not be asked
   * for more than `hello`: WhatsApp remembers for good that nobody was logged in yet (facts L1).
   */
  readonly visit?: number;
}

/** The way to the page as the entrypoint makes it. */
export interface PageLink {
  /** @throws {Fault} `no-tab`, `reload-needed`, `disconnected`, `deadline`, or what the page answered. */
  ask<N extends QuestionName>(
    name: N,
    question: Questions[N]['ask'],
    options?: LinkOptions,
  ): Promise<Questions[N]['answer']>;
  /** Which document is joined: another number for each; 0 while there is none. */
  visit(): number;
  /** Resolves when something about the tab has changed, or after a while. */
  change(signal: AbortSignal): Promise<void>;
}

export interface Asking {
  ask<N extends QuestionName>(name: N, question: Questions[N]['ask'], deadline?: number): Promise<unknown>;
  /** Asks who is there, and waits until it is the run's account and ready. */
  ready(): Promise<Hello>;
  /** Whether an answer came from the account that was there when it was last looked. */
  isSame(there: There): boolean;
}

export interface AskingOptions {
  readonly link: PageLink;
  readonly signal: AbortSignal;
  /** @throws {Fault} `account-changed`. */
  checkAccount(hello: Hello): Promise<void>;
  waiting(condition: PageCondition | null): void;
}

/** A way whose answers are {@link told}: no words of the page come back by it. */
export const toldBy =
  (ask: PageLink['ask']): PageLink['ask'] =>
  (...asked) =>
    told(ask(...asked));

const PASSES = new Set(['no-tab', 'reload-needed', 'disconnected']);
const STOPS = new Set(['not-logged-in', 'locked', 'unsupported-build']);
/** A page that starts up may look logged out for a moment: only what is said this often counts. */
const SAID = 4;
const PAUSE_MS = 700;
/** So often a medium may take its document with it. A file too large for the tab's memory does so each time, for ever. */
const LOST = 3;

export function patientAsking({ link, signal, checkAccount, waiting }: AskingOptions): Asking {
  const hello = async (): Promise<Hello> =>
    parseHello(await told(link.ask('hello', {}, { signal, deadline: DEADLINES.hello })));

  /** The document whose account was checked: nothing but `hello` is asked of any other. */
  let checked = 0;
  let account: string | null = null;

  const ready = async (): Promise<Hello> => {
    for (let said = 0; ; ) {
      signal.throwIfAborted();
      const visit = link.visit();
      const state = await hello().catch((thrown: unknown): PageCondition => {
        const { code } = toFault(thrown);
        if (code === 'no-tab' || code === 'reload-needed') return code;
        if (code === 'disconnected' || code === 'deadline') return 'loading';
        throw thrown;
      });
      const condition = typeof state === 'string' ? state : state.state;
      waiting(condition === 'ready' ? null : condition);
      if (typeof state !== 'string' && state.state === 'ready') {
        await checkAccount(state);
        if (visit === link.visit() && visit !== 0) {
          checked = visit;
          account = state.account?.id ?? null;
          return state;
        }
        continue; // joined only now, or anew meanwhile
      }
      if (STOPS.has(condition) && ++said >= SAID) throw new Fault(condition as 'locked');
      if (!STOPS.has(condition)) said = 0;
      if (typeof state === 'string' && state !== 'loading') await link.change(signal);
      else await pause(PAUSE_MS, signal);
    }
  };

  /** Many questions may find a new document at once: one of them looks. */
  let looking: Promise<Hello> | null = null;
  const readyOnce = () => {
    looking ??= ready().finally(() => {
      looking = null;
    });
    return looking;
  };

  /** Media that were lost are asked for one at a time: the one that takes its document along takes no others. */
  let alone: Promise<unknown> = Promise.resolve();
  const askAlone = <T>(ask: () => Promise<T>): Promise<T> => {
    const answer = alone.then(ask);
    alone = answer.catch(() => {});
    return answer;
  };

  return {
    ready,
    isSame: (there) => there.state === 'ready' && there.account !== null && there.account === account,
    async ask(name, question, deadline = DEADLINES[name]) {
      const once = async () => {
        signal.throwIfAborted();
        if (checked === 0 || checked !== link.visit()) await readyOnce();
        return told(link.ask(name, question, { signal, deadline, visit: checked }));
      };
      for (let lost = 0; ; ) {
        try {
          return await (lost > 0 ? askAlone(once) : once());
        } catch (thrown) {
          const { code } = toFault(thrown);
          if (signal.aborted || !PASSES.has(code)) throw thrown;
          if (name === 'openMedium' && code === 'disconnected' && ++lost === LOST)
            throw new Fault('deadline');
          await readyOnce();
        }
      }
    },
  };
}

/** What the way to the page, or the page itself, may say went wrong. */
const TOLD = new Set([...PASSES, 'deadline', 'cancelled', 'page-failed', 'unexpected', 'answer-too-large']);

/** A fault from the page is a code of its own kind and nothing more: its words may be content, and faults are stored. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const { code, detail } = toFault(thrown);
    const lost = detail.what === 'anchor-lost' ? { what: 'anchor-lost' } : {};
    throw new Fault(TOLD.has(code) ? code : 'page-failed', lost);
  }
}

/** @throws {Fault} what the signal says, as soon as it says it. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
