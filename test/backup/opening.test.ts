/** @file Media that are asked for beside each other: together no more than there is room for, and each with the time that a shared line takes. */
import { expect, it } from 'vitest';
import type { Asking } from '../../lib/backup/asking.ts';
import { createOpening, SLICE } from '../../lib/backup/opening.ts';
import type { QueueItem } from '../../lib/backup/queue.ts';

const MIB = 1024 * 1024;
const AT_ONCE = 512 * 1024;
/** Bytes a millisecond of the slowest line that is waited for. */
const SLOWEST = 100;

const itemOf = (size: number): QueueItem => ({ fact: { size, type: 'image' } }) as unknown as QueueItem;

it.each([
  [[16 * MIB, 16 * MIB]],
  [[2 * MIB, 30 * MIB]],
  [[30 * MIB, 2 * MIB]],
  [[AT_ONCE, AT_ONCE, AT_ONCE, AT_ONCE]],
  [[AT_ONCE, AT_ONCE, 20 * MIB]],
  [[5 * MIB, AT_ONCE, AT_ONCE, 20 * MIB]],
  [[100 * MIB, AT_ONCE, AT_ONCE, AT_ONCE]],
])('%j come in time over a line that they share', (sizes) => {
  const asked: { size: number; deadline: number }[] = [];
  const asking = {
    ask(_: string, { size }: { size: number }, deadline: number) {
      asked.push({ size, deadline });
      return new Promise(() => {});
    },
  } as unknown as Asking;
  const opening = createOpening(asking, 2 ** 40, AT_ONCE);
  const [first, ...coming] = sizes.map(itemOf);
  if (!first) expect.fail();
  void opening.open(first);
  opening.ahead(coming, opening.held(first));
  expect(asked.map(({ size }) => size)).toEqual(sizes);
  for (const { size, deadline } of asked) {
    const shared = asked.reduce((sum, other) => sum + Math.min(size, other.size), 0);
    expect(deadline).toBeGreaterThan(shared / SLOWEST);
  }
});

it('of the one that comes next the first slices are on their way, and no more', async () => {
  const sizes = [2 * MIB, 5 * MIB + 1];
  const read: string[] = [];
  const asking = {
    async ask(name: string, asked: { size: number; handle: number; offset: number; length: number }) {
      if (name === 'openMedium') return { handle: asked.size, size: asked.size };
      if (name === 'closeMedium') return {};
      read.push(`${asked.handle} ${asked.offset}`);
      const whole = Uint8Array.from({ length: asked.handle }, (_, i) => i / 251);
      return { bytes: whole.slice(asked.offset, asked.offset + asked.length).buffer };
    },
  } as unknown as Asking;
  const opening = createOpening(asking, 2 ** 40, AT_ONCE);
  const [first, second] = sizes.map(itemOf);
  if (!first || !second) expect.fail();
  await opening.open(first);
  opening.ahead([second], 2 * MIB);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const ofSecond = () => read.filter((line) => line.startsWith(`${5 * MIB + 1} `)).length;
  expect(ofSecond()).toBe(3);
  const opened = await opening.open(second);
  if (!('slices' in opened)) expect.fail();
  let at = 0;
  for await (const bytes of opened.slices) {
    expect([bytes[0], bytes.at(-1)]).toEqual([(at / 251) & 255, ((at + bytes.length - 1) / 251) & 255]);
    at += bytes.length;
  }
  expect(at).toBe(5 * MIB + 1);
  expect(ofSecond()).toBe(Math.ceil(at / SLICE));
});

it('the page is told what it needs to fetch a file, and nothing else of the queue', async () => {
  let told: object = {};
  const asking = {
    async ask(_: string, question: object) {
      told = question;
      return { missing: 'expired' };
    },
  } as unknown as Asking;
  const item: QueueItem = {
    message: 'false_1@c.us_A',
    fact: { sha256: '00', size: 1, type: 'image', mime: 'image/jpeg' } as QueueItem['fact'],
    filehash: 'a',
    encFilehash: 'b',
    mediaKey: 'c',
    mediaKeyTimestamp: 1,
    directPath: '/v/d',
    isGif: false,
    isNewsletter: false,
    isProfilePicture: true,
  };
  await createOpening(asking, MIB, AT_ONCE).open(item);
  expect(told).toEqual({
    type: 'image',
    isGif: false,
    isNewsletter: false,
    size: 1,
    mimetype: 'image/jpeg',
    filehash: 'a',
    encFilehash: 'b',
    mediaKey: 'c',
    mediaKeyTimestamp: 1,
    directPath: '/v/d',
    limit: MIB,
    atOnce: AT_ONCE,
    beside: false,
  });
});

it('a file larger than is wanted is closed, and nothing of it is read', async () => {
  const asked: string[] = [];
  const asking = {
    async ask(name: string) {
      asked.push(name);
      return name === 'openMedium' ? { handle: 7, size: 3 * MIB } : {};
    },
  } as unknown as Asking;
  await expect(createOpening(asking, 2 * MIB, AT_ONCE).open(itemOf(MIB))).resolves.toEqual({
    missing: 'too-large',
  });
  expect(asked).toEqual(['openMedium', 'closeMedium']);
});
