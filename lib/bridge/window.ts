/**
 * @file The private port between the two content scripts of one document.
 *
 * [Note: handshake] The relay offers a port by one window message, and only when there is a first question: the order
 * in which the two worlds start is not guaranteed. The page script listens from document_start, so before any script
 * of the site, and stops the event: the site neither sees it nor gets the port. Nothing secret passes here.
 */
import { Fault } from '../base/fault.ts';
import { type Channel, portChannel } from './call.ts';

const OFFER = 'keepsake:port';
const TAKEN = 'keepsake:taken';
const TRIES = 20;
const WAIT_MS = 250;

/** Relay: offers a port until the page script takes it. @throws {Fault} `reload-needed` — nobody there within 5 s. */
export async function offerPort(scope: Window): Promise<Channel & { close(): void }> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { port1, port2 } = new MessageChannel();
    const taken = new Promise<boolean>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data === TAKEN);
      setTimeout(() => resolve(false), WAIT_MS);
    });
    scope.postMessage(OFFER, scope.location.origin, [port2]);
    if (await taken) {
      port1.onmessage = null;
      return { ...portChannel(port1), close: () => port1.close() };
    }
    port1.close();
  }
  throw new Fault('reload-needed');
}

/** Page script: takes every port offered by this very window. A newer one replaces the older. */
export function takePorts(scope: Window, use: (channel: Channel) => () => void): void {
  let release: (() => void) | undefined;
  scope.addEventListener(
    'message',
    (event) => {
      if (event.data !== OFFER || event.source !== scope || event.origin !== scope.location.origin) return;
      event.stopImmediatePropagation();
      const [port] = event.ports;
      if (!port) return;
      release?.();
      release = use(portChannel(port));
      port.postMessage(TAKEN);
    },
    true,
  );
}
