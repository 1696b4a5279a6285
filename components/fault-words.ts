/** @file The words for each fault: what happened, what it means for what is kept, what to do. */
import { i18n } from '#i18n';
import type { FaultCode, FaultNote } from '../lib/base/fault.ts';
import { tellMore } from './fault-figures.ts';
import { toStamp } from './figures.ts';

export interface FaultWords {
  readonly what: string;
  readonly means: string;
  readonly next: string;
  /** The name of the file it is about, where several are open. */
  readonly file: string | null;
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
  const { file, [SUGGESTED]: _, ...exact } = detail;
  const figures = Object.entries(exact).map(([name, value]) => `${name} ${figureOf(name, value)}`);
  return {
    what: i18n.t(`fault.${key}.what`),
    means: i18n.t(`fault.${key}.means`),
    next: i18n.t(`fault.${key}.next`),
    ...tellMore(code, detail),
    file: typeof file === 'string' ? file : null,
    terms: [code, ...figures].join(' · '),
  };
}

/** Moments as machines write them. */
const figureOf = (name: string, value: string | number): string | number =>
  typeof value === 'number' && (name === 'at' || name === 'beforeAt') ? toStamp(value) : value;
