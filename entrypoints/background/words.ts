/** @file The few words that background, relay and offscreen page say to each other beside the questions. */

/** Name of the port between relay and background. */
export const RELAY = 'keepsake:relay';

/** Background to relay: join the page. */
export const CONNECT = 'keepsake:connect';

/** Background to offscreen page: compose the file and make a URL of it. */
export interface Compose {
  readonly compose: 'all' | 'new';
}

export const isCompose = (message: unknown): message is Compose =>
  typeof message === 'object' &&
  message !== null &&
  'compose' in message &&
  (message.compose === 'all' || message.compose === 'new');

/** Background to offscreen page: how far is it? Answered with {@link Far}. */
export interface HowFar {
  readonly howFar: true;
}

export interface Far {
  /** Of the file, hashed so far. */
  readonly bytes: number;
}

export const isHowFar = (message: unknown): message is HowFar =>
  typeof message === 'object' && message !== null && 'howFar' in message && message.howFar === true;

/** Background to relay: a run is under way, or no longer. */
export interface Hold {
  readonly hold: boolean;
}

export const isHold = (message: unknown): message is Hold =>
  typeof message === 'object' && message !== null && 'hold' in message && typeof message.hold === 'boolean';
