/** @file The contacts the page holds: a person with two addresses is two of them. */
import type { Person } from './people.ts';
import type { World } from './world.ts';

export interface StoredContact {
  readonly id: string;
  readonly person: Person | null;
  readonly name: string | null;
  readonly shortName: string | null;
  readonly pushname: string | null;
  readonly verifiedName: string | null;
  readonly verifiedLevel: 0 | 2 | 3;
  readonly username: string | null;
  /** The number behind a privacy id, where the page knows it. */
  readonly phone: string | null;
  readonly masked: string | null;
}

export function contactsOf(world: World): StoredContact[] {
  const { me } = world;
  const nobody = {
    person: null,
    verifiedName: null,
    verifiedLevel: 0,
    username: null,
    masked: null,
  } as const;
  const own = { ...nobody, name: null, shortName: null, pushname: me.name };
  const found: StoredContact[] = [
    { ...own, id: me.pn, phone: null },
    { ...own, id: me.lid, phone: me.pn },
  ];
  for (const person of world.people) {
    const { name, shortName, pushname, verifiedName, verifiedLevel, username, masked } = person;
    const said = { person, name, shortName, pushname, verifiedName, verifiedLevel, username, masked };
    if (person.pn) found.push({ ...said, id: person.pn, phone: null });
    if (person.lid) found.push({ ...said, id: person.lid, phone: person.pn });
  }
  return found;
}

/** The other address of an account: the number of a privacy id, the privacy id of a number. */
export function otherAddress(world: World, id: string): string | null {
  const { me } = world;
  if (id === me.pn) return me.lid;
  if (id === me.lid) return me.pn;
  for (const { pn, lid } of world.people) {
    if (id === pn) return lid;
    if (id === lid) return pn;
  }
  return null;
}
