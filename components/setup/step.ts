/** @file The steps of set-up as values, and what their buttons do. */

export type Step =
  | 'account'
  | 'password'
  | 'phrase'
  | 'words'
  | 'asked'
  | 'passkey'
  | 'warning'
  | 'creating'
  | 'done';

/** Five dots: what belongs together shares one. */
export const DOTS = 5;

export const DOT_OF: Readonly<Record<Step, number>> = {
  account: 1,
  password: 2,
  phrase: 3,
  words: 3,
  asked: 3,
  passkey: 3,
  warning: 4,
  creating: 4,
  done: 5,
};

export interface OwnAccount {
  readonly phone: string;
  readonly name: string | null;
}

export interface SetupActions {
  readonly look: () => void;
  readonly confirmAccount: () => void;
  readonly measure: (typed: string) => void;
  readonly choose: (first: string, second: string) => void;
  readonly back: () => void;
  /** Shows the words of a recovery phrase. */
  readonly showWords: () => void;
  /** They are on paper. */
  readonly written: () => void;
  readonly answer: (typed: readonly string[]) => void;
  readonly makePasskey: () => void;
  /** Goes on without what the step offers, or with what it has. */
  readonly goOn: () => void;
  readonly create: () => void;
  readonly start: () => void;
  readonly open: () => void;
  readonly goToWhatsApp: () => void;
  readonly reload: () => void;
}
