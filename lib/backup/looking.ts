/** @file Asks a chat's pages, the next one before the last is sealed; of the next chat its first, so that the page never waits. */
import { toFault } from '../base/fault.ts';
import type { ChatRecord } from '../model/chat.ts';
import type { Asking } from './asking.ts';
import { mayGrow } from './completeness.ts';
import type { Plan } from './plan.ts';

/** Rows asked for in one question: some tens of milliseconds of the page's time. */
const ROWS = 800;
/** Where a known message is expected among the newest, less is asked at first, and more each time. */
const FEW = [20, 40, 80, 200];
/** The step at which the end of the window is expected. */
export const NEAR = 1;
const TRIES = 3;

/** What is asked of a chat first. A failure shows when it is awaited. */
export interface FirstLook {
  /** Null: its beginning cannot change. */
  readonly oldest: Promise<unknown> | null;
  readonly page: Promise<unknown>;
}

export interface Looking {
  /** Asks the first of a chat that comes next. */
  ahead(chat: ChatRecord): void;
  first(chat: ChatRecord): FirstLook;
  /** @param step from 0: how much is asked. @param all no known message will end the reading. */
  page(chat: string, before: readonly string[] | null, step: number, all: boolean): Promise<unknown>;
}

export function createLooking(asking: Asking, plan: Plan): Looking {
  let next: { id: string; look: FirstLook } | null = null;

  const page = (chat: string, before: readonly string[] | null, step: number, all: boolean) => {
    const count = all || plan.reads === 'all' || plan.missing ? ROWS : (FEW[step] ?? ROWS);
    return quiet(again(() => asking.ask('messages', { chat, before, count, disappearing: false })));
  };
  const look = (chat: ChatRecord): FirstLook => ({
    oldest: mayGrow(chat) ? quiet(again(() => asking.ask('oldest', { chat: chat.id }))) : null,
    page: page(chat.id, null, 0, false),
  });
  return {
    page,
    ahead(chat) {
      next ??= { id: chat.id, look: look(chat) };
    },
    first(chat) {
      const asked = next?.id === chat.id ? next.look : null;
      next = null;
      return asked ?? look(chat);
    },
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

/** What fails shows when it is awaited. */
export function quiet<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => {});
  return answer;
}
