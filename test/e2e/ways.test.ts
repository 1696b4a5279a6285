/**
 * @file All ways to open, as a user goes them in a real Chromium: set-up with a phrase and a passkey, a backup, the viewer by
 * each way, the password changed, and a second browser that goes on with the file.
 */
import { openAsBlob } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobSource, openContainer } from '../../lib/archive/container.ts';
import { openArchives } from '../../lib/archive/open.ts';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { must, toBase64url } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { parsePhrase } from '../../lib/vault/phrase.ts';
import { unlockHeader, type Way } from '../../lib/vault/slots.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { compareWithTruth } from './archive.ts';
import { describeHit, type Needle, searchProfile } from './disk/search.ts';
import { listen } from './leaks.ts';
import { openWorld, type World } from './world.ts';

const ACCOUNT = 'seed=31&chats=4&messages=160&mediaMiB=1';
const OLD = 'Wintergarten-marzipan-77-oboe';
const NEW = 'Lighthouse-paprika-19-viola';
const THIRD = 'Harbour-cinnamon-53-cello';

const saved = ({ last, run, unsaved }: BackupStatus) => run === null && last !== null && !unsaved;
const password = (word: string): Way => ({ kind: 'password', password: word });

let world: World;
let other: World | null = null;
/** One tab for all pages: the virtual authenticator lives in it. */
let page: Page;
let said: readonly string[];
let phrase = '';
const files: string[] = [];

beforeAll(async () => {
  world = await openWorld({ query: ACCOUNT });
  said = listen(world.context);
  await world.until('the page', (status) => status.page === 'ready');
  page = await world.extensionPage('setup.html');
  const session = await world.context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
});
afterAll(async () => {
  await world?.close();
  await other?.close();
});

/** Another computer, the same account. */
async function openSecond(): Promise<World> {
  other = await openWorld({ query: ACCOUNT });
  await other.until('the page', (status) => status.page === 'ready');
  return other;
}

/** What is in the page now: text, attributes, what is typed. */
const everything = (of: Page): Promise<string> =>
  of.evaluate(() => {
    const typed = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(
      ({ value }) => value,
    );
    return [document.documentElement.outerHTML, ...typed].join('\n');
  });

async function expectForgotten(...secrets: readonly string[]): Promise<void> {
  const text = await everything(page);
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  const words = phrase
    .split(' ')
    .filter((word) => text.includes(`>${word}<`) || text.includes(`\n${word}\n`));
  expect(words).toEqual([]);
}

const goTo = (path: string) => page.goto(`chrome-extension://${world.id}/${path}`);
const press = (name: string, of = page) => of.getByRole('button', { name, exact: true }).click();

/** Opens a file in the viewer, as far as the lock. */
async function pick(file: string, of = page): Promise<void> {
  await of.locator('input[type=file]').setInputFiles(file);
  await of.getByText('Enter the password').waitFor();
}

async function unlockWithPhrase(of = page): Promise<void> {
  await press('Use the recovery phrase', of);
  await of.getByLabel('Recovery phrase').fill(phrase.toUpperCase());
  await press('Unlock', of);
}

async function unlockWithPasskey(): Promise<void> {
  await press('Use a passkey');
  await press('Unlock');
}

/** As another program on another machine: the fault's code, or the history. */
async function open(paths: readonly string[], way: Way) {
  const sources = await Promise.all(
    paths.map(async (path) => ({ name: path, source: blobSource(await openAsBlob(path)) })),
  );
  return archiveHistory(await (await openArchives(sources)).unlock(way));
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'opened',
    (thrown: { code: string }) => thrown.code,
  );

