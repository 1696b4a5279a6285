/** @file The built pages in a real Chromium, their background and workers replaced by states and a fake archive. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axeCore from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { rolldown } from 'rolldown';
import { expect, vi } from 'vitest';
import type { FaultNote } from '../../lib/base/fault.ts';
import { IDLE, NOW } from '../components/states.ts';
import { chromiumPath } from '../tools/chromium.ts';
import { EXTENSION } from './world.ts';

const PICTURES = new URL('../../test-output/screens', import.meta.url).pathname;

/** command → its answer, or the fault it meets. */
export type Replies = Readonly<Record<string, { value: unknown } | { fault: FaultNote }>>;

export interface Look {
  readonly name: string;
  readonly scheme?: 'light' | 'dark';
  readonly dir?: 'ltr' | 'rtl';
  readonly width?: number;
  readonly height?: number;
  /** 2: as at 200 % zoom, half the room. */
  readonly zoom?: number;
}

export interface Screens {
  readonly context: BrowserContext;
  page(path: string, replies: Replies, look?: Omit<Look, 'name'>): Promise<Page>;
  /** What was asked of the background since the page was opened. */
  asked(page: Page): Promise<readonly string[]>;
  /** The tabs that were opened and the pages gone to. */
  went(page: Page): Promise<readonly string[]>;
  shoot(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openScreens(): Promise<Screens> {
  if (!existsSync(join(EXTENSION, 'manifest.json')))
    throw new Error('build the extension first: npm run build');
  await mkdir(PICTURES, { recursive: true });
  const worker = await bundle(new URL('../viewer/fake-worker.ts', import.meta.url).pathname);
  const profile = await mkdtemp(join(tmpdir(), 'keepsake-screens-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: true,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      `--disable-extensions-except=${EXTENSION}`,
      `--load-extension=${EXTENSION}`,
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ],
  });
  const first = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const { host } = new URL(first.url());
  // Set-up comes by itself into a new browser. In front of another page, it would keep that from being drawn.
  const isSetup = (page: Page) => page.url() === `chrome-extension://${host}/setup.html`;
  const setup = await vi.waitUntil(() => context.pages().find(isSetup), { timeout: 30_000 });
  // Not before it has its words: all pages of the extension share a process, and what it failed to load it has not later.
  await setup.getByRole('heading', { name: /./ }).first().waitFor();
  await setup.close();
  return {
    context,
    async page(path, replies, { scheme = 'light', dir = 'ltr', width = 1100, height = 760, zoom = 1 } = {}) {
      const page = await context.newPage();
      await page.setViewportSize({ width: Math.round(width / zoom), height: Math.round(height / zoom) });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.addInitScript(stub, { replies: { status: { value: IDLE }, ...replies }, now: NOW });
      await page.addInitScript({ content: worker });
      await page.goto(`chrome-extension://${host}/${path}`);
      await page.locator('#page > *').waitFor();
      if (dir === 'rtl')
        await page.evaluate(() => {
          document.documentElement.dir = 'rtl';
        });
      return page;
    },
    asked: (page) => page.evaluate(() => (globalThis as unknown as Told).asked),
    went: (page) => page.evaluate(() => (globalThis as unknown as Told).went),
    async shoot(page, name) {
      // Nobody looks at them in CI; a picture is also what waits until the page is drawn.
      if (process.env.CI) await drawn(page);
      else await page.screenshot({ path: join(PICTURES, `${name}.png`) });
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

interface Told {
  asked: string[];
  went: string[];
  /** Intervals that run. */
  beats: Map<number, { readonly again: () => void; readonly every: number }>;
}

/** Runs in the page before its own scripts. */
function stub({ replies, now }: { replies: Replies; now: number }): void {
  const shift = now - Date.now();
  const clock = Date.now.bind(Date);
  Date.now = () => clock() + shift;
  const told = globalThis as unknown as Told;
  told.asked = [];
  told.went = [];
  told.beats = new Map();
  const { setInterval, clearInterval } = window;
  window.setInterval = ((again: () => void, every: number) => {
    const id = setInterval(again, every);
    told.beats.set(id, { again, every });
    return id;
  }) as typeof window.setInterval;
  window.clearInterval = (id) => {
    told.beats.delete(id as number);
    clearInterval(id);
  };
  let kept: unknown;
  const answer = async (message: { keepsake: string; question?: { set?: unknown } }) => {
    if (message.keepsake !== 'status') told.asked.push(message.keepsake);
    const reply = replies[message.keepsake] ?? { value: {} };
    if (message.keepsake !== 'settings' || 'fault' in reply) return reply;
    kept = message.question?.set ?? kept ?? reply.value;
    return { value: kept };
  };
  window.close = () => told.went.push('closed');
  for (const root of [globalThis.chrome, (globalThis as unknown as { browser?: typeof chrome }).browser]) {
    if (!root?.runtime) continue;
    Object.defineProperty(root.runtime, 'sendMessage', { value: answer, configurable: true });
    const tabs = {
      query: async () => [],
      create: async ({ url }: { url: string }) =>
        told.went.push(url.replace(/^chrome-extension:\/\/\w+/, '')),
      update: async () => {},
      reload: async () => {},
    };
    Object.defineProperty(root, 'tabs', { value: tabs, configurable: true });
  }
}

async function bundle(entry: string): Promise<string> {
  const build = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' });
  const { output } = await build.generate({ format: 'iife' });
  await build.close();
  return output[0].code;
}

/** How every page is looked at. */
export const LOOKS: readonly Look[] = [
  { name: 'light' },
  { name: 'dark', scheme: 'dark' },
  { name: 'rtl', dir: 'rtl' },
  { name: 'zoom', zoom: 2 },
];

/**
 * The page's clock is so many minutes on, and what would have been done again and again in them is done once.
 * @param byItself nothing is: it is waited for until the page comes to it.
 */
export const later = (page: Page, minutes: number, byItself = false): Promise<void> =>
  page.evaluate(
    ({ ms, byItself }) => {
      const clock = Date.now;
      Date.now = () => clock() + ms;
      for (const { again, every } of (globalThis as unknown as Told).beats.values())
        if (!byItself && every <= ms) again();
    },
    { ms: minutes * 60_000, byItself },
  );

/** What was done to the page is on the screen. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** Nothing to complain of; a picture of it is kept. */
export async function faultless(screens: Screens, page: Page, name: string): Promise<void> {
  await screens.shoot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), name).toEqual([]);
}

/** Faults that axe finds, as sentences. It looks at this page alone, not into frames: there are none. */
export async function axe(page: Page): Promise<readonly string[]> {
  expect(page.frames()).toHaveLength(1);
  // Half a megabyte: put into each page once.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof axeCore };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
  });
}

/** Elements that stick out of the page sideways, or whose text does. */
const overflow = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const root = document.documentElement;
    const sticks =
      root.scrollWidth > root.clientWidth ? [`page ${root.scrollWidth} > ${root.clientWidth}`] : [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { left, right, width } = element.getBoundingClientRect();
      let box = element.parentElement;
      while (box && getComputedStyle(box).overflowX === 'visible') box = box.parentElement;
      const clipped = box !== null && box !== root;
      if (
        !clipped &&
        width > 1 &&
        (left < -1 || right > root.clientWidth + 1) &&
        !element.closest('.aside, svg')
      )
        sticks.push(`${element.tagName} ${element.className} ${Math.round(left)}–${Math.round(right)}`);
    }
    return sticks.slice(0, 10);
  });
