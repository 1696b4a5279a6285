/** @file A worker for one vault: asked, heard, ended, so that no copy of the password stays in its memory. */
import { Fault, parseFault } from '../../lib/base/fault.ts';
import type { ChosenWays, NewVault } from './model.ts';

type Reply = { readonly vault: NewVault } | { readonly fault: unknown };

export function makeVault(ways: ChosenWays): Promise<NewVault> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<NewVault>((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<Reply>) => {
      if ('vault' in event.data) resolve(event.data.vault);
      else reject(parseFault(event.data.fault));
    });
    worker.addEventListener('error', (event) => reject(new Fault('unexpected', {}, event)));
    worker.postMessage(ways);
  }).finally(() => worker.terminate());
}
