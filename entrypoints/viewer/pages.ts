/** @file The messages of the chat on screen: pages of a hundred, those near what is seen. */
import { type Signal, signal } from '@preact/signals';
import { Fault, toFault } from '../../lib/base/fault.ts';
import type { Jid, MessageRecord } from '../../lib/model/record.ts';

export const PAGE = 100;
/** Pages kept on either side of what is seen. */
const NEAR = 8;

type Read = (
  chat: Jid,
  from: number,
  count: number,
  signal: AbortSignal,
) => Promise<readonly MessageRecord[]>;

export interface Pages {
  /** Grows with every page that came or went: what shows messages reads it first. */
  readonly version: Signal<number>;
  readonly fault: Signal<Fault | null>;
  /** Undefined while it is on its way. */
  at(index: number): MessageRecord | undefined;
  /** These are seen now. */
  see(from: number, to: number): Promise<void>;
  close(): void;
}

export function createPages(chat: Jid, count: number, read: Read): Pages {
  const version = signal(0);
  const fault = signal<Fault | null>(null);
  const pages = new Map<number, readonly MessageRecord[] | Promise<void>>();
  const work = new AbortController();

  async function load(page: number): Promise<void> {
    try {
      const from = page * PAGE;
      const found = await read(chat, from, Math.min(PAGE, count - from), work.signal);
      if (work.signal.aborted) return;
      pages.set(page, found);
      version.value++;
    } catch (thrown) {
      if (work.signal.aborted) return;
      pages.set(page, []);
      fault.value = toFault(thrown);
      version.value++;
    }
  }

  return {
    version,
    fault,
    at(index) {
      const page = pages.get(Math.floor(index / PAGE));
      return Array.isArray(page) ? (page as readonly MessageRecord[])[index % PAGE] : undefined;
    },
    async see(from, to) {
      const first = Math.floor(Math.max(0, from - 1) / PAGE);
      const last = Math.floor(Math.max(0, Math.min(count - 1, to)) / PAGE);
      for (const page of pages.keys()) if (page < first - NEAR || page > last + NEAR) pages.delete(page);
      const waiting: Promise<void>[] = [];
      for (let page = last; page >= first; page--) {
        const known = pages.get(page);
        if (Array.isArray(known)) continue;
        const loading = (known as Promise<void> | undefined) ?? load(page);
        if (!known) pages.set(page, loading);
        waiting.push(loading);
      }
      await Promise.all(waiting);
    },
    close() {
      work.abort(new Fault('cancelled'));
      pages.clear();
    },
  };
}
