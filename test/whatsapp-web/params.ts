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

export const FAULTS = [
  'empty-store', // the list of chats in memory stays empty
  'slow', // one answer takes long
  'throw', // one answer fails
  'throw-chat', // one chat never answers
  'throw-all', // whatever only helps throws things that are no errors
  'hang', // one medium never comes
  'only-stored', // what would be in memory lies in the page's Cache Storage
  'hostile-rows', // pages hold what is no row
  'giant-row', // a page holds a text of 48 MiB
  'wrong-ids', // rows of other chats, without a key, twice
  'stuck', // a chat's first page over and over
  'endless', // a chat without a beginning
  'id-class', // keys of another class
  'hostile-chats', // the list of chats holds what is no chat
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Editions of the page that differ in shapes (facts B, H, L). */
export const BUILDS = ['2025-05', '2026-05', '2026-07', 'today'] as const;
export type Build = (typeof BUILDS)[number];

/** What happens to the page in the middle of being read. */
export const TURNS = ['logout', 'lock', 'switch', 'reload'] as const;
export type Turn = (typeof TURNS)[number];

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
  readonly build: Build;
  /** Modules, members of modules, fields of rows and models that are not there ({@link ./site/changes}). */
  readonly remove: readonly string[];
  /** `old:new`, as {@link remove}. */
  readonly rename: readonly string[];
  /** `7:logout`: with answer number 7 of msgFindBefore. */
  readonly at: readonly string[];
  /** So many things happen in the account while it is read ({@link ./data/live}). */
  readonly live: number;
  /** Accounts of up to so many messages have them all in the page's database, with plain columns to be counted. */
  readonly witness: number;
  /** 1: the phone holds older messages back until it is asked for them. */
  readonly older: number;
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
  build: 'today',
  remove: [],
  rename: [],
  at: [],
  live: 0,
  witness: 6000,
  older: 0,
};

const NUMBERS = [
  'seed',
  'chats',
  'messages',
  'mediaMiB',
  'expired',
  'slow',
  'page',
  'step',
  'live',
  'witness',
  'older',
] as const;
const LISTS = ['remove', 'rename', 'at'] as const;

/** From a URL's query, or from some of the members. @throws {RangeError} on a name or number that means nothing. */
export function paramsOf(input: string | Partial<Params> = {}): Params {
  if (typeof input !== 'string') return checked({ ...DEFAULTS, ...input });
  const query = new URLSearchParams(input.includes('?') ? input.slice(input.indexOf('?')) : input);
  const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  for (const name of NUMBERS) {
    const text = query.get(name);
    if (text !== null) numbers[name] = Number(text);
  }
  const list = (name: string): string[] => (query.get(name) ?? '').split(',').filter(Boolean);
  const [remove, rename, at] = LISTS.map(list);
  return checked({
    ...DEFAULTS,
    ...numbers,
    faults: list('fault') as FaultName[],
    state: (query.get('state') ?? DEFAULTS.state) as HeldState,
    build: (query.get('build') ?? DEFAULTS.build) as Build,
    remove: remove ?? [],
    rename: rename ?? [],
    at: at ?? [],
  });
}

/** The page's URL for these; what is left out is the default. */
export function simulatorUrl(params: Partial<Params> = {}): string {
  const query = new URLSearchParams();
  for (const name of NUMBERS) if (params[name] !== undefined) query.set(name, String(params[name]));
  if (params.faults?.length) query.set('fault', params.faults.join(','));
  for (const name of LISTS) if (params[name]?.length) query.set(name, params[name].join(','));
  if (params.state) query.set('state', params.state);
  if (params.build) query.set('build', params.build);
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
  if (!(BUILDS as readonly string[]).includes(params.build)) throw new RangeError(`build ${params.build}`);
  for (const pair of params.rename) if (!/^[^:]+:[^:]+$/.test(pair)) throw new RangeError(`rename ${pair}`);
  for (const turn of params.at)
    if (!/^\d+:/.test(turn) || !(TURNS as readonly string[]).includes(turn.replace(/^\d+:/, '')))
      throw new RangeError(`at ${turn}`);
  for (const fault of params.faults)
    if (!(FAULTS as readonly string[]).includes(fault)) throw new RangeError(`fault ${fault}`);
  return params;
}
