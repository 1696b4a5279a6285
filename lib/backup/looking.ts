/**
 * @file Asks a chat's pages, the next one before the last is sealed, and of the chats that come next their first ones:
 * neither the page nor the worker waits for the other.
 */
import { Fault, toFault } from '../base/fault.ts';
import { quiet } from '../base/quiet.ts';
import type { There } from '../bridge/protocol.ts';
import type { ChatRecord } from '../model/chat.ts';
import type { Asking } from './asking.ts';
import { mayGrow } from './completeness.ts';
import type { Plan } from './plan.ts';

/** Rows asked for in one question: some tens of milliseconds of the page's time. */
const ROWS = 800;
/** Where a known message is expected among the newest: the window first, then less at first and more each time. */
const FEW = [ROWS, 60, 200];
/** Of a chat in which nothing was written within the window. */
const DORMANT = 20;
/** The step at which the end of the window is expected. */
export const NEAR = 1;
const TRIES = 3;
/** Chats whose first page was asked for and has not come. */
const ASKED = 3;
/** Bytes of rows, and chats, that have come before their turn: what waits in memory at most, beside what is asked. */
const WAITING = { size: 3 * 1024 * 1024, chats: 24 };

/** What is asked of a chat first. A failure shows when it is awaited. */
export interface FirstLook {
  /** Null: its beginning cannot change. */
  readonly oldest: Promise<unknown> | null;
  readonly page: Promise<unknown>;
  /** The page after it, where it is the turn of this chat next, all of it is read, and the first has come. */
  readonly second: Promise<unknown> | null;
}

interface Look {
  readonly chat: ChatRecord;
  readonly oldest: Promise<unknown> | null;
  readonly page: Promise<unknown>;
  second: Promise<unknown> | null;
  /** Of its first answer, once it has come. */
  come: { readonly size: number; readonly older: readonly string[] | null } | null;
}

export interface Looking {
  /** The first look at a chat; those after it are asked meanwhile. */
  first(chat: ChatRecord): FirstLook;
  /** @param step from 0: how much is asked. @param all no known message will end the reading. @param turn it is this chat's, and more will be asked soon; true where left out. */
  page(
    chat: ChatRecord,
    before: readonly string[] | null,
    step: number,
    all: boolean,
    turn?: boolean,
  ): Promise<unknown>;
  /** Of a chat that is read to its beginning: the page after the one before `before`, which was just asked for. It may fail. */
  after(chat: ChatRecord, before: readonly string[]): Promise<unknown>;
}

/** @param chats in the order of their turns. */
export function createLooking(asking: Asking, plan: Plan, chats: readonly ChatRecord[]): Looking {
  /** In the order of their turns. */
  const looks = new Map<string, Look>();
  let next = 0;

  const page: Looking['page'] = (chat, before, step, all, turn = true) => {
    const isAll = all || plan.reads === 'all' || plan.missing;
    const few = before === null && chat.t < plan.since ? DORMANT : (FEW[step] ?? ROWS);
    const question = {
      chat: chat.id,
      before,
      count: isAll ? ROWS : few,
      disappearing: false,
      ahead: turn && isAll && before !== null,
      ...(isAll || before !== null ? {} : { since: plan.since }),
    };
    return quiet(again(async () => believed(asking, await asking.ask('messages', question))));
  };
  const look = (chat: ChatRecord): Look => ({
    chat,
    oldest: mayGrow(chat) ? quiet(again(() => asking.ask('oldest', { chat: chat.id }))) : null,
    page: page(chat, null, 0, false),
    second: null,
    come: null,
  });
  const askSecond = () => {
    const [next] = looks.values();
    const older = next?.come?.older;
    if (!next || next.second || !older || plan.reads !== 'all') return;
    const [from] = older;
    next.second = quiet(
      page(next.chat, older, 1, false, false).then((answer) => ({ ...(answer as object), from })),
    );
  };
  const askAhead = () => {
    for (; next < chats.length; next++) {
      const come = [...looks.values()].flatMap((one) => one.come ?? []);
      if (looks.size - come.length >= ASKED || come.length >= WAITING.chats) return;
      if (come.reduce((sum, { size }) => sum + size, 0) >= WAITING.size) return;
      const chat = chats[next] as ChatRecord;
      const asked = look(chat);
      looks.set(chat.id, asked);
      void asked.page
        .then(comeOf, () => comeOf(null))
        .then((come) => {
          asked.come = come;
          askSecond();
          askAhead();
        });
    }
  };
  return {
    page,
    after(chat, before) {
      const question = { chat: chat.id, before, count: ROWS, disappearing: false, ahead: true, after: true };
      return quiet((async () => believed(asking, await asking.ask('messages', question)))());
    },
    first(chat) {
      const asked = looks.get(chat.id) ?? look(chat);
      looks.delete(chat.id);
      if (chats[next] === chat) next++;
      askSecond();
      askAhead();
      return asked;
    },
  };
}

/**
 * The end of a chat counts only from the run's account, and from a page that was ready: a locked one tells it of every
 * chat. It may be ready again when somebody looks. @throws {Fault} `page-failed`, or what stops the run.
 */
async function believed(asking: Asking, answer: unknown): Promise<unknown> {
  const { older, there } = (answer ?? {}) as { older?: unknown; there?: There };
  if (older !== null || !there || asking.isSame(there)) return answer;
  await asking.ready();
  if (!asking.isSame(there)) throw new Fault('page-failed', { what: 'not ready' });
  return answer;
}

/** Of an answer that nobody has parsed yet. */
function comeOf(answer: unknown): NonNullable<Look['come']> {
  const { rows, addOns, older } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  const size = (part: unknown) => (part instanceof ArrayBuffer ? part.byteLength : 0);
  return {
    size: size(rows) + size(addOns),
    older: Array.isArray(older) ? older : null,
  };
}

async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (thrown) {
      const { code, detail } = toFault(thrown);
      const mayPass =
        code === 'unexpected' ||
        code === 'deadline' ||
        (code === 'page-failed' && detail.what !== 'anchor-lost');
      if (!mayPass || tries === TRIES) throw thrown;
    }
  }
}
