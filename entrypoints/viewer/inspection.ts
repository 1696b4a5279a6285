/** @file A look or a check as the page sees it: begun, asked how far it is, stopped, and what came of it. */
import { signal } from '@preact/signals';
import { type Fault, toFault } from '../../lib/base/fault.ts';
import type { Ask } from '../../lib/bridge/call.ts';
import type { Depth, Inspection, ViewerQuestions } from './protocol.ts';

export interface InspectionState {
  readonly depth: Depth;
  /** Bytes. */
  readonly done: number;
  readonly of: number;
  /** Null: under way. */
  readonly result: Inspection | null;
}

type Asked = Ask<ViewerQuestions>;

export function createInspection() {
  const state = signal<InspectionState | null>(null);
  const fault = signal<Fault | null>(null);
  let turn = 0;

  return {
    state,
    fault,
    /** Until it has a result; another one in its place ends it. */
    async start(ask: Asked, depth: Depth): Promise<void> {
      const mine = ++turn;
      fault.value = null;
      state.value = { depth, done: 0, of: 0, result: null };
      try {
        for (let result: Inspection | null = null; !result; ) {
          const answer = await ask('inspect', { depth });
          if (turn !== mine) return;
          ({ result } = answer);
          state.value = { depth, ...answer };
        }
      } catch (thrown) {
        if (turn !== mine) return;
        state.value = null;
        fault.value = toFault(thrown);
      }
    },
    stop(ask: Asked): void {
      const depth = state.value?.depth;
      this.clear();
      if (depth) void ask('inspect', { depth, stop: true }).catch(() => {});
    },
    clear(): void {
      turn++;
      state.value = null;
      fault.value = null;
    },
  };
}
