/** @file The viewer is given what is no backup, or no longer a whole one: each has its own clear sentence, and what nobody vouches for is not shown. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wordsOf } from '../../components/fault-words.ts';
import { type Bytes, utf8 } from '../../lib/base/bytes.ts';
import type { FaultCode } from '../../lib/base/fault.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { PASSWORD } from '../archive/fixture.ts';
import { i18n } from '../tools/i18n.ts';
import { ANNAS, type BadFiles, BENS, damagedAt, JPEG, makeFiles, PDF, UNVOUCHED } from './bad-files.ts';
import { openWorld, type World } from './world.ts';

/** Whatever is dropped is answered within this. */
const ANSWER_MS = 15_000;

let world: World;
let files: BadFiles;
let page: Page;

beforeAll(async () => {
  files = await makeFiles();
  world = await openWorld({ query: '', whatsapp: false });
  page = await world.extensionPage('viewer.html');
  page.setDefaultTimeout(ANSWER_MS);
});
afterAll(() => world?.close());
beforeEach(async () => {
  await page.reload();
});

const give = (bytes: Uint8Array, name = 'Some file.keepsake') =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

async function unlock(password = PASSWORD): Promise<void> {
  await page.getByText(i18n.t('ways.unlock.password')).waitFor();
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
}

/** The one sentence of each part, said aloud. */
async function expectFault(code: FaultCode, brief = false): Promise<void> {
  const { what, means, next } = wordsOf({ code, detail: {} });
  const alert = page.getByRole('alert');
  await alert.filter({ hasText: what }).waitFor();
  expect(await alert.count()).toBe(1);
  const text = await alert.innerText();
  expect(text).toContain(next);
  if (!brief) expect(text).toContain(means);
}

/** Everything in the page, folded away or not. */
const everyWord = () => page.evaluate(() => `${document.title} ${document.documentElement.textContent}`);

async function choose(name: RegExp): Promise<void> {
  await page.getByRole('option', { name }).click();
}

/** Read from the element that holds the body alone: a bubble that scrolls away runs its texts together. */
const bodies = (name: string): Promise<string[]> =>
  page
    .getByRole('listitem')
    .getByText(new RegExp(`^${name} \\d+$`))
    .allInnerTexts();

/** Until the last message of a chat is shown. */
const newest = (records: readonly MessageRecord[]) =>
  page
    .getByText(`${records.at(-1)?.row.body}`, { exact: true })
    .first()
    .waitFor();

/** What is folded away is opened until the words are seen. The locked file has notes too: those must be gone. */
async function expectNote(code: FaultCode, words: string | RegExp = wordsOf({ code, detail: {} }).what) {
  await page.getByRole('option').first().waitFor();
  const folded = page.locator('details:not([open]) > summary');
  await expect
    .poll(async () => {
      if ((await folded.count()) > 0) await folded.first().click();
      return page.getByText(words).first().isVisible();
    })
    .toBe(true);
}

