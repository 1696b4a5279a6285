/** @file The way to WhatsApp's tab: what the page answers as a fault comes back as a code, without a word of the page's. */
import { beforeEach, expect, it, vi } from 'vitest';
import { watchTabs } from '../../entrypoints/background/tabs.ts';
import { RELAY } from '../../entrypoints/background/words.ts';
import { olderFromPhone } from '../../lib/backup/older.ts';
import { waitReady } from '../../lib/backup/starting.ts';
import type { StoredVault } from '../../lib/backup/vaults.ts';
import { toFault } from '../../lib/base/fault.ts';
import { type Setting, setUp } from '../backup/setting.ts';

const fake = vi.hoisted(() => ({ connect: (_port: unknown) => {} }));
vi.mock('../../entrypoints/background/api.ts', () => ({
  browser: {
    runtime: { onConnect: { addListener: (listener: typeof fake.connect) => (fake.connect = listener) } },
    tabs: { query: async () => [{ id: 7 }], update: async () => {} },
  },
}));

const WORDS = 'Rosie said yes';
/** A page that answers each question with this fault. */
let answer: { code: string; detail: object };

function joined() {
  const tabs = watchTabs(() => {});
  const hear = new Set<(message: unknown) => void>();
  const port = {
    name: RELAY,
    sender: { tab: { id: 7 }, frameId: 0, url: 'https://web.whatsapp.com/' },
    onDisconnect: { addListener: () => {}, removeListener: () => {} },
    onMessage: {
      addListener: (listener: (message: unknown) => void) => hear.add(listener),
      removeListener: (listener: (message: unknown) => void) => hear.delete(listener),
    },
    postMessage(message: { ask?: number }) {
      if (message.ask === undefined) return;
      queueMicrotask(() => {
        for (const one of hear) one({ answer: message.ask, fault: answer });
      });
    },
  };
  fake.connect(port);
  return tabs;
}

beforeEach(() => {
  answer = { code: 'page-failed', detail: { what: WORDS, name: WORDS } };
});

it.each(['page-failed', 'save-failed', 'disconnected', WORDS])(
  'a fault %s has no detail left',
  async (code) => {
    answer = { ...answer, code };
    const thrown: unknown = await joined()
      .ask('hello', {})
      .catch((fault: unknown) => fault);
    expect(thrown).toMatchObject({ detail: {} });
    expect(JSON.stringify([thrown, `${thrown}`])).not.toContain('Rosie');
  },
);

const thrownBy = (asked: Promise<unknown>) => asked.catch((thrown: unknown) => toFault(thrown).toNote());

it('says which anchor was lost: that word is ours', async () => {
  answer.detail = { what: 'anchor-lost', name: WORDS };
  const note = { code: 'page-failed', detail: { what: 'anchor-lost' } };
  expect(await thrownBy(joined().ask('chats', { from: 0 }))).toEqual(note);
});

it('nor has it for who looks before a backup, or asks the phone', async () => {
  const note = { code: 'page-failed', detail: {} };
  const vault = {} as StoredVault; // is not asked: the page never answers
  expect(await thrownBy(waitReady(joined(), vault))).toEqual(note);
  const { db }: Setting = await setUp({ seed: 3, chats: 2, messages: 40 });
  expect(await thrownBy(olderFromPhone(db, joined(), false))).toEqual(note);
});