describe('all ways to open', () => {
  it('are made in set-up: the password, the words on paper, a passkey', async () => {
    await press('Yes, continue');
    await page.getByLabel('Password', { exact: true }).fill(OLD);
    await page.getByLabel('The same password again').fill(OLD);
    await press('Continue');
    await press('Show the words');
    const shown = await page.getByRole('listitem').allTextContents();
    const words = shown.map((line) => line.replace(/^\d+/, ''));
    phrase = words.join(' ');
    parsePhrase(phrase);
    await press('They are on paper');
    await expectForgotten(OLD);
    for (const label of await page.locator('label').allTextContents())
      await page.getByLabel(label, { exact: true }).fill(words[Number(label.replace('Word ', '')) - 1] ?? '');
    await press('Continue');
    await press('Make a passkey');
    await page.getByRole('checkbox').check();
    await expectForgotten(OLD);
    await press('Create');
    await page.getByText('Everything is ready').waitFor();
    await expectForgotten(OLD);
    await press('Back up now');
    await page.getByText('The backup has started').waitFor();
    const { last } = await world.until('the file', saved);
    expect(last).toMatchObject({ fault: null, report: { stopped: false } });
    files.push(...(await world.savedFiles()));
    expect(files).toHaveLength(1);
  });

  it('open the file in the viewer, each', async () => {
    await goTo('viewer.html');
    const ways: readonly (() => Promise<void>)[] = [
      async () => {
        await page.getByLabel('Password', { exact: true }).fill(OLD);
        await press('Unlock');
      },
      unlockWithPhrase,
      unlockWithPasskey,
    ];
    for (const unlock of ways) {
      await pick(files[0] ?? '');
      await unlock();
      await page.getByRole('option').first().waitFor();
      expect(await page.getByText(/go on with|Go on backing up/i).count()).toBe(0); // it is this browser's own
      await expectForgotten(OLD);
      await press('Lock');
    }
  });

  it('are changed after unlocking by one of them, and what was saved before is named', async () => {
    await goTo('keys.html');
    await page.getByText(/What opens them now: a password, a recovery phrase,? and 1 passkey/).waitFor();
    await unlockWithPasskey();
    await press('Change');
    await page.getByLabel('Password', { exact: true }).fill(NEW);
    await page.getByLabel('The same password again').fill(NEW);
    await press('Change password');
    await page.getByText('The password is changed').waitFor();
    await page.getByText((files[0] ?? '').split('/').at(-1) ?? 'no file').waitFor();
    await expectForgotten(OLD, NEW);
    await press('Save file');
    await page.getByText('The file is saved.').waitFor();
    files.push(...(await world.savedFiles()).filter((file) => !files.includes(file)));
    expect(files).toHaveLength(2);
    const [before = '', after = ''] = files;
    expect(await codeOf(open([after], password(OLD)))).toBe('wrong-password');
    expect(await codeOf(open([before], password(OLD)))).toBe('opened');
    const history = await open([after], password(NEW));
    expect(await compareWithTruth(truthOf(ACCOUNT), history)).toEqual([]);
    expect(await codeOf(open([before], { kind: 'phrase', phrase }))).toBe('opened');
  });

  it('open it in a second browser too, which goes on with it and reads nothing twice', async () => {
    const second = await openSecond();
    const viewer = await second.extensionPage('viewer.html');
    await pick(files[1] ?? '', viewer);
    await unlockWithPhrase(viewer);
    await press('Go on with it', viewer);
    await viewer.getByText('This browser goes on with this backup').waitFor();
    await viewer.close();
    const { vault } = await second.command('status');
    expect(vault).toEqual((await world.command('status')).vault);
    await second.command('start', {});
    const { last } = await second.until('the file', saved);
    expect(last).toMatchObject({ fault: null, report: { stopped: false, incremental: { added: 0 } } });
    const [third = ''] = await second.savedFiles();
    const alone = await open([third], { kind: 'phrase', phrase });
    expect(alone.runs.map(({ number }) => number)).toEqual([2]);
    const both = await open([files[1] ?? '', third], { kind: 'phrase', phrase });
    expect(both.notes).toEqual([]);
    expect(both.runs.map(({ number }) => number)).toEqual([1, 2]);
    expect(await compareWithTruth(truthOf(ACCOUNT), both)).toEqual([]);
  });

  it('give way to a new lock, and to none at all', async () => {
    const second = other ?? expect.fail('no second browser');
    const [before = ''] = await second.savedFiles();
    const keys = await second.extensionPage('keys.html');
    await keys.getByText('What opens them now').waitFor();
    await unlockWithPhrase(keys);
    await press('Make a new lock', keys);
    await keys.getByLabel('Password', { exact: true }).fill(THIRD);
    await keys.getByLabel('The same password again').fill(THIRD);
    await press('Make the new lock', keys);
    await keys.getByText('Your backups have a new lock').waitFor();
    expect(await second.command('status')).toMatchObject({ unsaved: true });
    await press('Save file', keys);
    await keys.getByText('The file is saved.').waitFor();
    const [after = ''] = (await second.savedFiles()).filter((file) => file !== before);
    expect((await open([after], password(THIRD))).runs.map(({ number }) => number)).toEqual([2]);
    expect(await codeOf(open([after], { kind: 'phrase', phrase }))).toBe('wrong-phrase');
    await press('Lock', keys);
    await press('I have forgotten all of them', keys);
    await keys.getByLabel('Type “start over” to go on').fill('start over');
    await press('Start over', keys);
    await keys.waitForURL('**/setup.html');
    expect(await second.command('status')).toMatchObject({ vault: null, last: null, unsaved: false });
  });

  it('leave nothing behind that opens: not on the disk, not on a console', async () => {
    const { headers } = await openContainer(blobSource(await openAsBlob(files[0] ?? '')));
    const header = must(headers[0], 'header');
    const { privateKey, writerKey } = await unlockHeader(header, { kind: 'phrase', phrase });
    const stored = await page.evaluate(async () => [
      await chrome.storage.local.get(null),
      await chrome.storage.session.get(null),
    ]);
    await world.context.close();
    const needles: Needle[] = [
      { name: 'the old password', bytes: OLD },
      { name: 'the new password', bytes: NEW },
      { name: 'the phrase', bytes: phrase },
      { name: 'three of its words', bytes: phrase.split(' ').slice(4, 7).join(' ') },
      { name: 'what the phrase stands for', bytes: parsePhrase(phrase) },
      { name: 'the private key', bytes: privateKey },
      { name: 'the writer key', bytes: writerKey },
    ];
    const hits = await searchProfile(world.profile, needles);
    expect(hits.filter(({ needle }) => needle !== 'the writer key').map(describeHit)).toEqual([]);
    expect(hits.map(({ needle }) => needle)).toContain('the writer key'); // the search finds what is there
    const told = `${JSON.stringify(stored)}\n${said.join('\n')}`;
    for (const secret of [OLD, NEW, phrase, toBase64url(privateKey), toBase64url(writerKey)])
      expect(told).not.toContain(secret);
  });
});
