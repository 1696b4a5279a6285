/**
 * @file Questions and answers over any channel: ids, deadlines, cancelling, faults that keep their code.
 *
 * A question is `{ask, name, question}`, its answer `{answer, value}` or `{answer, fault}`, its withdrawal
 * `{withdraw}`; each number is the question's id. Anything else on the channel is ignored.
 */
import { Fault, type FaultNote, parseFault, toFault } from '../base/fault.ts';

/** name → types of question and answer. */
export type Contract<C> = { readonly [N in keyof C]: { ask: unknown; answer: unknown } };

/** A way for messages in both directions: a MessagePort, a Worker, an extension Port. */
export interface Channel {
  post(message: unknown, transfer?: Transferable[]): void;
  /** @returns what stops listening. */
  listen(hear: (message: unknown) => void): () => void;
  /** Called once when the other side is gone for good. @returns what stops it. */
  onClosed(closed: () => void): () => void;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds; none where left out. */
  readonly deadline?: number;
}

export type Ask<C extends Contract<C>> = <N extends keyof C & string>(
  name: N,
  question: C[N]['ask'],
  options?: AskOptions,
) => Promise<C[N]['answer']>;

export type Answers<C extends Contract<C>> = {
  readonly [N in keyof C]: (question: C[N]['ask'], signal: AbortSignal) => Promise<C[N]['answer']>;
};

/**
 * The asking end. An answer is of the type promised only as far as the other side is trusted: parse it.
 * @throws {Fault} `deadline`, `disconnected` — and whatever the other side answered as a fault.
 */
export function asker<C extends Contract<C>>(channel: Channel): Ask<C> {
  let last = 0;
  return (name, question, { signal, deadline } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(toAbort(signal));
        return;
      }
      const id = ++last;
      const stops: (() => void)[] = [];
      const done = (settle: () => void) => {
        for (const stop of stops.splice(0)) stop();
        settle();
      };
      const withdraw = (fault: Fault) =>
        done(() => {
          post(channel, { withdraw: id });
          reject(fault);
        });
      stops.push(
        channel.listen((message) => {
          if (!isMessage(message) || message.answer !== id) return;
          done(() =>
            'fault' in message ? reject(parseFault(message.fault)) : resolve(message.value as never),
          );
        }),
        channel.onClosed(() => done(() => reject(new Fault('disconnected')))),
      );
      if (signal) {
        const abort = () => withdraw(toAbort(signal));
        signal.addEventListener('abort', abort);
        stops.push(() => signal.removeEventListener('abort', abort));
      }
      if (deadline !== undefined) {
        const timer = setTimeout(() => withdraw(new Fault('deadline', { name })), deadline);
        stops.push(() => clearTimeout(timer));
      }
      if (!post(channel, { ask: id, name, question })) done(() => reject(new Fault('disconnected')));
    });
}

/**
 * The answering end: never throws, whatever arrives. A buffer that is a member of an answer is handed over, not
 * copied, where the channel can. @returns what stops it, and withdraws what is under way.
 */
export function serve<C extends Contract<C>>(channel: Channel, answers: Answers<C>): () => void {
  const open = new Map<unknown, AbortController>();
  const unlisten = channel.listen((message) => {
    if (!isMessage(message)) return;
    if ('withdraw' in message) open.get(message.withdraw)?.abort();
    if (typeof message.ask !== 'number' || typeof message.name !== 'string') return;
    void answer(message.ask, message.name, message.question);
  });
  const answer = async (id: number, name: string, question: unknown) => {
    const controller = new AbortController();
    open.set(id, controller);
    try {
      if (!Object.hasOwn(answers, name)) throw new Fault('unexpected', { name: name.slice(0, 40) });
      const value = await answers[name as keyof C](question as never, controller.signal);
      post(channel, { answer: id, value }, buffersIn(value));
    } catch (thrown) {
      const fault: FaultNote = toFault(thrown).toNote();
      post(channel, { answer: id, fault });
    } finally {
      open.delete(id);
    }
  };
  return () => {
    unlisten();
    for (const controller of open.values()) controller.abort();
  };
}

/** Worker, dedicated worker scope or MessagePort as a channel. */
export function portChannel(port: {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', hear: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', hear: (event: MessageEvent) => void): void;
  start?(): void;
}): Channel {
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    listen(hear) {
      const listener = (event: MessageEvent) => hear(event.data);
      port.addEventListener('message', listener);
      port.start?.();
      return () => port.removeEventListener('message', listener);
    },
    onClosed: () => () => {},
  };
}

type Message = Readonly<Record<string, unknown>>;

const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null;

const toAbort = (signal: AbortSignal): Fault =>
  signal.reason instanceof Fault ? signal.reason : new Fault('cancelled', {}, signal.reason);

/** The buffers that are members of an answer. */
export const buffersIn = (value: unknown): ArrayBuffer[] =>
  isMessage(value) ? Object.values(value).filter((member) => member instanceof ArrayBuffer) : [];

function post(channel: Channel, message: Message, transfer?: Transferable[]): boolean {
  try {
    channel.post(message, transfer);
    return true;
  } catch {
    return false;
  }
}
