/** @file The kinds of mutants, and how many of each. */
import type { Bytes } from '../../lib/base/bytes.ts';
import type { Way } from '../../lib/vault/slots.ts';
import type { Random } from '../whatsapp-web/data/random.ts';
import { containers } from './container-mutants.ts';
import { headers } from './header-mutants.ts';
import type { Rich } from './rich.ts';
import { beginnings, ciphertexts, cuts, frames, trailers } from './run-mutants.ts';
import { forged, sealedAnew } from './sealed-mutants.ts';
import { moved, spliced } from './splice-mutants.ts';

export interface Mutant {
  /** In words, for who must find it again. */
  readonly what: string;
  readonly bytes: Bytes;
  /** Left out: the vault is unlocked already. */
  readonly way?: Way;
  /** What may be seen of it, where that is more than was written. */
  readonly seen?: Rich;
}

export interface Kind {
  readonly count: number;
  /** Judged side by side, where that is not the usual number: the KDF takes 19 MiB each time. */
  readonly atOnce?: number;
  readonly make: (random: Random, rich: Rich) => Mutant | Promise<Mutant>;
}

export const KINDS: Readonly<Record<string, Kind>> = {
  'fields of a run’s beginning': { count: 240, make: beginnings },
  'lengths and kinds of segments': { count: 240, make: frames },
  'sealed bytes': { count: 280, make: ciphertexts },
  'cuts and holes': { count: 240, make: cuts },
  'segments moved, repeated, brought from elsewhere': { count: 260, make: moved },
  'runs spliced, removed, put in another’s place': { count: 200, make: spliced },
  'ends of runs': { count: 60, make: trailers },
  'headers, each unlocked': { count: 200, atOnce: 1, make: headers },
  'the container': { count: 180, make: containers },
  'indexes and records sealed anew with the run’s key': { count: 70, make: sealedAnew },
  'runs forged with the writer’s key': { count: 30, make: forged },
};
