/** @file Two histories compared, message by message and medium by medium: what differs, and where. */
import type { History } from './history.ts';
import type { Jid, MessageRecord } from './record.ts';

export interface Difference {
  /** `chats/…/name`, `messages/<id>/row/caption`, `media/<sha256>`. */
  readonly path: string;
  /** JSON of both sides, shortened; `absent` where there is none. They hold content: for the user's own eyes. */
  readonly expected: string;
  readonly actual: string;
}

export interface CompareOptions {
  /** Differences after which it stops. */
  readonly limit?: number;
  /** Media to compare byte by byte; those that the expected side has. */
  readonly media?: Iterable<string>;
}

const SLICE = 2_000;
const ABSENT = 'absent';

export async function compareHistories(
  expected: History,
  actual: History,
  { limit = 50, media = [] }: CompareOptions = {},
): Promise<Difference[]> {
  const found: Difference[] = [];
  const full = () => found.length >= limit;
  const add = (difference: Difference) => {
    if (!full()) found.push(difference);
  };
  compareValues('account', expected.account, actual.account, add);
  const [theirs, ours] = await Promise.all([expected.chats(), actual.chats()]);
  const byId = new Map(ours.map((chat) => [chat.id, chat]));
  for (const chat of theirs) {
    if (full()) return found;
    const other = byId.get(chat.id);
    byId.delete(chat.id);
    for (const name of ['kind', 'name', 'archived', 'pinned', 'count', 'first', 'last'] as const)
      compareValues(`chats/${chat.id}/${name}`, chat[name], other?.[name], add);
    compareValues(`chats/${chat.id}/participants`, chat.group?.participants, other?.group?.participants, add);
    compareValues(
      `chats/${chat.id}/completeness`,
      chat.report?.completeness,
      other?.report?.completeness,
      add,
    );
    await compareMessages(expected, actual, chat.id, add, full);
  }
  for (const id of byId.keys()) add({ path: `chats/${id}`, expected: ABSENT, actual: 'present' });
  await compareContacts(expected, actual, add);
  for (const sha256 of media) if (!full()) await compareMedium(expected, actual, sha256, add);
  return found;
}

/** Every difference between two values as JSON has them, by path. */
export function compareValues(
  path: string,
  expected: unknown,
  actual: unknown,
  add: (one: Difference) => void,
): void {
  if (Object.is(expected, actual)) return;
  if (isObject(expected) && isObject(actual) && Array.isArray(expected) === Array.isArray(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)]))
      compareValues(`${path}/${key}`, own(expected, key), own(actual, key), add);
    return;
  }
  add({ path, expected: show(expected), actual: show(actual) });
}

async function compareMessages(
  expected: History,
  actual: History,
  chat: Jid,
  add: (one: Difference) => void,
  full: () => boolean,
): Promise<void> {
  for (let from = 0; !full(); from += SLICE) {
    const [theirs, ours] = await Promise.all([
      expected.messages(chat, from, SLICE),
      actual.messages(chat, from, SLICE),
    ]);
    if (theirs.length === 0 && ours.length === 0) return;
    const byId = new Map<string, MessageRecord>(ours.map((record) => [record.id, record]));
    for (const [place, record] of theirs.entries()) {
      const other = byId.get(record.id);
      byId.delete(record.id);
      compareValues(`messages/${record.id}`, record, other, add);
      if (other && ours[place]?.id !== record.id)
        add({ path: `messages/${record.id}/place`, expected: String(from + place), actual: 'elsewhere' });
    }
    for (const record of byId.values())
      add({ path: `messages/${record.id}`, expected: ABSENT, actual: show(record) });
  }
}

async function compareContacts(
  expected: History,
  actual: History,
  add: (one: Difference) => void,
): Promise<void> {
  const [theirs, ours] = await Promise.all([expected.contacts(), actual.contacts()]);
  for (const id of new Set([...theirs.keys(), ...ours.keys()]))
    for (const name of ['name', 'pushname', 'verifiedName', 'shortName', 'phone'] as const)
      compareValues(`contacts/${id}/${name}`, theirs.get(id)?.[name], ours.get(id)?.[name], add);
}

async function compareMedium(
  expected: History,
  actual: History,
  sha256: string,
  add: (one: Difference) => void,
): Promise<void> {
  const [theirs, ours] = await Promise.all([expected.medium(sha256), actual.medium(sha256)]);
  const path = `media/${sha256}`;
  if (!theirs || !ours || theirs.size !== ours.size)
    return add({ path, expected: show(theirs?.size), actual: show(ours?.size) });
  const [a, b] = await Promise.all([theirs.read(0, theirs.size), ours.read(0, ours.size)]);
  const at = a.findIndex((byte, i) => byte !== b[i]);
  if (at >= 0) add({ path: `${path}/${at}`, expected: String(a[at]), actual: String(b[at]) });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

const show = (value: unknown): string =>
  value === undefined ? ABSENT : (JSON.stringify(value) ?? '').slice(0, 200);
