/** @file Profile pictures: what the page knows of them, and which of them it holds. */
import { NEWEST } from './slot.ts';
import type { World } from './world.ts';

export interface StoredPicture {
  readonly id: string;
  /** Name of the medium. */
  readonly medium: string;
  readonly tag: string;
  /** Seconds since 1970 UTC. */
  readonly timestamp: number;
}

/** Chats and people who have one: all others have none, or the page never asked. */
const MOST = 12;

export function picturesOf({ chats, me, params }: Pick<World, 'chats' | 'me' | 'params'>): StoredPicture[] {
  const owners = [me.pn, ...chats.filter(({ index }) => index % 2 === 0).map(({ id }) => id)];
  return [...new Set(owners)].slice(0, MOST).map((id, i) => ({
    id,
    medium: `picture${i}`,
    tag: String(1_700_000_000 + params.seed * 100 + i),
    timestamp: NEWEST - 86_400 * i,
  }));
}
