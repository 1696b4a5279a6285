/** @file The simulated WhatsApp Web in a real Chromium, without the extension: it starts, it can be read whole, it notices. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Params, simulatorUrl } from '../whatsapp-web/params.ts';
import type { SimulatorHook } from '../whatsapp-web/site/hook.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { type Bare, openBare } from './bare.ts';

interface Row {
  readonly id: object;
}
interface Chat {
  readonly id: object;
}
interface SimulatedWindow {
  readonly __simulator: SimulatorHook;
  require(id: 'WAWebCollections'): {
    readonly Chat: { readonly length: number; getModelsArray(): Chat[]; find(id: string): unknown };
    readonly Contact: { readonly length: number };
    readonly WAWebNewsletterCollection: { getModelsArray(): Chat[] };
  };
  require(id: 'WAWebDBMessageFindLocal'): {
    msgFindBefore(question: {
      anchor: object;
      count: number | null;
    }): Promise<{ messages: Row[]; status: number }>;
  };
}

const ACCOUNT = { seed: 5, chats: 40, messages: 3000, mediaMiB: 10 };

let bare: Bare;

beforeAll(async () => {
  bare = await openBare();
});
afterAll(() => bare?.close());

const open = (params: Partial<Params>) => bare.open(params);

const traces = (page: Page) =>
  page.evaluate(async () => {
    const { __simulator } = window as unknown as SimulatedWindow;
    const { errors, network } = __simulator;
    return {
      trips: await __simulator.check(),
      errors: [...errors],
      foreign: network.filter(({ own }) => !own),
    };
  });

describe('an account', () => {
  let page: Page;
  const truth = truthOf(ACCOUNT);
  beforeAll(async () => {
    page = await open(ACCOUNT);
  });

  it('is on the screen and in the collections', async () => {
    const counts = await page.evaluate(() => {
      const { require } = window as unknown as SimulatedWindow;
      const { Chat, Contact } = require('WAWebCollections');
      return {
        chats: Chat.length,
        contacts: Contact.length,
        rows: document.querySelectorAll('[role=row]').length,
      };
    });
    const inList = truth.chats.filter(({ kind }) => kind !== 'newsletter').length;
    expect(counts).toEqual({ chats: inList, contacts: truth.contacts.length, rows: inList });
  });

  it('can be read page by page, as the native export does, to the last row', async () => {
    const read = await page.evaluate(async () => {
      const { require } = window as unknown as SimulatedWindow;
      const { msgFindBefore } = require('WAWebDBMessageFindLocal');
      const { Chat, WAWebNewsletterCollection } = require('WAWebCollections');
      const counts: Record<string, number> = {};
      const start = performance.now();
      for (const { id } of [...Chat.getModelsArray(), ...WAWebNewsletterCollection.getModelsArray()]) {
        let anchor: object = { remote: id };
        counts[String(id)] = 0;
        for (;;) {
          let { messages, status } = await msgFindBefore({ anchor, count: 50 });
          // An empty page is no proof of the end.
          if (messages.length === 0 && status === 200)
            ({ messages } = await msgFindBefore({ anchor, count: null }));
          const [first] = messages;
          if (status >= 400 || !first) break;
          counts[String(id)] = (counts[String(id)] ?? 0) + messages.length;
          anchor = first.id;
        }
      }
      return { counts, time: performance.now() - start };
    });
    expect(read.counts).toEqual(Object.fromEntries(truth.chats.map(({ id, rows }) => [id, rows])));
    const rows = Object.values(read.counts).reduce((sum, count) => sum + count, 0);
    expect(read.time).toBeGreaterThan((rows / 50) * 4 * 0.9);
    expect(await traces(page)).toEqual({ trips: [], errors: [], foreign: [] });
  });

  it('is served by the simulated hosts only, and kept nowhere', async () => {
    expect(new Set(bare.simulator.requests.map(({ host }) => host))).toEqual(new Set(['web.whatsapp.com']));
    const response = await page.request
      .get('https://web.whatsapp.com/', { ignoreHTTPSErrors: true })
      .catch(() => null);
    expect(response).toBeNull(); // only the browser is led to the simulator
    const stored = await page.evaluate(() => JSON.stringify(localStorage));
    for (const word of truth.planted) expect(stored).not.toContain(word);
    expect(stored).toContain('last-wid-md');
  });
});

describe('a policy as strict as the real one', () => {
  it('stops inline code and evaluation', async () => {
    const page = await open({ chats: 2, messages: 10, mediaMiB: 0 });
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ranInline = true';
      document.head.append(script);
      return Reflect.has(window, 'ranInline');
    });
    expect(ran).toBe(false);
    expect((await traces(page)).trips).toContain('node added: SCRIPT');
  });
});

describe('what somebody leaves in the page shows', () => {
  let page: Page;
  beforeAll(async () => {
    page = await open({ chats: 3, messages: 20, mediaMiB: 0 });
    expect(await traces(page)).toEqual({ trips: [], errors: [], foreign: [] });
    await page.evaluate(async () => {
      const { require } = window as unknown as SimulatedWindow;
      require('WAWebCollections').Chat.find('1@c.us');
      Reflect.set(window, 'leftBehind', 1);
      localStorage.setItem('left-behind', '1');
      Reflect.set(Array.prototype, 'leftBehind', 1);
      document.body.append(document.createElement('aside'));
      await new Promise((resolve) => {
        indexedDB.open('left-behind').onsuccess = resolve;
      });
      await fetch('/favicon.ico');
      navigator.sendBeacon('/beacon', 'x');
      console.error('spoken');
      setTimeout(() => {
        throw new Error('uncaught');
      });
      void Promise.reject(new Error('unhandled'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
  });

  it.each([
    'Chat.find()',
    'global: leftBehind',
    'stored: left-behind',
    'patched: Array.prototype.leftBehind',
    'node added: ASIDE',
    "indexedDB.open('left-behind')",
    'database made: left-behind',
  ])('%s', async (trip) => {
    expect((await traces(page)).trips).toContain(trip);
  });

  it('errors and requests', async () => {
    const { errors, foreign } = await traces(page);
    expect([...errors].sort()).toEqual([
      'console.error: spoken',
      'error: Uncaught Error: uncaught',
      'rejection: Error: unhandled',
    ]);
    expect(foreign.map(({ how, url }) => `${how} ${url}`)).toEqual([
      'fetch /favicon.ico',
      'sendBeacon /beacon',
    ]);
  });
});

describe('somebody who was there before the page', () => {
  it('shows by what he replaced and put in', async () => {
    const context = await bare.browser.newContext();
    await context.addInitScript(() => {
      const original = Array.prototype.map;
      Reflect.set(Array.prototype, 'map', function (this: unknown[], make: (value: unknown) => unknown) {
        return original.call(this, make);
      });
      if (window === window.top) Reflect.set(window, 'cameFirst', 1);
    });
    const page = await context.newPage();
    await page.goto(simulatorUrl({ chats: 2, messages: 10, mediaMiB: 0 }));
    await page.evaluate(() => (window as unknown as SimulatedWindow).__simulator.ready);
    const { trips } = await traces(page);
    expect(trips).toContain('patched before the page: Array.prototype.map');
    expect(trips).toContain('global: cameFirst');
  });
});

describe('states', () => {
  it.each([
    ['not-logged-in', '[data-testid=link-device-qr-code]'],
    ['locked', '[data-testid=lock-screen]'],
    ['syncing', '#pane-side'],
    ['unsupported', '#pane-side'],
    ['no-loader', '#wa_web_initial_startup'],
  ] as const)('%s', async (state, selector) => {
    const page = await open({ chats: 3, messages: 20, mediaMiB: 0, state });
    expect(await page.locator(selector).count()).toBe(1);
    expect(await page.evaluate(() => Reflect.has(window, 'require'))).toBe(state !== 'no-loader');
    expect((await traces(page)).trips).toEqual([]);
  });

  it('a log-out in the middle', async () => {
    const page = await open({ chats: 3, messages: 20, mediaMiB: 0 });
    const failed = await page.evaluate(async () => {
      const { __simulator, require } = window as unknown as SimulatedWindow;
      const [chat] = require('WAWebCollections').Chat.getModelsArray();
      __simulator.logout();
      const { msgFindBefore } = require('WAWebDBMessageFindLocal');
      return msgFindBefore({ anchor: { remote: chat?.id ?? '' }, count: 5 }).catch(
        (error: Error) => error.name,
      );
    });
    expect(failed).toBe('InvalidStateError');
    expect(await page.locator('[data-testid=link-device-qr-code]').count()).toBe(1);
  });
});

describe('media', () => {
  it('come over the simulated hosts and decrypt', async () => {
    const page = await open({ chats: 2, messages: 60, mediaMiB: 1 });
    const truth = truthOf({ chats: 2, messages: 60, mediaMiB: 1 });
    const [chat] = truth.chats;
    const [wanted] = truth.messages(chat?.id ?? '').filter(({ type }) => type === 'image');
    const size = await page.evaluate(async (row) => {
      const { require } = window as unknown as {
        require(id: string): {
          downloadManager: { downloadAndMaybeDecrypt(request: object): Promise<ArrayBuffer> };
        };
      };
      const qpl = { addAnnotations: () => qpl, addPoint: () => qpl };
      const { downloadManager } = require('WAWebDownloadManager');
      const request = { ...JSON.parse(row), type: 'image', downloadQpl: qpl };
      return (await downloadManager.downloadAndMaybeDecrypt(request)).byteLength;
    }, JSON.stringify(wanted?.row));
    expect(size).toBe(wanted?.row.size);
    expect(bare.simulator.requests.some(({ host }) => host === 'mmg.whatsapp.net')).toBe(true);
  });
});

describe('made media', () => {
  const truth = truthOf(ACCOUNT);
  /** Any page will do: it only decodes. */
  let page: Page;
  beforeAll(async () => {
    page = await open({ chats: 1, messages: 1, mediaMiB: 0 });
  });

  it.each(['image/png', 'image/jpeg', 'image/webp'])('%s: a real picture', async (type) => {
    const found = [...truth.media.values()].find((medium) => medium.type === type);
    const [width, height] = await page.evaluate(
      async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        return [image.naturalWidth, image.naturalHeight];
      },
      `data:${type};base64,${Buffer.from(found?.bytes() ?? []).toString('base64')}`,
    );
    expect(width).toBeGreaterThan(1);
    expect(height).toBeGreaterThan(1);
  });

  it('audio/wav: a real sound', async () => {
    const found = [...truth.media.values()].find(({ type }) => type === 'audio/wav');
    const seconds = await page.evaluate(
      async (bytes) => {
        const context = new OfflineAudioContext(1, 1, 8000);
        return (await context.decodeAudioData(new Uint8Array(bytes).buffer)).duration;
      },
      [...(found?.bytes() ?? [])],
    );
    expect(seconds).toBeGreaterThan(0.5);
  });
});
