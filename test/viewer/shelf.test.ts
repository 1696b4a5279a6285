/** @file Readable media: what may be shown, for how long, and how much of it. */
import { describe, expect, it, vi } from 'vitest';
import type { ViewerQuestions } from '../../entrypoints/viewer/protocol.ts';
import { SLICE } from '../../entrypoints/viewer/protocol.ts';
import { ALL, createShelf, ONE } from '../../entrypoints/viewer/shelf.ts';
import { fits, sniff } from '../../entrypoints/viewer/sniff.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { Ask } from '../../lib/bridge/call.ts';
import { png, wav } from './fake-media.ts';

const PICTURE = png(8, 8, 1);

function shelf(files: Readonly<Record<string, { bytes: Uint8Array; size?: number }>>) {
  const asked: string[] = [];
  const ask = (async (name: string, question: { sha256: string; offset: number; length: number }) => {
    asked.push(name);
    const file = files[question.sha256];
    if (name === 'medium')
      return file
        ? { here: true, size: file.size ?? file.bytes.length, type: 'text/html' }
        : { here: false, missing: null };
    if (!file) throw new Fault('segment-damaged');
    const bytes = new Uint8Array(question.length);
    bytes.set(file.bytes.slice(question.offset, question.offset + question.length));
    return { bytes: bytes.buffer };
  }) as unknown as Ask<ViewerQuestions>;
  const blobs: Blob[] = [];
  const revoked: string[] = [];
  const made = createShelf({
    ask,
    toUrl: (blob) => `blob:${blobs.push(blob)}`,
    revoke: (url) => void revoked.push(url),
  });
  return { made, asked, blobs, revoked };
}

describe('the shelf', () => {
  it('makes a picture for who looks, once, and revokes it when the last one leaves', async () => {
    const { made, blobs, revoked } = shelf({ a: { bytes: PICTURE } });
    const [first, second] = await Promise.all([made.take('a', 'image'), made.take('a', 'image')]);
    expect(first).toEqual({ state: 'shown', url: 'blob:1' });
    expect(second).toEqual(first);
    expect(blobs[0]?.type).toBe('image/png');
    expect(new Uint8Array((await blobs[0]?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(PICTURE);
    made.giveBack('a', 'image');
    await Promise.resolve();
    expect(revoked).toEqual([]);
    made.giveBack('a', 'image');
    await expect.poll(() => revoked).toEqual(['blob:1']);
  });

  it('never shows what is not of its allow-list, whatever the record says', async () => {
    const files = {
      svg: { bytes: utf8('<svg xmlns="http://www.w3.org/2000/svg"/>') },
      html: { bytes: utf8('<!doctype html><script>') },
      tone: { bytes: wav(0.01) },
      empty: { bytes: new Uint8Array() },
    };
    const { made, blobs } = shelf(files);
    for (const name of Object.keys(files))
      expect(await made.take(name, 'image')).toMatchObject({ state: 'unshown', why: 'kind' });
    expect(blobs).toEqual([]);
  });

  it('does not load what is too large', async () => {
    const { made, asked } = shelf({ a: { bytes: PICTURE, size: ONE + 1 } });
    expect(await made.take('a', 'image')).toEqual({ state: 'unshown', size: ONE + 1, why: 'size' });
    expect(asked).toEqual(['medium']);
  });

  it('holds no more than its bound together, and takes more once there is room', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const { made } = shelf(Object.fromEntries(names.map((name) => [name, { bytes: PICTURE, size: ONE }])));
    for (const name of names.slice(0, ALL / ONE))
      expect((await made.take(name, 'image')).state).toBe('shown');
    expect(await made.take('e', 'image')).toMatchObject({ state: 'unshown', why: 'size' });
    made.giveBack('e', 'image');
    made.giveBack('a', 'image');
    expect((await made.take('e', 'image')).state).toBe('shown');
    made.clear();
  }, 30_000);

  it('says what is missing', async () => {
    const { made } = shelf({});
    expect(await made.take('a', 'image')).toEqual({ state: 'missing', missing: null });
    await expect(made.sizeOf('a')).rejects.toMatchObject({ code: 'nothing-to-save' });
  });

  it('revokes everything at once', async () => {
    const { made, revoked } = shelf({ a: { bytes: PICTURE }, b: { bytes: wav(0.01) } });
    await made.take('a', 'image');
    await made.take('b', 'audio');
    made.clear();
    await expect.poll(() => revoked).toHaveLength(2);
  });

  it('gives a file out in pieces', async () => {
    const bytes = new Uint8Array(SLICE * 2 + 5).fill(7);
    const { made } = shelf({ a: { bytes } });
    const lengths: number[] = [];
    for await (const piece of made.pieces('a', bytes.length)) lengths.push(piece.length);
    expect(lengths).toEqual([SLICE, SLICE, 5]);
  });

  it('asks for two pieces ahead, and takes them back where saving ends early', async () => {
    const signals: AbortSignal[] = [];
    const ask = (async (_: string, __: object, { signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return { bytes: new ArrayBuffer(1) };
    }) as unknown as Ask<ViewerQuestions>;
    for await (const _ of createShelf({ ask }).pieces('a', 5 * SLICE)) {
      expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
      break;
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });
});

const head = (...bytes: readonly (number | string)[]): Uint8Array =>
  Uint8Array.from(bytes.flatMap((b) => (typeof b === 'string' ? [...b].map((c) => c.charCodeAt(0)) : [b])));

describe('sniffing', () => {
  it.each([
    [head(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
    [png(2, 2, 0), 'image/png'],
    [head('GIF89a'), 'image/gif'],
    [head('RIFF', 0, 0, 0, 0, 'WEBPVP8 '), 'image/webp'],
    [wav(0.01), 'audio/wav'],
    [head('OggS'), 'audio/ogg'],
    [head('ID3', 4), 'audio/mpeg'],
    [head(0xff, 0xfb, 0x90), 'audio/mpeg'],
    [head(0xff, 0xf1, 0x50), 'audio/aac'],
    [head(0, 0, 0, 24, 'ftypmp42'), 'video/mp4'],
    [head(0x1a, 0x45, 0xdf, 0xa3), 'video/webm'],
    [head('%PDF-1.7'), null],
    [head('<svg'), null],
    [head('<!DOCTYPE html>'), null],
    [head('RIFF', 0, 0, 0, 0, 'AVI '), null],
    [head(), null],
  ])('%j is %s', (bytes, type) => expect(sniff(bytes)).toBe(type));

  it('lets nothing be shown as what it is not', () => {
    expect(fits('image/png', 'image')).toBe(true);
    expect(fits('image/png', 'audio')).toBe(false);
    expect(fits('video/mp4', 'audio')).toBe(true);
    expect(fits('video/mp4', 'image')).toBe(false);
    expect(fits('audio/ogg', 'video')).toBe(false);
    expect(fits('image/jpeg', 'document')).toBe(false);
  });

  it('lends a file to be saved for a minute, and takes it back when it is locked', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      const { made, revoked } = shelf({});
      expect([made.lend(new Blob(['a'])), made.lend(new Blob(['b']))]).toEqual(['blob:1', 'blob:2']);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(revoked).toEqual(['blob:1', 'blob:2']);
      made.lend(new Blob(['c']));
      made.clear();
      expect(revoked).toEqual(['blob:1', 'blob:2', 'blob:3']);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(revoked).toHaveLength(3);
      // What was still being read when it was locked is not handed out afterwards.
      expect(() => made.lend(new Blob(['d']))).toThrow('cancelled');
    } finally {
      vi.useRealTimers();
    }
  });
});
