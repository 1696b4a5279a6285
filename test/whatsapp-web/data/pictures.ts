/** @file Profile pictures: what the page knows of them, and which of them it holds. */
import type { MediumFact } from './medium.ts';
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

/** Rows of the table `profile-pic-thumb`. */
export function pictureRows(
  world: Pick<World, 'chats' | 'me' | 'params'>,
  facts: ReadonlyMap<string, MediumFact>,
): Record<string, unknown>[] {
  return picturesOf(world).map(({ id, medium, tag, timestamp }) => {
    const path = `/v/t61.24694-24/${medium}.jpg?ccb=11-4&oh=01_Q5Aa&oe=6A00`;
    return {
      id,
      tag,
      timestamp,
      filehash: facts.get(medium)?.filehash,
      eurl: `https://pps.whatsapp.net${path}`,
      previewEurl: `https://pps.whatsapp.net${path}&stp=dst-jpg_s96x96`,
      fullDirectPath: path,
      previewDirectPath: `${path}&stp=dst-jpg_s96x96`,
    };
  });
}
