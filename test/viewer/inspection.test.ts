/** @file A file looked at from outside and checked from inside, and a wrong password of a backup that nobody here knows. */
import { describe, expect, it } from 'vitest';
import type { InspectOptions } from '../../entrypoints/viewer/inspector.ts';
import type { Locked } from '../../entrypoints/viewer/librarian.ts';
import type { Depth, Inspection } from '../../entrypoints/viewer/protocol.ts';
import { Fault } from '../../lib/base/fault.ts';
import { fakeHistory, PLAIN } from './fake-history.ts';
import { file, library, PASSWORD, SHORT, viewerOf } from './library.ts';

const FOUND = { code: 'segment-damaged', detail: { run: 1, segment: 2 } } as const;
const RESULT: Inspection = { runs: 1, messages: 5, media: 2, findings: [FOUND], unknown: [['message.x', 3]] };

/** A viewer whose files are inspected by hand. */
async function inspected() {
  const asked: { depth: Depth; options: InspectOptions; end: (result: Inspection) => void }[] = [];
  const locked: Locked = {
    shortName: SHORT,
    notes: [],
    ...PLAIN,
    continues: () => true,
    unlock: async () => fakeHistory(),
    inspect: (depth, options) =>
      new Promise((end, reject) => {
        options.signal.addEventListener('abort', () => reject(new Fault('cancelled')));
        asked.push({ depth, options, end });
      }),
  };
  const { connect } = library(async () => locked);
  const viewer = viewerOf(connect);
  await viewer.pick([file()]);
  await expect.poll(() => asked.length).toBe(1);
  return { viewer, asked };
}

describe('from outside', () => {
  it('a file is looked at as soon as it is there', async () => {
    const { viewer, asked } = await inspected();
    expect(asked[0]?.depth).toBe('frames');
    asked[0]?.end(RESULT);
    await expect.poll(() => viewer.outside.state.value?.result?.findings).toEqual([FOUND]);
    viewer.lock();
    expect(viewer.outside.state.value).toBeNull();
  });

  it('every byte is read when asked for, and the reading stopped', async () => {
    const { viewer, asked } = await inspected();
    viewer.lookCloser();
    await expect.poll(() => asked[1]?.depth).toBe('sums');
    expect(asked[0]?.options.signal.aborted).toBe(true);
    asked[1]?.options.onProgress(40, 100);
    await expect.poll(() => viewer.outside.state.value).toMatchObject({ depth: 'sums', done: 40, of: 100 });
    viewer.stopLooking();
    await expect.poll(() => asked[1]?.options.signal.aborted).toBe(true);
    await expect.poll(() => asked[2]?.depth).toBe('frames');
    viewer.lock();
  });
});

describe('from inside', () => {
  it('everything is checked when asked for: how far it is, and what came of it', async () => {
    const { viewer, asked } = await inspected();
    asked[0]?.end(RESULT);
    await viewer.unlock('any');
    expect(viewer.history.value?.continues).toBe(true);
    viewer.checkEverything();
    await expect.poll(() => asked[1]?.depth).toBe('everything');
    asked[1]?.options.onProgress(7, 10);
    await expect.poll(() => viewer.everything.state.value?.done).toBe(7);
    // The chats can be read meanwhile.
    viewer.choose(viewer.history.value?.chats[0]?.id ?? '');
    await viewer.pages.value?.see(0, 10);
    expect(viewer.pages.value?.at(0)).toBeDefined();
    asked[1]?.end(RESULT);
    await expect.poll(() => viewer.everything.state.value?.result).toEqual(RESULT);
    viewer.stopChecking();
    expect(viewer.everything.state.value).toBeNull();
    viewer.lock();
  });

  it('it can be stopped, and begun anew', async () => {
    const { viewer, asked } = await inspected();
    await viewer.unlock('any');
    viewer.checkEverything();
    await expect.poll(() => asked.at(-1)?.depth).toBe('everything');
    viewer.stopChecking();
    expect(viewer.everything.state.value).toBeNull();
    await expect.poll(() => asked.at(-1)?.options.signal.aborted).toBe(true);
    const before = asked.length;
    viewer.checkEverything();
    await expect.poll(() => asked.length).toBe(before + 1);
    expect(viewer.everything.fault.value).toBeNull();
    viewer.lock();
  });
});

describe('a wrong password', () => {
  it.each([
    ['of the browser’s own backup', SHORT, {}],
    ['of another one', 'ffffffffffff', { backup: SHORT }],
    ['in a browser that has none', null, { backup: SHORT }],
  ])('%s', async (_, own, detail) => {
    const { connect } = library();
    const viewer = viewerOf(connect, null, own);
    await viewer.pick([file()]);
    await viewer.unlock('something else');
    expect(viewer.fault.value?.toNote()).toEqual({ code: 'wrong-password', detail });
    await viewer.unlock(PASSWORD);
    expect(viewer.stage.value).toBe('open');
    viewer.lock();
  });
});
