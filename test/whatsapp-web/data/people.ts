/** @file The account and the people it knows: by number, by privacy id, by both. */
import type { Params } from '../params.ts';
import { personName } from './names.ts';
import { Random } from './random.ts';

export interface Person {
  readonly index: number;
  /** `…@c.us`; null where only the privacy id is known. */
  readonly pn: string | null;
  /** `…@lid`; null where the person never showed one. */
  readonly lid: string | null;
  /** From the address book. */
  readonly name: string | null;
  readonly shortName: string | null;
  readonly pushname: string | null;
  readonly verifiedName: string | null;
  /** 0 none, 2 low, 3 high. */
  readonly verifiedLevel: 0 | 2 | 3;
  readonly username: string | null;
  /** What WhatsApp shows for a privacy id without a number. */
  readonly masked: string | null;
}

export interface Me {
  readonly pn: string;
  readonly lid: string;
  /** Kept out of the planted words: the site itself writes it to localStorage. */
  readonly name: string;
}

export function meOf({ seed }: Params): Me {
  const random = new Random(seed, 'me');
  return { pn: `39340${random.digits(7)}@c.us`, lid: `${random.digits(15)}@lid`, name: 'Sam' };
}

/** Kinds of acquaintance, in turn. */
const KINDS = [
  'saved',
  'saved',
  'saved',
  'pushed',
  'lid',
  'business',
  'username',
  'every',
  'bare',
  'low',
] as const;

export const personCount = ({ chats }: Params): number => Math.max(24, chats + 20);

export function personOf({ seed }: Params, index: number): Person {
  const random = new Random(seed, 'person', index);
  const kind = index < 12 ? 'saved' : (KINDS[index % KINDS.length] ?? 'saved');
  const name = personName(random, index);
  const pn = `${random.pick(['1212', '4479', '4915', '97150', '8613', '5511'])}${random.digits(7)}@c.us`;
  const lid = `${random.digits(15)}@lid`;
  const blank = {
    name: null,
    shortName: null,
    pushname: null,
    verifiedName: null,
    username: null,
    masked: null,
  };
  const base = { index, pn, lid: index % 3 === 2 ? null : lid, ...blank, verifiedLevel: 0 as const };
  switch (kind) {
    case 'saved':
      return {
        ...base,
        name,
        shortName: name.split(' ')[0] ?? name,
        pushname: index % 2 ? `~${name}~` : null,
      };
    case 'pushed':
      return { ...base, pushname: name };
    case 'lid':
      return {
        ...base,
        pn: null,
        lid,
        pushname: name,
        masked: `+${lid.slice(0, 2)}∙∙∙∙∙∙${lid.slice(11, 13)}`,
      };
    case 'business':
      return { ...base, pushname: name, verifiedName: `${name} GmbH`, verifiedLevel: 3 };
    case 'low':
      return { ...base, pushname: name, verifiedName: `${name} Ltd`, verifiedLevel: 2 };
    case 'username':
      return { ...base, pn: null, lid, username: `user.${lid.slice(0, 6)}`, pushname: name };
    case 'every':
      return {
        ...base,
        lid,
        name,
        shortName: name.split(' ')[0] ?? name,
        pushname: `${name} ✨`,
        verifiedName: `${name} & Co`,
        verifiedLevel: 3,
        username: `every.${lid.slice(0, 6)}`,
        masked: `+${lid.slice(0, 2)}∙∙∙∙∙∙${lid.slice(11, 13)}`,
      };
    case 'bare':
      return base;
  }
}
