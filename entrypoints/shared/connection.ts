/** @file A worker of the page's own, asked over its messages and ended with all it holds. */
import { type Ask, asker, type Channel, type Contract, portChannel } from '../../lib/bridge/call.ts';

export interface WorkerConnection<C extends Contract<C>> {
  readonly ask: Ask<C>;
  /** Drops everything it holds. */
  end(): void;
}

export function connectionTo<C extends Contract<C>>(worker: Worker): WorkerConnection<C> {
  const gone = new Set<() => void>();
  const channel: Channel = {
    ...portChannel(worker as unknown as MessagePort),
    onClosed(closed) {
      gone.add(closed);
      return () => gone.delete(closed);
    },
  };
  const leave = () => {
    for (const closed of [...gone]) closed();
  };
  worker.addEventListener('error', leave);
  return {
    ask: asker<C>(channel),
    end() {
      worker.terminate();
      leave();
    },
  };
}
