/** @file Each state of the WhatsApp tab in the popup's words, and what *Back up now* says where there can be no backup. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snake, wordsOf } from '../../components/fault-words.ts';
import type { Obstacle } from '../../components/popup/screen.ts';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { i18n } from '../tools/i18n.ts';
import type { SimulatorHook } from '../whatsapp-web/site/hook.ts';
import { openWorld, type World } from './world.ts';

const ACCOUNT = 'seed=3&chats=5&messages=120&mediaMiB=1';
const BACK_UP = i18n.t('popup.back_up');

let world: World;

beforeAll(async () => {
  world = await openWorld({ query: ACCOUNT });
  await world.until('the page', ({ page }) => page === 'ready');
  await world.adopt('a password for states');
});
afterAll(() => world?.close());

async function toState(state: string): Promise<void> {
  await world.whatsapp().goto(`${world.site}&state=${state}`);
  await world
    .whatsapp()
    .evaluate(() => (window as unknown as { __simulator: SimulatorHook }).__simulator.ready);
}

const simulator = (page: Page, act: 'finishSync' | 'lock' | 'logout') =>
  page.evaluate((name) => {
    const { __simulator } = window as unknown as { __simulator: SimulatorHook };
    __simulator[name]();
  }, act);

const popupPage = () => world.extensionPage('popup.html');

/** The popup tells the state, and offers what helps instead of a backup. */
async function expectWords(popup: Page, state: Obstacle, help: string): Promise<void> {
  await popup.getByText(i18n.t(`page.${snake(state)}`), { exact: true }).waitFor();
  await popup.getByRole('button', { name: help, exact: true }).waitFor();
  expect(await popup.getByRole('button', { name: BACK_UP }).count()).toBe(0);
  const heading = await popup.getByRole('heading', { level: 1 }).innerText();
  expect(heading).toBe(i18n.t('popup.first.headline'));
}

async function expectReady(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: BACK_UP }).waitFor();
  for (const state of ['locked', 'still_syncing', 'not_logged_in', 'no_tab', 'reload_needed'])
    expect(await popup.getByText(i18n.t(`page.${state}`), { exact: true }).count()).toBe(0);
}

/** A popup that saw the page ready a moment ago: what it asks reaches the worker, what it hears of the page is old. */
async function stalePopup(): Promise<Page> {
  const popup = await world.context.newPage();
  await popup.addInitScript(() => {
    const roots = [globalThis.chrome, (globalThis as unknown as { browser?: typeof chrome }).browser];
    for (const runtime of new Set(roots.map((root) => root?.runtime))) {
      if (!runtime) continue;
      const send = runtime.sendMessage.bind(runtime) as (message: unknown) => Promise<{ value: object }>;
      const value = async (message: { keepsake: string }) => {
        const reply = await send(message);
        return message.keepsake === 'status' ? { value: { ...reply.value, page: 'ready' } } : reply;
      };
      Object.defineProperty(runtime, 'sendMessage', { value, configurable: true });
    }
  });
  await popup.goto(`chrome-extension://${world.id}/popup.html`);
  return popup;
}

/** The button answers with what stands in the way, in three sentences, and nothing was begun. */
async function expectRefused(state: Obstacle): Promise<void> {
  const popup = await stalePopup();
  await popup.getByRole('button', { name: BACK_UP }).click();
  const alert = popup.getByRole('alert');
  await alert.waitFor();
  const text = await alert.innerText();
  if (state === 'loading') throw new Error('loading is waited for');
  const { what, means, next } = wordsOf({ code: state, detail: {} });
  for (const sentence of [what, means, next]) expect(text).toContain(sentence);
  await popup.close();
  const { run, last, unsaved } = await world.command('status');
  expect({ run, last, unsaved }).toEqual({ run: null, last: null, unsaved: false });
}

