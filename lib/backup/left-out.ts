/** @file What a run left out because the user's settings say so: figures by kind, for the popup. */
import { isMediaType } from '../model/media.ts';
import type { MissingMedium } from '../model/report.ts';
import type { Journal } from './journal.ts';
import type { LeftOut } from './status.ts';

export async function leftOutOf(journal: Journal): Promise<LeftOut> {
  const counts: { -readonly [K in keyof LeftOut]: LeftOut[K] } = {};
  for (const { reason, type } of (await journal.rows('missing/')).values() as Iterable<MissingMedium>)
    if ((reason === 'left-out' || reason === 'too-large') && isMediaType(type))
      counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
