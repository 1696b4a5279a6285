/** @file Media: the page's memory first, then its store of files, then the servers, the phone never; and a reason for each that is missing. */
import { describe, expect, it } from 'vitest';
import type { MediaRequest } from '../../lib/bridge/protocol.ts';
import { mediaReader } from '../../lib/whatsapp/media.ts';
import type { modulesOf } from '../../lib/whatsapp/modules.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import type { MediumFact, Trouble } from '../whatsapp-web/data/medium.ts';
import { libraryOf } from '../whatsapp-web/media/library.ts';
import { siteInNode } from '../whatsapp-web/node.ts';
import { paramsOf } from '../whatsapp-web/params.ts';
import { sha256hex } from '../whatsapp-web/truth.ts';

const ACCOUNT = { seed: 5, chats: 3, messages: 300, mediaMiB: 1, step: 0 };
const never = new AbortController().signal;
const { facts } = libraryOf(paramsOf(ACCOUNT));
const fact = (trouble: Trouble | null): MediumFact =>
  [...facts.values()].find((one) => one.trouble === trouble && one.size > 0) ?? expect.fail(`no ${trouble}`);

const requestOf = (one: MediumFact, rest: Partial<MediaRequest> = {}): MediaRequest => ({
  type: one.kind === 'gif' ? 'video' : one.kind,
  isGif: one.kind === 'gif',
  isNewsletter: false,
  mimetype: one.mime,
  size: one.size,
  filehash: one.filehash,
  encFilehash: one.encFilehash,
  mediaKey: one.mediaKey,
  mediaKeyTimestamp: 1_700_000_000,
  directPath: one.directPath,
  limit: 2 ** 28,
  atOnce: 0,
  beside: false,
  ...rest,
});

async function page(rest: object = {}) {
  const found = siteInNode({ ...ACCOUNT, ...rest });
  await found.site.ready;
  return { ...found, answers: answersOf(found.globals) };
}

async function bytesOf(answers: Awaited<ReturnType<typeof page>>['answers'], request: MediaRequest) {
  const opened = await answers.openMedium(request, never);
  if ('missing' in opened) return opened.missing;
  if ('bytes' in opened) return sha256hex(new Uint8Array(opened.bytes));
  const { bytes } = await answers.readMedium(
    { handle: opened.handle, offset: 0, length: opened.size },
    never,
  );
  await answers.closeMedium({ handle: opened.handle }, never);
  return sha256hex(new Uint8Array(bytes));
}

const hash = (one: MediumFact) => Buffer.from(one.filehash, 'base64').toString('hex');

describe('a medium', () => {
  it('comes from the servers, without waking the phone', async () => {
    const { answers, requests, site } = await page();
    expect(await bytesOf(answers, requestOf(fact(null)))).toBe(hash(fact(null)));
    expect(requests).toHaveLength(1);
    expect(site.parts.tripwire.trips).toEqual([]);
  });

  it.each([
    ['its memory', {}],
    ['its store of files', { faults: ['only-stored'] }],
  ])('comes from %s where the servers have it no more', async (_, rest) => {
    const { answers, requests } = await page(rest);
    expect(await bytesOf(answers, requestOf(fact('cached')))).toBe(hash(fact('cached')));
    expect(requests).toEqual([]);
  });

  it('is fetched although a cut copy lies in the store', async () => {
    const { site, globals, requests } = siteInNode(ACCOUNT);
    await site.ready;
    const one = fact(null);
    globals.caches.put(one.filehash, new ArrayBuffer(3));
    expect(await bytesOf(answersOf(globals), requestOf(one))).toBe(hash(one));
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['expired', requestOf(fact('expired'))],
    ['refused', requestOf(fact('refused'))],
    ['failed', requestOf(fact('failing'))],
    ['no-key', requestOf(fact(null), { mediaKey: null, directPath: null })],
    ['on-phone-only', requestOf(fact(null), { directPath: null })],
    ['too-large', requestOf(fact(null), { limit: 10 })],
  ])('is missing as %s', async (reason, request) => {
    const { answers } = await page();
    expect(await bytesOf(answers, request)).toBe(reason);
  });

  it('of a channel needs no key', async () => {
    const asked: object[] = [];
    const download = {
      downloadAndMaybeDecrypt: async (one: object) => asked.push(one) && new ArrayBuffer(4),
    };
    const reader = mediaReader({}, {
      pick: (name) => (name === 'download' ? download : undefined),
    } as ReturnType<typeof modulesOf>);
    const opened = await reader.open(requestOf(fact(null), { mediaKey: null, isNewsletter: true }), never);
    expect(opened).toMatchObject({ size: 4 });
    expect(asked).toHaveLength(1);
  });

  it('of a channel that is encrypted all the same goes by its usual type', async () => {
    const picture =
      [...facts.values()].find((one) => one.kind === 'image' && one.trouble === null && one.size > 0) ??
      expect.fail('no picture');
    const { answers } = await page();
    expect(await bytesOf(answers, requestOf(picture, { isNewsletter: true }))).toBe(hash(picture));
  });

  it('up to the size asked for comes with the answer, and one byte more does not', async () => {
    const { answers } = await page();
    const one = fact(null);
    const at = (atOnce: number) => answers.openMedium(requestOf(one, { atOnce }), never);
    const whole = await at(one.size);
    expect('bytes' in whole && sha256hex(new Uint8Array(whole.bytes))).toBe(hash(one));
    expect(await at(one.size - 1)).toEqual({ handle: expect.any(Number), size: one.size });
    expect(await bytesOf(answers, requestOf(one, { atOnce: one.size, limit: one.size - 1 }))).toBe(
      'too-large',
    );
  });

  it('that is being read stays while another is opened beside it', async () => {
    const { answers } = await page();
    const [one, other] = [fact(null), fact('cached')];
    const first = await answers.openMedium(requestOf(one), never);
    expect(await bytesOf(answers, requestOf(other, { beside: true }))).toBe(hash(other));
    const handle = 'handle' in first ? first.handle : expect.fail();
    const { bytes } = await answers.readMedium({ handle, offset: 0, length: one.size }, never);
    expect(sha256hex(new Uint8Array(bytes))).toBe(hash(one));
  });

  it('that is forgotten is closed by the next, and cannot be read any more', async () => {
    const { answers } = await page();
    const first = await answers.openMedium(requestOf(fact(null)), never);
    await answers.openMedium(requestOf(fact('cached')), never);
    const handle = 'handle' in first ? first.handle : expect.fail();
    await expect(answers.readMedium({ handle, offset: 0, length: 1 }, never)).rejects.toMatchObject({
      code: 'page-failed',
    });
  });
});