describe('what is no backup', () => {
  it.each<[string, string, Uint8Array]>([
    ['a text', 'notes.txt', utf8(`${UNVOUCHED}\nKeepsake\n`)],
    ['nothing', 'empty.keepsake', new Uint8Array(0)],
    ['a picture', 'photo.jpg', Uint8Array.from([...JPEG, ...utf8(UNVOUCHED)])],
    ['a PDF', 'letter.pdf', utf8(PDF)],
    ['a megabyte of zeros', 'zeros.keepsake', new Uint8Array(1024 * 1024)],
    ['something else that is called one', 'Keepsake 2026-05-03.keepsake', utf8('PK\x03\x04'.repeat(300))],
  ])('%s: said to be none, and the next file opens', async (_, name, bytes) => {
    await give(bytes, name);
    await expectFault('not-an-archive');
    expect(await everyWord()).not.toContain(UNVOUCHED);
    await give(files.whole);
    await unlock();
    await page.getByRole('option').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('several files at once', () => {
  async function drop(...given: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<void> {
    const transfer = await page.evaluateHandle(
      (list) => {
        const transfer = new DataTransfer();
        for (const [name, bytes] of list) transfer.items.add(new File([Uint8Array.from(bytes)], name));
        return transfer;
      },
      given.map(([name, bytes]) => [name, Array.from(bytes)] as const),
    );
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  }

  it('each damaged elsewhere: nothing is missing, and a check tells what is wrong with which', async () => {
    await drop(
      ['a.keepsake', files.flipped(1)],
      ['b.keepsake', files.flipped(3)],
      ['c.txt', utf8(UNVOUCHED)],
    );
    await unlock();
    await choose(/31600000001/);
    await newest(ANNAS);
    await page.getByRole('button', { name: i18n.t('viewer.everything.start') }).click();
    const result = page.getByRole('alert').filter({ hasText: i18n.t('viewer.everything.found', 3, ['3']) });
    await result.locator('summary').click();
    const text = await result.innerText();
    for (const words of [
      'a.keepsake',
      'b.keepsake',
      'c.txt',
      'Part 1 of',
      'Part 3 of',
      'not a Keepsake backup',
    ])
      expect(text).toContain(words);
    expect(await everyWord()).not.toContain(UNVOUCHED);
  });
});

describe('a backup that ends too early', () => {
  it('before its header: says so', async () => {
    for (const at of [100, files.header.start - 1]) {
      await give(files.cut(at));
      await expectFault('archive-cut');
      await page.reload();
    }
  });

  it('inside its header: without its beginning nothing can be unlocked', async () => {
    const { start, end } = files.header;
    for (const at of [start + 1, start + 200, end - 1]) {
      await give(files.cut(at));
      await expectFault('archive-cut');
      await page.reload();
    }
  });

  it('in the middle of its messages: what came before is there, and the end is told to be missing', async () => {
    await give(files.cut((files.segments[3]?.start ?? 0) + 30));
    await unlock();
    await expectNote('archive-cut');
    await choose(/31600000001/);
    await page.getByText('from Anna 19', { exact: true }).first().waitFor();
    expect(await bodies('from Anna')).toContain('from Anna 19');
    expect(await everyWord()).not.toContain('from Anna 20');
    expect(await everyWord()).toContain(i18n.t('viewer.summary.unfinished', 1));
  });

  it.each([1, 22, 100])('by %i bytes of its directory: everything is there', async (lost) => {
    await give(files.cut(files.whole.length - lost));
    await unlock();
    await page.getByRole('option').first().waitFor();
    expect(await page.getByRole('option').count()).toBe(2);
    expect(await page.locator('summary').innerText()).toBe(i18n.t('viewer.summary.notes', 1));
    await choose(/31600000001/);
    await newest(ANNAS);
  });
});

describe('a bit that turned over among the messages', () => {
  it.each([1, 2, 3])(
    'of segment %i: its chat shows the rest, another chat all, a note names the damage',
    async (segment) => {
      await give(files.flipped(segment));
      await unlock();
      await choose(/31600000002/);
      await newest(BENS);
      expect(await bodies('from Ben')).toEqual(BENS.map(({ row }) => row.body));
      await choose(/31600000001/);
      const left = ANNAS.map(({ row }) => `${row.body}`).filter((_, i) => Math.floor(i / 10) + 1 !== segment);
      await page
        .getByText(`${left.at(-1)}`, { exact: true })
        .first()
        .waitFor();
      const shown = new Set<string>();
      await expect
        .poll(async () => {
          await page.getByRole('list', { name: i18n.t('viewer.messages') }).press('PageUp');
          const seen = await bodies('from Anna');
          expect(new Set(seen).size).toBe(seen.length);
          for (const body of seen) shown.add(body);
          return [...shown].sort();
        })
        .toEqual([...left].sort());
      await expectNote('segment-damaged', damagedAt(segment));
    },
  );

  it('of a chat’s only segment: the chat says so, and does not wait for ever', async () => {
    await give(files.flipped(4));
    await unlock();
    await choose(/31600000002/);
    await page.getByText(i18n.t('common.loading')).waitFor({ state: 'detached' });
    expect(await bodies('from Ben')).toEqual([]);
    await expectNote('segment-damaged', damagedAt(4));
    await choose(/31600000001/);
    await newest(ANNAS);
  });
});

describe('a header changed by somebody without a key', () => {
  const open = async (change: (json: string) => string) => give(await files.altered(change));

  it('that asks for 64 GiB: refused before any is taken', async () => {
    await open((json) => json.replace(/"memoryKiB":\d+/, `"memoryKiB":${64 * 1024 * 1024}`));
    await page.getByText(i18n.t('ways.unlock.password')).waitFor();
    await unlock();
    await expectFault('kdf-refused'); // one that ran out of memory would be another
  });

  it('of version 2: made by a newer Keepsake', async () => {
    await open((json) => json.replace('"version":1', '"version":2'));
    await expectFault('newer-version');
  });

  it('that is not JSON: damaged', async () => {
    await open((json) => `${UNVOUCHED}${json}`);
    await expectFault('header-damaged');
    expect(await everyWord()).not.toContain(UNVOUCHED);
  });

  it('that names a way to unlock nobody knows: newer, and the name is not repeated', async () => {
    await open((json) => json.replace('"argon2id"', `"${UNVOUCHED}"`));
    await unlock();
    await expectFault('newer-version');
    expect(await everyWord()).not.toContain(UNVOUCHED);
  });

  it('that says more than it should: opens, is told to be altered, and its words are not shown', async () => {
    await open((json) => json.replace('"version":1', `"version":1,"name":"${UNVOUCHED}"`));
    await unlock();
    await page.getByRole('option').first().waitFor();
    await expectNote('header-altered');
    expect(await everyWord()).not.toContain(UNVOUCHED);
  });

  it('or a README.txt that says something else: noted, and not repeated', async () => {
    await give(files.rewritten);
    await unlock();
    await page.getByRole('option').first().waitFor();
    await expectNote('readme-differs');
    expect(await everyWord()).not.toContain(UNVOUCHED);
  });
});

it('a wrong password, then the right one', async () => {
  await give(files.whole);
  await unlock('incorrect horse');
  await expectFault('wrong-password', true);
  for (const body of [...ANNAS, ...BENS].map(({ row }) => `${row.body}`))
    expect(await everyWord()).not.toContain(body);
  await unlock();
  await page.getByRole('option').first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await choose(/31600000001/);
  await newest(ANNAS);
});

it('nothing was asked of any network', () => {
  expect(world.requests).toEqual([]);
  expect(world.simulator.requests).toEqual([]);
});

/** So that a slip in the files themselves shows here. */
it('the whole one opens without a note', async () => {
  const bytes: Bytes = files.whole;
  await give(bytes);
  await unlock();
  await page.getByRole('option').first().waitFor();
  expect(await page.getByRole('option').count()).toBe(2);
  expect(await page.locator('summary').count()).toBe(0);
});
