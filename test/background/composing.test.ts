/** @file The page that composes the file: answers, refuses, goes away, stands still. Whatever it does, saving comes to an end. */
import { describe, expect, it } from 'vitest';
import { composeThere } from '../../entrypoints/background/composing.ts';
import type { Compose, HowFar } from '../../entrypoints/background/words.ts';
import { Fault } from '../../lib/base/fault.ts';

const WATCH = { every: 5, looks: 3 };
const COMPOSED = { url: 'blob:a', size: 3, sha256: '', runs: ['aa'] };
function silence(): Promise<unknown> {
  return new Promise<unknown>(() => {});
}

/** @param compose what the page answers in the end. @param bytes how far it is, at each look. */
function pageThat(compose: () => Promise<unknown>, bytes: () => unknown = () => ({ bytes: 0 })) {
  let looks = 0;
  const ask = async (message: Compose | HowFar) => {
    if ('compose' in message) return compose();
    looks++;
    return bytes();
  };
  return { ask, looks: () => looks };
}

describe('a page that composes', () => {
  it('gives what it made', async () => {
    const { ask } = pageThat(async () => ({ value: COMPOSED }));
    expect(await composeThere('all', ask, WATCH)).toEqual(COMPOSED);
  });

  it('may take as long as it moves on', async () => {
    let at = 0;
    let finish: (answer: unknown) => void = () => {};
    const { ask } = pageThat(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
      () => {
        if (++at === 20) finish({ value: COMPOSED });
        return { bytes: at };
      },
    );
    expect(await composeThere('all', ask, WATCH)).toEqual(COMPOSED);
    expect(at).toBe(20);
  });

  it('is not looked at any more once it has answered', async () => {
    const { ask, looks } = pageThat(async () => ({ value: COMPOSED }));
    await composeThere('new', ask, { every: 1, looks: 1 });
    const then = looks();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks()).toBe(then);
  });
});

const gone = async (): Promise<unknown> => {
  throw new Error('the message channel closed before a response was received');
};

it.each<[string, () => Promise<unknown>, (() => unknown) | undefined, string, object]>([
  [
    'refuses',
    async () => ({ fault: new Fault('nothing-to-save').toNote() }),
    undefined,
    'nothing-to-save',
    {},
  ],
  ['answers nonsense', async () => undefined, undefined, 'unexpected', {}],
  ['is gone', gone, undefined, 'save-failed', { reason: 'page-gone' }],
  ['stands still', silence, () => ({ bytes: 7 }), 'save-failed', { reason: 'standing-still' }],
  ['hangs altogether', silence, silence, 'save-failed', { reason: 'standing-still' }],
  ['is gone without a word', silence, gone, 'save-failed', { reason: 'standing-still' }],
])('one that %s is told', async (_, compose, bytes, code, detail) => {
  const { ask } = pageThat(compose, bytes);
  await expect(composeThere('all', ask, WATCH)).rejects.toMatchObject({ code, detail });
});
