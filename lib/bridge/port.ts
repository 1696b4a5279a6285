/** @file The extension's Port between the relay and the background as a channel. */
import { Fault } from '../base/fault.ts';
import type { Channel } from './call.ts';
import { divide, joiner } from './pieces.ts';

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

/** Large buffers go in pieces. */
export function extensionChannel(port: ExtensionPort): Channel {
  let gone = false;
  const onGone = () => {
    gone = true;
  };
  port.onDisconnect.addListener(onGone);
  const hearers = new Set<(message: unknown) => void>();
  const join = joiner();
  port.onMessage.addListener((part) => {
    const whole = join(part);
    if (whole) for (const hear of [...hearers]) hear(whole.message);
  });
  return {
    post(message) {
      if (gone) throw new Error('port is closed');
      for (const part of divide(message)) port.postMessage(part);
    },
    listen(hear) {
      hearers.add(hear);
      return () => void hearers.delete(hear);
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

/** Messages over 64 MiB are refused: the one who asked is told so. */
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
}

const has = (message: unknown, member: string): boolean =>
  typeof message === 'object' && message !== null && member in message;
