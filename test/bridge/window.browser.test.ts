import { expect, it } from 'vitest';
import { asker, serve } from '../../lib/bridge/call.ts';
import { offerPort, takePorts } from '../../lib/bridge/window.ts';

interface Echo {
  echo: { ask: string; answer: string };
}

it('joins the two worlds of a window without a trace for the site', async () => {
  const seen: MessageEvent[] = [];
  takePorts(window, (channel) => serve<Echo>(channel, { echo: async (text) => text }));
  window.addEventListener('message', (event) => {
    if (String(event.data).startsWith('keepsake')) seen.push(event);
  });
  const first = await offerPort(window);
  await expect(asker<Echo>(first)('echo', 'one')).resolves.toBe('one');
  const second = await offerPort(window);
  await expect(asker<Echo>(second)('echo', 'two')).resolves.toBe('two');
  expect(seen).toEqual([]);
});

it('leaves other messages to the site, and takes no port from another origin or window', async () => {
  const seen: unknown[] = [];
  window.addEventListener('message', ({ data }) => seen.push(data));
  window.postMessage({ hello: 'site' }, window.location.origin);
  await expect.poll(() => seen).toContainEqual({ hello: 'site' });
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const { port1, port2 } = new MessageChannel();
  let taken = false;
  port1.onmessage = () => {
    taken = true;
  };
  // From the frame's own realm, so that the event's source is the frame.
  (frame.contentWindow as Window & typeof globalThis).eval(
    '(w, p) => w.postMessage("keepsake:port", "*", [p])',
  )(window, port2);
  await expect.poll(() => seen).toContain('keepsake:port');
  expect(taken).toBe(false);
  frame.remove();
});
