/** @file WhatsApp's tab: found by the browser's word, joined through the relay, claimed while a run is under way. */

import { type PageLink, toldBy } from '../../lib/backup/asking.ts';
import type { PageCondition } from '../../lib/backup/status.ts';
import { Fault, parseFault, toFault } from '../../lib/base/fault.ts';
import { type Ask, asker } from '../../lib/bridge/call.ts';
import { extensionChannel } from '../../lib/bridge/port.ts';
import type { Questions } from '../../lib/bridge/protocol.ts';
import { parseHello } from '../../lib/model/parse.ts';
import { browser } from './api.ts';
import { CONNECT, type Hold, RELAY } from './words.ts';

const SITE = 'https://web.whatsapp.com/';
const JOIN_MS = 8_000;
const LOOK_AGAIN_MS = 3_000;
const CONDITION_MS = 1_500;
/** A look for the popup's sake waits no longer. */
const LOOK_MS = 5_000;

interface Line {
  readonly visit: number;
  readonly port: chrome.runtime.Port;
  readonly ask: Ask<Questions>;
}

export interface Tabs extends PageLink {
  /** For the popup: what can be said of the tab now. At most one question a second and a half. */
  condition(): Promise<PageCondition>;
  /** While a run is under way the relay wakes the background, and the browser keeps the tab. */
  hold(on: boolean): Promise<void>;
}

/** @param joined called when a relay has connected by itself: the background was gone in mid-run. */
export function watchTabs(joined: () => void): Tabs {
  const lines = new Map<number, Line>();
  const watchers = new Set<() => void>();
  let held = false;
  let visits = 0;
  /** The tab that joined last. */
  let latest = -1;
  let known: { at: number; condition: Promise<PageCondition> } | null = null;

  const changed = () => {
    known = null; // said by another document
    for (const watcher of [...watchers]) watcher();
  };

  browser.runtime.onConnect.addListener((port) => {
    const id = port.sender?.tab?.id;
    if (
      port.name !== RELAY ||
      id === undefined ||
      port.sender?.frameId !== 0 ||
      !port.sender.url?.startsWith(SITE)
    )
      return;
    lines.set(id, { visit: ++visits, port, ask: asker<Questions>(extensionChannel(port)) });
    latest = id;
    port.onDisconnect.addListener(() => {
      if (lines.get(id)?.port === port) lines.delete(id);
      changed();
    });
    say(port, held);
    changed();
    joined();
  });

  const claim = async (on: boolean) => {
    for (const [id, { port }] of lines) {
      say(port, on);
      await browser.tabs.update(id, { autoDiscardable: !on }).catch(() => {});
    }
  };

  /** A line to the page, joined now where there is none. */
  const line = async (): Promise<Line> => {
    const tabs = await browser.tabs.query({ url: `${SITE}*` });
    const joinedTab = tabs.find(({ id }) => id === latest && lines.has(id));
    const tab = joinedTab ?? tabs.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0];
    if (tab?.id === undefined) throw new Fault('no-tab');
    const found = lines.get(tab.id);
    if (found) {
      latest = tab.id;
      return found;
    }
    const answer: unknown = await within(
      JOIN_MS,
      browser.tabs.sendMessage(tab.id, CONNECT, { frameId: 0 }).catch((cause: unknown) => {
        // Nobody listens: the tab is older than the extension, or still on its way.
        throw new Fault(tab.status === 'loading' ? 'disconnected' : 'reload-needed', {}, cause);
      }),
    );
    if (typeof answer === 'object' && answer !== null && 'fault' in answer) throw parseFault(answer.fault);
    for (const end = Date.now() + JOIN_MS; Date.now() < end; ) {
      const made = lines.get(tab.id);
      if (made) {
        if (held) await claim(true);
        return made;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Fault('disconnected');
  };

  // Whoever asks: a run, the popup, a report.
  const ask = toldBy(async (name, question, { visit, ...options } = {}) => {
    const found = await line();
    if (visit !== undefined && visit !== found.visit) throw new Fault('disconnected');
    return found.ask(name, question, options);
  });

  const look = async (): Promise<PageCondition> => {
    try {
      return parseHello(await ask('hello', {}, { deadline: LOOK_MS })).state;
    } catch (thrown) {
      const { code } = toFault(thrown);
      return code === 'no-tab' || code === 'reload-needed' ? code : 'loading';
    }
  };

  return {
    ask,
    visit: () => lines.get(latest)?.visit ?? 0,
    condition() {
      if (!known || Date.now() - known.at > CONDITION_MS) known = { at: Date.now(), condition: look() };
      return known.condition;
    },
    async hold(on) {
      held = on;
      await claim(on);
    },
    change: (signal) =>
      new Promise((resolve) => {
        const done = () => {
          watchers.delete(done);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(done, LOOK_AGAIN_MS);
        watchers.add(done);
        signal.addEventListener('abort', done, { once: true });
      }),
  };
}

function say(port: chrome.runtime.Port, hold: boolean): void {
  try {
    port.postMessage({ hold } satisfies Hold);
  } catch {
    // gone meanwhile: it will connect again, and be told then
  }
}

const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Fault('disconnected')), ms)),
  ]);
