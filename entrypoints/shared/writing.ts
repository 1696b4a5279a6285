/** @file Writing down a recovery phrase: shown once, asked for three of its words, given out, forgotten. */
import { computed, signal } from '@preact/signals';

/** Words that are asked for. */
const ASKED = 3;

export type WritingStage = 'shown' | 'asking';

export interface WritingNeeds {
  /** 24 words with single spaces. */
  readonly newPhrase: () => Promise<string>;
  /** An integer from 0, below `limit`. */
  readonly random?: (limit: number) => number;
}

export type Writing = ReturnType<typeof createWriting>;

export function createWriting({ newPhrase, random = randomBelow }: WritingNeeds) {
  const stage = signal<WritingStage | null>(null);
  /** Held for the screen only while they are on it. */
  const words = signal<readonly string[]>([]);
  /** The places asked for, 1 to 24, ascending. */
  const asked = signal<readonly number[]>([]);
  /** Places whose word was another. */
  const wrong = signal<readonly number[]>([]);
  let phrase = '';

  function forget(): void {
    phrase = '';
    words.value = [];
    asked.value = [];
    wrong.value = [];
    stage.value = null;
  }

  /** The same words again, where there are some already. */
  async function show(): Promise<void> {
    if (phrase === '') phrase = await newPhrase();
    words.value = phrase.split(' ');
    wrong.value = [];
    stage.value = 'shown';
  }

  return {
    stage: computed(() => stage.value),
    words: computed(() => words.value),
    asked: computed(() => asked.value),
    wrong: computed(() => wrong.value),
    show,
    /** They are on paper: which three will be asked for? */
    written(): void {
      if (stage.value !== 'shown') return;
      const places = new Set<number>();
      while (places.size < ASKED) places.add(1 + random(words.value.length));
      asked.value = [...places].sort((a, b) => a - b);
      words.value = [];
      stage.value = 'asking';
    },
    /** @returns the phrase, where what was typed is what was asked for. It can be shown again until it is forgotten. */
    answer(typed: readonly string[]): string | null {
      if (stage.value !== 'asking') return null;
      const all = phrase.split(' ');
      wrong.value = asked.value.filter((place, i) => plain(typed[i] ?? '') !== all[place - 1]);
      if (wrong.value.length > 0) return null;
      asked.value = [];
      stage.value = null;
      return phrase;
    },
    forget,
  };
}

const plain = (word: string): string => word.trim().toLowerCase();

/** Without a bias: numbers above the last whole multiple are drawn again. */
function randomBelow(limit: number): number {
  const top = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const [drawn = top] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < top) return drawn % limit;
  }
}
