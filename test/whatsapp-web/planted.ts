/** @file Texts of an account that occur nowhere else, for a search of the disk. */

import { PLANTED_WORDS } from './data/words.ts';
import type { World } from './data/world.ts';

/** Texts of fewer bytes may turn up by chance. */
const LEAST = 12;
/** A search takes time for each of them. */
const NAMES = 24;

/** Words of messages, names of people and of groups. Only what really occurs. */
export function plantedIn(world: World): string[] {
  const people = world.people.flatMap(
    ({ name, pushname, verifiedName }) => name ?? verifiedName ?? pushname ?? [],
  );
  const groups = world.chats.flatMap(({ name }) => name ?? []);
  const names = [...people.slice(0, NAMES), ...groups.slice(0, NAMES)].map((name) => name.slice(0, 60));
  const words = PLANTED_WORDS.filter((word) => occurs(world, word));
  return [...new Set([...words, ...names])].filter((text) => Buffer.byteLength(text) >= LEAST);
}

function occurs(world: World, word: string): boolean {
  for (const chat of world.chats)
    for (const { fields } of chat.protected ? [] : world.walk(chat))
      if (typeof fields.body === 'string' && fields.body.includes(word)) return true;
  return false;
}
