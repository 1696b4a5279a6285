/** @file The extension's Port between the relay and the background as a channel. */
import { Fault } from '../base/fault.ts';
import { letGo } from '../base/letgo.ts';
import { buffersIn, type Channel } from './call.ts';

/** What is used of `runtime.Port`. */
export interface ExtensionPort {
  postMessage(message: unknown): void;
  disconnect(): void;
  readonly onMessage: Listeners<(message: unknown) => void>;
  readonly onDisconnect: Listeners<() => void>;
}

interface Listeners<F> {
  addListener(listener: F): void;
  removeListener(listener: F): void;
}

export function extensionChannel(port: ExtensionPort): Channel {
  let gone = false;
  const onGone = () => {
    gone = true;
  };
  port.onDisconnect.addListener(onGone);
  return {
    post(message) {
      if (gone) throw new Error('port is closed');
      port.postMessage(message);
    },
    listen(hear) {
      port.onMessage.addListener(hear);
      return () => port.onMessage.removeListener(hear);
    },
    onClosed(closed) {
      if (gone) queueMicrotask(closed);
      else port.onDisconnect.addListener(closed);
      return () => port.onDisconnect.removeListener(closed);
    },
  };
}

/** Joins two channels: questions and withdrawals go one way, answers the other, and nothing else goes anywhere. */
export function join(asking: Channel, answering: Channel): () => void {
  const stops = [
    asking.listen((message) => {
      if (has(message, 'ask') || has(message, 'withdraw')) answering.post(message);
    }),
    answering.listen((message) => {
      if (has(message, 'answer')) pass(message, asking);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * The browser copies buffers: what is left of them here is let go, for its memory to serve the next answer. It refuses
 * messages over 64 MiB: the one who asked is told so.
 */
function pass(message: unknown, asking: Channel): void {
  try {
    asking.post(message);
  } catch {
    const { answer } = message as { answer: unknown };
    try {
      asking.post({ answer, fault: new Fault('answer-too-large').toNote() });
    } catch {
      // the port is gone: whoever asked knows
    }
  }
  letGo(buffersIn((message as { value?: unknown }).value).map((buffer) => new Uint8Array(buffer)));
}

const has = (message: unknown, member: string): boolean =>
  typeof message === 'object' && message !== null && member in message;
