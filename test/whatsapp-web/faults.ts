/** @file Which chat and which medium the faults of a page hit. */
import type { MediumFact } from './data/medium.ts';
import type { World } from './data/world.ts';
import type { Params } from './params.ts';

/** With `throw-chat`: the chat whose pages always fail, the third. */
export const brokenChat = ({ params, chats }: World): string | null =>
  params.faults.includes('throw-chat') ? (chats[2]?.id ?? null) : null;

/** With `hang`: the first medium that would come without trouble. */
export function hungMedium({ faults }: Params, facts: ReadonlyMap<string, MediumFact>): string | null {
  if (!faults.includes('hang')) return null;
  for (const { id, trouble, size } of facts.values()) if (trouble === null && size > 0) return id;
  return null;
}
