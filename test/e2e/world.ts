/** @file A whole world for one test: the simulator, a real Chromium with the built extension, a profile, a downloads folder. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from 'playwright';
import type { BackupStatus, Commands } from '../../lib/backup/status.ts';
import type { Argon2Costs } from '../../lib/seal/kdf.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { chromiumPath } from '../tools/chromium.ts';
import { startSimulator } from '../whatsapp-web/server.ts';

export const EXTENSION = new URL('../../.output/chrome-mv3', import.meta.url).pathname;

/** The last `--disable-features` wins: Playwright's own list would switch off what a stock browser has. */
const FEATURES =
  '--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,PaintHolding,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch';

export interface WorldOptions {
  /** The simulator's URL parameters. */
  readonly query: string;
  readonly headed?: boolean;
  /** Opens WhatsApp's tab at once; true where left out. */
  readonly whatsapp?: boolean;
  /** In a window of its own: the popup's page stays in sight, as a popup that is open does. */
  readonly apart?: boolean;
  readonly args?: readonly string[];
}

export interface World {
  readonly context: BrowserContext;
  readonly simulator: Awaited<ReturnType<typeof startSimulator>>;
  readonly id: string;
  readonly profile: string;
  readonly downloads: string;
  /** Everything that extension pages and the worker asked for, beside their own files and blobs. */
  readonly requests: readonly string[];
  readonly site: string;
  worker(): Promise<Worker>;
  whatsapp(): Page;
  openWhatsapp(): Promise<Page>;
  extensionPage(path: string): Promise<Page>;
  command<N extends keyof Commands>(name: N, question?: Commands[N]['ask']): Promise<Commands[N]['answer']>;
  /** Waits until the status satisfies, looked at every so many milliseconds. */
  until(
    what: string,
    satisfied: (status: BackupStatus) => boolean,
    ms?: number,
    every?: number,
  ): Promise<BackupStatus>;
  /** Makes a vault outside and hands it over, as the set-up page does. @param costs of the password; the least there are where left out. */
  adopt(password: string, costs?: Argon2Costs): Promise<void>;
  savedFiles(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  if (!existsSync(join(EXTENSION, 'manifest.json')))
    throw new Error('build the extension first: npm run build');
  const simulator = await startSimulator();
  const profile = await mkdtemp(join(tmpdir(), 'keepsake-profile-'));
  const downloads = await mkdtemp(join(tmpdir(), 'keepsake-downloads-'));
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ download: { default_directory: downloads, prompt_for_download: false } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: options.headed !== true,
    viewport: { width: 1100, height: 800 },
    args: [...flags(simulator.port, simulator.spki), ...(options.args ?? [])],
  });
  const requests: string[] = [];
  context.on('request', (request) => {
    const from = request.serviceWorker()?.url() ?? request.frame().url();
    const own = /^(chrome-extension|blob|data|about):/;
    if (from.startsWith('chrome-extension:') && !own.test(request.url())) requests.push(request.url());
  });
  const first = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const id = new URL(first.url()).host;
  const site = `https://web.whatsapp.com/?${options.query}`;
  const helper = await context.newPage();
  await helper.goto(`chrome-extension://${id}/popup.html`);
  const session = await context.newCDPSession(helper);
  await session.send('Browser.setDownloadBehavior', { behavior: 'default' });
  let whatsapp: Page | null = null;

  const world: World = {
    context,
    simulator,
    id,
    profile,
    downloads,
    requests,
    site,
    worker: async () => context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker'),
    whatsapp() {
      if (!whatsapp) throw new Error('no WhatsApp tab');
      return whatsapp;
    },
    async openWhatsapp() {
      whatsapp = options.apart ? await newWindow(context, session) : await context.newPage();
      // Large accounts are made in the page, and machines are shared.
      await whatsapp.goto(site, { timeout: 120_000 });
      return whatsapp;
    },
    async extensionPage(path) {
      const page = await context.newPage();
      await page.goto(`chrome-extension://${id}/${path}`);
      return page;
    },
    async command(name, question) {
      const reply = await helper.evaluate((message) => chrome.runtime.sendMessage(message), {
        keepsake: name,
        question: question ?? {},
      });
      if ('fault' in reply)
        throw Object.assign(new Error(`${name}: ${JSON.stringify(reply.fault)}`), reply.fault);
      return reply.value;
    },
    async until(what, satisfied, ms = 120_000, every = 100) {
      for (const end = Date.now() + ms; ; ) {
        const status = await world.command('status');
        if (satisfied(status)) return status;
        if (Date.now() > end) throw new Error(`${what} did not come: ${JSON.stringify(status)}`);
        await new Promise((resolve) => setTimeout(resolve, every));
      }
    },
    async adopt(password, costs = { memoryKiB: 19 * 1024, passes: 1, lanes: 1 }) {
      const { header, keys } = await createVault(password, { costs });
      const { id: account } = await world.command('account');
      await helper.evaluate(
        (made) => {
          const bytes = (numbers: number[]) => Uint8Array.from(numbers);
          const question = {
            header: bytes(made.header),
            publicKey: bytes(made.publicKey),
            writerKey: bytes(made.writerKey),
            account: made.account,
          };
          return chrome.runtime.sendMessage({ keepsake: 'adopt', question });
        },
        { header: [...header], publicKey: [...keys.publicKey], writerKey: [...keys.writerKey], account },
      );
    },
    async savedFiles() {
      const names = await readdir(downloads);
      return names.filter((name) => name.endsWith('.keepsake')).map((name) => join(downloads, name));
    },
    async close() {
      await context.close();
      await simulator.close();
      await Promise.all([profile, downloads].map((dir) => rm(dir, { recursive: true, force: true })));
    },
  };
  if (options.whatsapp !== false) await world.openWhatsapp();
  return world;
}

async function newWindow(context: BrowserContext, session: CDPSession): Promise<Page> {
  const page = context.waitForEvent('page');
  await session.send('Target.createTarget', { url: 'about:blank', newWindow: true });
  return page;
}

/** Chromium's flags: our extension only, no name resolved but WhatsApp's, and that to the simulator. */
export function flags(port: number, spki: string): string[] {
  return [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-extensions-except=${EXTENSION}`,
    `--load-extension=${EXTENSION}`,
    FEATURES,
    `--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:${port}, MAP *.whatsapp.net:443 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    `--ignore-certificate-errors-spki-list=${spki}`,
  ];
}

/** Kills the extension's worker from outside, as the browser may at any time. */
export async function killWorker(world: World): Promise<void> {
  const page = await world.context.newPage();
  const session = await world.context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await page.close();
}

export const sizeOf = async (path: string): Promise<number> => (await stat(path)).size;
