/** @file The words for each fault: what happened, what it means for what is kept, what to do. */
import { i18n } from '#i18n';
import type { FaultCode, FaultNote } from '../lib/base/fault.ts';

export interface FaultWords {
  readonly what: string;
  readonly means: string;
  readonly next: string;
  /** The exact terms, for who wants to report or look closer: the code and its figures. */
  readonly terms: string;
}

/** Words that the user may have meant. They help on the screen, but a phrase's words belong into no report. */
const SUGGESTED = 'like';

type Snake<C extends string> = C extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : C;

/** A code as it stands in the locale: names of messages take no hyphen. */
export const snake = <C extends string>(code: C): Snake<C> => code.replaceAll('-', '_') as Snake<C>;

export function wordsOf({ code, detail }: Pick<FaultNote, 'code' | 'detail'>): FaultWords {
  const key = snake<FaultCode>(code);
  const told = Object.entries(detail).filter(([name]) => name !== SUGGESTED);
  const figures = told.map(([name, value]) => `${name} ${value}`);
  return {
    what: i18n.t(`fault.${key}.what`),
    means: i18n.t(`fault.${key}.means`),
    next: i18n.t(`fault.${key}.next`),
    terms: [code, ...figures].join(' · '),
  };
}
