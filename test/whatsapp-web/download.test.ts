/** @file Media come, or fail to come, in the ways of the real servers. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { MediumFact, Trouble } from './data/medium.ts';
import { libraryOf } from './media/library.ts';
import { siteInNode } from './node.ts';
import { paramsOf } from './params.ts';
import { sha256hex } from './truth.ts';

const PARAMS = paramsOf({ chats: 3, messages: 400, mediaMiB: 2, step: 0 });
const library = libraryOf(PARAMS);
const page = siteInNode(PARAMS);
const QPL = { addAnnotations: () => QPL, addPoint: () => QPL };

type Ask = (request: object) => Promise<ArrayBuffer>;
let ask: Ask;

const request = ({ kind, ...fact }: MediumFact, more: object = {}): object => ({
  ...fact,
  type: kind,
  downloadQpl: QPL,
  signal: new AbortController().signal,
  ...more,
});
const having = (trouble: Trouble | null, kind?: string): MediumFact => {
  const found = [...library.facts.values()].find(
    (fact) => fact.trouble === trouble && (!kind || fact.kind === kind),
  );
  if (!found) throw new Error(`no medium with ${trouble}`);
  return found;
};

beforeAll(async () => {
  await page.site.ready;
  const manager = page.globals.require('WAWebDownloadManager') as {
    downloadManager: { downloadAndMaybeDecrypt: Ask };
  };
  ask = manager.downloadManager.downloadAndMaybeDecrypt;
});

it.each(['image', 'video', 'gif', 'audio', 'ptt', 'ptv', 'document', 'sticker'])(
  '%s: fetched and decrypted',
  async (kind) => {
    const fact = having(null, kind);
    const bytes = new Uint8Array(await ask(request(fact)));
    expect(bytes.length).toBe(fact.size);
    expect(Buffer.from(sha256hex(bytes), 'hex').toString('base64')).toBe(fact.filehash);
  },
);

it.each([
  ['expired', 404],
  ['cached', 404],
  ['refused', 403],
  ['failing', 500],
] as const)('%s: status %i', async (trouble, status) => {
  await expect(ask(request(having(trouble)))).rejects.toMatchObject({ status });
});

it('transient: fails once and then comes', async () => {
  const fact = having('transient');
  await expect(ask(request(fact))).rejects.toMatchObject({ status: 503 });
  expect((await ask(request(fact))).byteLength).toBe(fact.size);
});

it('cached: lies in the page’s memory', async () => {
  const fact = having('cached');
  const { InMemoryMediaBlobCache } = page.globals.require('WAWebMediaInMemoryBlobCache') as {
    InMemoryMediaBlobCache: { get(hash: string): Blob | undefined };
  };
  const bytes = await InMemoryMediaBlobCache.get(fact.filehash)?.arrayBuffer();
  expect(sha256hex(new Uint8Array(bytes ?? new ArrayBuffer()))).toBe(
    Buffer.from(fact.filehash, 'base64').toString('hex'),
  );
  expect(InMemoryMediaBlobCache.get('nothing')).toBeUndefined();
});

it('wrong-hash: other bytes come than were promised', async () => {
  const fact = having('wrong-hash');
  const bytes = new Uint8Array(await ask(request(fact)));
  expect(bytes.length).toBe(fact.size);
  expect(Buffer.from(sha256hex(bytes), 'hex').toString('base64')).not.toBe(fact.filehash);
});

describe('refuses', () => {
  it('to work without the counter of performance', async () => {
    await expect(ask(request(having(null), { downloadQpl: undefined }))).rejects.toThrow(TypeError);
  });
  it('another type than the medium was sealed for', async () => {
    await expect(ask(request(having(null, 'document'), { type: 'image' }))).rejects.toThrow('hmac');
  });
  it('another hash than the sealed bytes have', async () => {
    const fact = having(null, 'image');
    await expect(ask(request(fact, { encFilehash: fact.filehash }))).rejects.toThrow('hash mismatch');
  });
  it('once it is told to stop', async () => {
    await expect(ask(request(having(null), { signal: AbortSignal.abort() }))).rejects.toThrow();
  });
});

it('hang: one medium answers only to being stopped', async () => {
  const hanging = siteInNode({ ...PARAMS, faults: ['hang'] });
  await hanging.site.ready;
  const stop = new AbortController();
  const first = [...library.facts.values()].find(({ trouble, size }) => trouble === null && size > 0);
  if (!first) throw new Error('no medium');
  const waiting = hanging.site.parts.download.downloadAndMaybeDecrypt({
    ...first,
    type: first.kind,
    downloadQpl: QPL,
    signal: stop.signal,
  });
  const early = await Promise.race([
    waiting,
    new Promise((resolve) => setTimeout(resolve, 200, 'nothing yet')),
  ]);
  expect(early).toBe('nothing yet');
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
});
