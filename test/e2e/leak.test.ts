/** @file Nothing readable on the disk, on a console or on the network: after a backup, after one that was killed, after viewing. */
import type { Page } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import type { BackupStatus } from '../../lib/backup/status.ts';
import type { VaultSecrets } from '../../lib/vault/vault.ts';
import { i18n } from '../tools/i18n.ts';
import type { SimulatorHook } from '../whatsapp-web/site/hook.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { describeHit, type Needle, searchProfile } from './disk/search.ts';
import { adoptKnown, contentOf, killBrowser, listen, runKeyOf } from './leaks.ts';
import { killWorker, openWorld, type World } from './world.ts';

const ACCOUNT = 'seed=21&chats=16&messages=2500&mediaMiB=24';
const PASSWORD = 'Wintergarten-marzipan-77-oboe';
const WRITER_KEY = 'the writer key';

const content = contentOf(truthOf(ACCOUNT));

interface Scene {
  readonly world: World;
  readonly secrets: VaultSecrets;
  readonly said: readonly string[];
  /** What the page asks for when nobody backs it up. */
  readonly baseline: ReadonlySet<string>;
}

let open: World | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

const asked = ({ simulator }: World): string[] => simulator.requests.map(({ host, path }) => host + path);

async function begin(): Promise<Scene> {
  const world = await openWorld({ query: ACCOUNT });
  open = world;
  const said = listen(world.context);
  await world.whatsapp().reload(); // heard from its first word
  await world.until('the page', ({ page }) => page === 'ready');
  const baseline = new Set(asked(world));
  const secrets = await adoptKnown(world, PASSWORD);
  await (await world.worker()).evaluate(() => console.log('heard from the worker'));
  await world.whatsapp().evaluate(() => console.log('heard from the page'));
  await world.command('start');
  return { world, secrets, said, baseline };
}

/** Searches the closed profile for everything; only the writer key may be, and must be, there. */
async function expectSealed({ world, secrets, said }: Scene, runKey: Uint8Array): Promise<void> {
  const needles: Needle[] = [
    ...content,
    { name: 'the password', bytes: PASSWORD },
    { name: 'the run key', bytes: runKey },
    { name: 'the private key', bytes: secrets.privateKey },
    { name: WRITER_KEY, bytes: secrets.writerKey },
  ];
  const hits = await searchProfile(world.profile, needles);
  expect(hits.filter(({ needle }) => needle !== WRITER_KEY).map(describeHit)).toEqual([]);
  expect(hits.filter(({ needle }) => needle === WRITER_KEY)).not.toEqual([]);
  const elsewhere = await searchProfile(world.downloads, needles);
  expect(elsewhere.map(describeHit)).toEqual([]);
  for (const place of ['worker', 'page'])
    expect(said.filter((line) => line.endsWith(`heard from the ${place}`))).toHaveLength(1);
  const words = needles.flatMap(({ bytes }) => (typeof bytes === 'string' ? bytes : []));
  expect(said.filter((line) => words.some((word) => line.includes(word)))).toEqual([]);
}

/** Only the page asked anybody for anything: what it asks for anyway, and the media it fetched for us. */
async function networkOf({ world, baseline }: Scene): Promise<{ foreign: string[]; media: number }> {
  const own = await world.whatsapp().evaluate(() => {
    const { __simulator } = window as unknown as { __simulator: SimulatorHook };
    return __simulator.network.map(({ url, own }) => ({ url: new URL(url, location.href).href, own }));
  });
  const mine = new Set(own.filter(({ own }) => own).map(({ url }) => url.replace('https://', '')));
  const foreign = [
    ...world.requests,
    ...own.filter(({ own }) => !own).map(({ url }) => url),
    ...asked(world).filter((one) => !baseline.has(one) && !mine.has(one)),
  ];
  const media = asked(world).filter((one) => /^[\w.-]+\.whatsapp\.net\/v\//.test(one)).length;
  return { foreign, media };
}

const saved = ({ last, run, unsaved }: BackupStatus) => run === null && last !== null && !unsaved;

it('there is enough to look for', () => {
  expect(content.filter(({ bytes }) => typeof bytes === 'string').length).toBeGreaterThan(30);
  expect(content.filter(({ bytes }) => typeof bytes !== 'string').length).toBeGreaterThan(8);
});

describe('after a run whose worker was killed, and then, as it went on, the whole browser', () => {
  it.each<'messages' | 'media'>(['messages', 'media'])('among the %s', async (phase) => {
    const scene = await begin();
    const { world } = scene;
    const runKey = await runKeyOf(world);
    const beyond = (done: number) =>
      world.until(phase, ({ run }) => run?.phase === phase && run[phase].done > done);
    const { run } = await beyond(phase === 'messages' ? 200 : 3);
    await killWorker(world);
    await beyond(run?.[phase].done ?? 0); // sealed by the worker that came after
    await killBrowser(world);
    expect(await world.savedFiles()).toEqual([]);
    await expectSealed(scene, runKey);
  });
});

it('after a backup, and after viewing it', async () => {
  const scene = await begin();
  const { world } = scene;
  const runKey = await runKeyOf(world);
  const { last } = await world.until('the file', saved);
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });
  const [file, ...others] = await world.savedFiles();
  expect(others).toEqual([]);
  const { foreign: before, media } = await networkOf(scene);
  expect(before).toEqual([]);
  expect(media).toBeGreaterThan(10);
  const page = await world.extensionPage('viewer.html');
  await page.locator('input[type=file]').setInputFiles(file ?? '');
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  const seen = await readAround(page);
  expect(seen.words.length).toBeGreaterThan(5);
  expect(seen.pictures).toBeGreaterThan(2);
  const { foreign } = await networkOf(scene);
  expect(foreign).toEqual([]);
  await page.close();
  await world.context.close();
  await expectSealed(scene, runKey);
});

/** Opens chats and scrolls up in them. @returns planted words that were on the screen, and pictures. */
async function readAround(page: Page): Promise<{ words: string[]; pictures: number }> {
  await page.getByRole('option').first().waitFor();
  const words = new Set<string>();
  const pictures = new Set<string>();
  for (let chat = 0; chat < 6; chat++) {
    await page.getByRole('option').nth(chat).click();
    const list = page.getByRole('list', { name: i18n.t('viewer.messages') });
    await list
      .or(page.getByText(i18n.t('viewer.empty_chat')))
      .first()
      .waitFor();
    const shown = await list.isVisible();
    for (let i = 0; shown && i < 8; i++) {
      await page.waitForTimeout(150);
      const text = await page.locator('body').innerText();
      for (const { bytes } of content)
        if (typeof bytes === 'string' && text.includes(bytes)) words.add(bytes);
      for (const url of await list
        .locator('img')
        .evaluateAll((all) => all.map((img) => img.getAttribute('src'))))
        if (url?.startsWith('blob:')) pictures.add(url);
      await list.press('PageUp');
    }
  }
  return { words: [...words], pictures: pictures.size };
}
