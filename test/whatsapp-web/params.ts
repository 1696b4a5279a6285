/** @file What one simulated account is made of and what goes wrong with it, as the page's URL says it. */

export const HELD_STATES = [
  'connected',
  'not-logged-in',
  'syncing',
  'locked',
  'unsupported',
  'no-loader',
] as const;
export type HeldState = (typeof HELD_STATES)[number];

export const FAULTS = ['empty-store', 'slow', 'throw', 'throw-chat', 'hang'] as const;
export type FaultName = (typeof FAULTS)[number];

export interface Params {
  readonly seed: number;
  readonly chats: number;
  /** Places in all chats together. An album fills one place with several rows. */
  readonly messages: number;
  /** What all media come to. */
  readonly mediaMiB: number;
  /** Share of media that the servers no longer have. */
  readonly expired: number;
  readonly state: HeldState;
  readonly faults: readonly FaultName[];
  /** `slow`: milliseconds that answer number {@link page} takes. */
  readonly slow: number;
  /** `slow`, `throw`: which answer of msgFindBefore, counted from 1. */
  readonly page: number;
  /** Milliseconds between the steps of the page's start. */
  readonly step: number;
}

const DEFAULTS: Params = {
  seed: 1,
  chats: 40,
  messages: 5000,
  mediaMiB: 50,
  expired: 0,
  state: 'connected',
  faults: [],
  slow: 45_000,
  page: 2,
  step: 60,
};

const NUMBERS = ['seed', 'chats', 'messages', 'mediaMiB', 'expired', 'slow', 'page', 'step'] as const;

/** From a URL's query, or from some of the members. @throws {RangeError} on a name or number that means nothing. */
export function paramsOf(input: string | Partial<Params> = {}): Params {
  if (typeof input !== 'string') return checked({ ...DEFAULTS, ...input });
  const query = new URLSearchParams(input.includes('?') ? input.slice(input.indexOf('?')) : input);
  const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  for (const name of NUMBERS) {
    const text = query.get(name);
    if (text !== null) numbers[name] = Number(text);
  }
  const faults = (query.get('fault') ?? '').split(',').filter(Boolean) as FaultName[];
  const state = (query.get('state') ?? DEFAULTS.state) as HeldState;
  return checked({ ...DEFAULTS, ...numbers, faults, state });
}

/** The page's URL for these; what is left out is the default. */
export function simulatorUrl(params: Partial<Params> = {}): string {
  const query = new URLSearchParams();
  for (const name of NUMBERS) if (params[name] !== undefined) query.set(name, String(params[name]));
  if (params.faults?.length) query.set('fault', params.faults.join(','));
  if (params.state) query.set('state', params.state);
  return `https://web.whatsapp.com/?${query}`;
}

/** What the data depends on, as one word: two pages with the same key hold the same account. */
export const dataKey = ({ seed, chats, messages, mediaMiB, expired }: Params): string =>
  [seed, chats, messages, mediaMiB, expired].join('-');

/** The way back from {@link dataKey}; null where it is none. */
export function fromDataKey(key: string): Params | null {
  const numbers = key.split('-').map(Number);
  const [seed, chats, messages, mediaMiB, expired] = numbers;
  if (numbers.length !== 5 || !numbers.every((number) => Number.isFinite(number) && number >= 0)) return null;
  if (seed === undefined || chats === undefined || messages === undefined) return null;
  return paramsOf({ seed, chats, messages, mediaMiB: mediaMiB ?? 0, expired: expired ?? 0 });
}

function checked(params: Params): Params {
  for (const name of NUMBERS)
    if (!Number.isFinite(params[name]) || params[name] < 0) throw new RangeError(`${name} is no number`);
  if (!(HELD_STATES as readonly string[]).includes(params.state))
    throw new RangeError(`state ${params.state}`);
  for (const fault of params.faults)
    if (!(FAULTS as readonly string[]).includes(fault)) throw new RangeError(`fault ${fault}`);
  return params;
}