describe('the popup says what stands in the way, and Back up now does too', () => {
  it.each<[Obstacle, string, string]>([
    ['not-logged-in', 'not-logged-in', 'page.show'],
    ['locked', 'locked', 'page.show'],
    ['unsupported-build', 'unsupported', 'page.reload'],
    ['still-syncing', 'syncing', 'page.show'],
  ])('%s', async (state, held, help) => {
    await toState(held);
    const popup = await popupPage();
    await expectWords(popup, state, i18n.t(help));
    await expectRefused(state);
    await popup.close();
  });

  it('ready, once the history has come in', async () => {
    await toState('syncing');
    const popup = await popupPage();
    await expectWords(popup, 'still-syncing', i18n.t('page.show'));
    await simulator(world.whatsapp(), 'finishSync');
    await expectReady(popup);
    await popup.close();
  });

  it.each<['lock' | 'logout', Obstacle]>([
    ['lock', 'locked'],
    ['logout', 'not-logged-in'],
  ])('%s while the popup is open', async (act, state) => {
    await toState('connected');
    const popup = await popupPage();
    await expectReady(popup);
    await simulator(world.whatsapp(), act);
    await expectWords(popup, state, i18n.t('page.show'));
    await expectRefused(state);
    await popup.close();
  });

  it('no tab', async () => {
    await world.whatsapp().close();
    const popup = await popupPage();
    await expectWords(popup, 'no-tab', i18n.t('page.open'));
    await expectRefused('no-tab');
    await popup.close();
    await world.openWhatsapp();
  });
});

interface ExtensionsPage {
  readonly developerPrivate: {
    updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void>;
  };
}

/** An unpacked extension comes back only in developer mode. */
async function allowReload(): Promise<void> {
  const page = await world.context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(() =>
    (chrome as unknown as ExtensionsPage).developerPrivate.updateProfileConfiguration({
      inDeveloperMode: true,
    }),
  );
  await page.close();
}

/** The extension needs a moment until its pages are there again. */
async function popupAgain(): Promise<Page> {
  for (const end = Date.now() + 60_000; ; ) {
    const popup = await world.context.newPage();
    const here = await popup
      .goto(`chrome-extension://${world.id}/popup.html`)
      .then(() => popup.evaluate(answers))
      .catch(() => false);
    if (here) return popup;
    await popup.close();
    if (Date.now() > end) throw new Error('the extension did not come back');
  }
}

/** Runs in the page: whether the background that comes back answers already. */
const answers = () =>
  Promise.race([
    chrome.runtime.sendMessage({ keepsake: 'status', question: {} }).then((reply) => 'value' in reply),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 15_000)),
  ]);

/** Last: the extension's own pages close when it starts anew, the world's helper among them. */
it('reload needed: the tab is older than the extension, and a button reloads it', async () => {
  await world.until('the page', ({ page }) => page === 'ready');
  await allowReload();
  const old = await popupPage();
  const gone = old.waitForEvent('close');
  await old.evaluate(() => chrome.runtime.reload()).catch(() => {}); // the page goes with it
  await gone;

  const ask = async (popup: Page, name: string) =>
    popup.evaluate((keepsake) => chrome.runtime.sendMessage({ keepsake, question: {} }), name);
  const popup = await popupAgain();
  await expectWords(popup, 'reload-needed', i18n.t('page.reload'));
  expect(await ask(popup, 'start')).toMatchObject({ fault: { code: 'reload-needed' } });
  const { value } = (await ask(popup, 'status')) as { value: BackupStatus };
  expect([value.run, value.last]).toEqual([null, null]);

  const reloaded = world.whatsapp().waitForEvent('load');
  await popup.getByRole('button', { name: i18n.t('page.reload') }).click();
  await reloaded;
  const next = await popupPage();
  await expectReady(next);
  await next.getByRole('button', { name: BACK_UP }).click();
  await next.getByText(i18n.t('popup.done.verified')).waitFor({ timeout: 60_000 });
});
