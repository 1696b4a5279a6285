/** @file How long guessing a password would take. The word lists are large and come only when somebody types. */
import { computed, signal } from '@preact/signals';

/** Seconds until half of all guesses are through, at ten thousand guesses a second. */
export type Estimate = (password: string) => Promise<number>;

/** Longer passwords are judged by their beginning: the estimate's time grows faster than their length. */
const JUDGED = 72;

export const estimate: Estimate = async (password) => {
  loading ??= load();
  return (await loading)(password.slice(0, JUDGED));
};

let loading: Promise<(password: string) => number> | undefined;

async function load(): Promise<(password: string) => number> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (password) =>
    judge.check(password, ['keepsake', 'whatsapp']).crackTimes.offlineSlowHashingXPerSecond.seconds;
}

/** Measures what is being typed; what was typed last is what counts. */
export function createMeter(judge: Estimate) {
  const seconds = signal<number | null>(null);
  let measured = 0;
  return {
    /** Null while nothing is typed or it is being measured. */
    seconds: computed(() => seconds.value),
    async measure(typed: string): Promise<void> {
      const mine = ++measured;
      const found = typed === '' ? null : await judge(typed).catch(() => null);
      if (mine === measured) seconds.value = found;
    },
    clear(): void {
      measured++;
      seconds.value = null;
    },
  };
}
