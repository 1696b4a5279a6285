import { describe, expect, it } from 'vitest';
import { Fault } from '../../lib/base/fault.ts';
import { type Answers, asker, type Channel, portChannel, serve } from '../../lib/bridge/call.ts';
import { extensionChannel, join } from '../../lib/bridge/port.ts';

interface Sums {
  add: { ask: { a: number; b: number }; answer: { sum: number } };
  bytes: { ask: { length: number }; answer: { bytes: ArrayBuffer } };
  never: { ask: Record<string, never>; answer: Record<string, never> };
  fail: { ask: Record<string, never>; answer: Record<string, never> };
}

let withdrawn = 0;
const answers: Answers<Sums> = {
  add: async ({ a, b }) => ({ sum: a + b }),
  bytes: async ({ length }) => ({ bytes: new Uint8Array(length).fill(7).buffer }),
  never: (_, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        withdrawn++;
        reject(new Fault('cancelled'));
      });
    }),
  fail: async () => {
    throw new Fault('segment-damaged', { segment: 3 });
  },
};

function pair(): { near: MessagePort; far: MessagePort; stop: () => void } {
  const { port1, port2 } = new MessageChannel();
  return { near: port1, far: port2, stop: () => port1.close() };
}

describe('ask and serve', () => {
  it('answers many questions at once, each its own', async () => {
    const { near, far, stop } = pair();
    serve<Sums>(portChannel(far), answers);
    const ask = asker<Sums>(portChannel(near));
    const sums = await Promise.all([1, 2, 3].map((a) => ask('add', { a, b: 10 })));
    expect(sums).toEqual([{ sum: 11 }, { sum: 12 }, { sum: 13 }]);
    expect((await ask('bytes', { length: 4 })).bytes.byteLength).toBe(4);
    stop();
  });

  it('carries a fault with its code and figures', async () => {
    const { near, far, stop } = pair();
    serve<Sums>(portChannel(far), answers);
    await expect(asker<Sums>(portChannel(near))('fail', {})).rejects.toMatchObject({
      code: 'segment-damaged',
      detail: { segment: 3 },
    });
    stop();
  });

  it('gives up at the deadline and withdraws the question', async () => {
    const { near, far, stop } = pair();
    serve<Sums>(portChannel(far), answers);
    const before = withdrawn;
    const ask = asker<Sums>(portChannel(near));
    await expect(ask('never', {}, { deadline: 20 })).rejects.toMatchObject({ code: 'deadline' });
    await expect.poll(() => withdrawn).toBe(before + 1);
    stop();
  });

  it('ends with the reason of the signal', async () => {
    const { near, far, stop } = pair();
    serve<Sums>(portChannel(far), answers);
    const controller = new AbortController();
    const asked = asker<Sums>(portChannel(near))('never', {}, { signal: controller.signal });
    controller.abort(new Fault('account-changed'));
    await expect(asked).rejects.toMatchObject({ code: 'account-changed' });
    stop();
  });

  it('refuses what is not on the list, and names of Object too', async () => {
    const { near, far, stop } = pair();
    serve<Sums>(portChannel(far), answers);
    const ask = asker<Sums>(portChannel(near));
    for (const name of ['send', 'constructor', '__proto__', 'toString'])
      await expect(ask(name as 'add', { a: 1, b: 2 })).rejects.toMatchObject({ code: 'unexpected' });
    stop();
  });

  it('lives through whatever arrives', async () => {
    const { near, far, stop } = pair();
    serve<Sums>(portChannel(far), answers);
    for (const junk of [null, 1, 'x', [], {}, { ask: 'x' }, { ask: 1 }, { withdraw: {} }])
      near.postMessage(junk);
    await expect(asker<Sums>(portChannel(near))('add', { a: 1, b: 1 })).resolves.toEqual({ sum: 2 });
    stop();
  });
});

describe('the relay', () => {
  it('passes questions one way and answers the other, and nothing that the page starts', async () => {
    const background = pair();
    const page = pair();
    join(portChannel(background.far), portChannel(page.near));
    serve<Sums>(portChannel(page.far), answers);
    const heard: unknown[] = [];
    portChannel(background.near).listen((message) => heard.push(message));
    page.far.postMessage({ ask: 1, name: 'add', question: { a: 1, b: 2 } });
    page.far.postMessage('news');
    await expect(asker<Sums>(portChannel(background.near))('add', { a: 2, b: 2 })).resolves.toEqual({
      sum: 4,
    });
    expect(heard).toEqual([{ answer: 1, value: { sum: 4 } }]);
    background.stop();
    page.stop();
  });

  it('keeps no buffer that it passed on', async () => {
    const background = pair();
    const page = pair();
    const passed: { bytes: ArrayBuffer }[] = [];
    const far = portChannel(background.far);
    const copying: Channel = {
      ...far,
      post(message) {
        passed.push((message as { value: { bytes: ArrayBuffer } }).value);
        far.post(message); // an extension's port copies: nothing is handed over
      },
    };
    join(copying, portChannel(page.near));
    serve<{ give: { ask: null; answer: { bytes: ArrayBuffer } } }>(portChannel(page.far), {
      give: async () => ({ bytes: Uint8Array.of(1, 2, 3).buffer }),
    });
    const { bytes } = await asker<{ give: { ask: null; answer: { bytes: ArrayBuffer } } }>(
      portChannel(background.near),
    )('give', null);
    expect([...new Uint8Array(bytes)]).toEqual([1, 2, 3]);
    expect(passed.map((value) => value.bytes.byteLength)).toEqual([0]);
    background.stop();
    page.stop();
  });

  it('tells of an answer that the browser does not carry', async () => {
    const background = pair();
    const page = pair();
    const far = portChannel(background.far);
    const narrow: Channel = {
      ...far,
      post(message) {
        if (JSON.stringify(message).includes('sum')) throw new Error('Message exceeded maximum allowed size');
        far.post(message);
      },
    };
    join(narrow, portChannel(page.near));
    serve<Sums>(portChannel(page.far), answers);
    await expect(asker<Sums>(portChannel(background.near))('add', { a: 2, b: 2 })).rejects.toMatchObject({
      code: 'answer-too-large',
    });
    background.stop();
    page.stop();
  });

  it('ends open questions when the port is gone', async () => {
    const gone: (() => void)[] = [];
    const port = {
      postMessage: () => {},
      disconnect: () => {},
      onMessage: { addListener: () => {}, removeListener: () => {} },
      onDisconnect: { addListener: (one: () => void) => gone.push(one), removeListener: () => {} },
    };
    const channel: Channel = extensionChannel(port);
    const asked = asker<Sums>(channel)('never', {});
    for (const one of gone) one();
    await expect(asked).rejects.toMatchObject({ code: 'disconnected' });
    await expect(asker<Sums>(channel)('never', {})).rejects.toMatchObject({ code: 'disconnected' });
  });
});
