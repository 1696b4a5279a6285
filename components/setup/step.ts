/** @file The steps of set-up as values, and what their buttons do. */

export type Step = 'account' | 'password' | 'warning' | 'creating' | 'done';

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
  readonly create: () => void;
  readonly start: () => void;
  readonly open: () => void;
  readonly goToWhatsApp: () => void;
  readonly reload: () => void;
}
