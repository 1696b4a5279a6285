/** @file A worker for one file, asked over its messages and ended when the file is put away. */
import { asker, type Channel, portChannel } from '../../lib/bridge/call.ts';
import type { Connection } from './model.ts';
import type { ViewerQuestions } from './protocol.ts';

export function connect(): Connection {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
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
    ask: asker<ViewerQuestions>(channel),
    end() {
      worker.terminate();
      leave();
    },
  };
}
