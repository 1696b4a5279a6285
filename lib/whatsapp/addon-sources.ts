/** @file The tables of what belongs to messages: which messages each is asked for, and how its rows are understood (facts B7). */
import type { AddOnSource, FoundBeside } from '../bridge/protocol.ts';
import { get } from './modules.ts';
import { idText, plain } from './plain.ts';
import { rowOf } from './rows.ts';
import type { TableName } from './tables.ts';

type Lists = { [S in AddOnSource]?: NonNullable<FoundBeside[S]>[number][] };
type Item<S extends AddOnSource> = NonNullable<FoundBeside[S]>[number];

/** What was found so far, by message and source. */
export class Found {
  readonly by = new Map<string, Lists>();

  add<S extends AddOnSource>(parent: string, source: S, item: Item<S>): void {
    const lists = this.by.get(parent) ?? {};
    this.by.set(parent, lists);
    lists[source] ??= [];
    (lists[source] as Item<S>[]).push(item);
  }
}

export interface Source {
  readonly name: AddOnSource;
  readonly table: TableName;
  /** The column that holds the message's key. */
  readonly column: string;
  /** Rows of a page that may have something in it. */
  of(rows: readonly object[]): readonly object[];
  /** How many of them certainly have: so many are lacking where the source is gone. */
  needed(of: readonly object[]): number;
  /** False: the row was not understood. @param parent the message's own id. */
  take(found: Found, parent: string, row: object, serve: unknown): boolean;
}

const every = <T>(rows: T): T => rows;
const ofType = (type: string) => (rows: readonly object[]) => rows.filter((row) => get(row, 'type') === type);
const all = (of: readonly object[]): number => of.length;
const none = (): number => 0;

export const isFlagged = (row: object): boolean => get(row, 'hasReaction') === true;

export const SOURCES: readonly Source[] = [
  {
    name: 'reactions',
    table: 'reactionsTable',
    column: 'parentMsgKey',
    of: every,
    needed: (of) => of.filter(isFlagged).length,
    take(found, parent, row) {
      const [sender, text] = [idText(get(row, 'senderUserJid')), get(row, 'reactionText')];
      if (sender === null || typeof text !== 'string') return false;
      // Those taken back stay as empty texts; orphans belong to messages that are not there.
      if (text !== '' && get(row, 'orphan') !== 1)
        found.add(parent, 'reactions', { sender, text, at: numberOr0(get(row, 'timestamp')) });
      return true;
    },
  },
  {
    name: 'votes',
    table: 'votesTable',
    column: 'parentMsgKey',
    of: ofType('poll_creation'),
    needed: all,
    take(found, parent, row) {
      const [sender, options] = [idText(get(row, 'sender')), numbersOf(get(row, 'selectedOptionLocalIds'))];
      if (sender === null || !options) return false;
      if (options.length > 0)
        found.add(parent, 'votes', { sender, options, at: numberOr0(get(row, 'senderTimestampMs')) });
      return true;
    },
  },
  {
    name: 'answers',
    table: 'answersTable',
    column: 'parentMsgKey',
    of: ofType('event_creation'),
    needed: all,
    take(found, parent, row) {
      const response = get(row, 'eventResponse');
      const answer = typeof response === 'number' ? response : numbersOf(response)?.[0];
      const sender = idText(get(row, 'sender'));
      if (sender === null || answer === undefined) return false;
      found.add(parent, 'answers', { sender, answer, at: numberOr0(get(row, 'senderTimestampMs')) });
      return true;
    },
  },
  {
    name: 'pins',
    table: 'pinsTable',
    column: 'parentMsgKey',
    of: every,
    needed: none,
    take(found, parent, row) {
      const type = get(row, 'pinType');
      if (typeof type !== 'number') return false;
      found.add(parent, 'pins', pinOf(idText(get(row, 'sender')), type, get(row, 'senderTimestampMs'), row));
      return true;
    },
  },
  {
    name: 'comments',
    table: 'commentsTable',
    column: 'parentMsgKey',
    of: every,
    needed: none,
    take(found, parent, row, serve) {
      const comment: unknown = typeof serve === 'function' ? Reflect.apply(serve, undefined, [row]) : null;
      if (typeof comment === 'object' && comment !== null) {
        found.add(parent, 'comments', rowOf(comment));
        return true;
      }
      const fields = rowOf(row); // without the page's own function its text cannot be had
      found.add(parent, 'comments', { ...fields, id: fields.msgKey, author: fields.sender });
      return false;
    },
  },
  {
    name: 'receipts',
    table: 'receiptsTable',
    column: 'msgKey',
    of: (rows) => rows.filter((row) => get(get(row, 'id'), 'fromMe') === true),
    needed: none,
    take(found, parent, row) {
      const receiver = idText(get(row, 'receiverUserJid'));
      if (receiver === null) return false;
      const at = (member: string) => numberOrNull(get(row, member));
      found.add(parent, 'receipts', {
        receiver,
        delivered: at('delivery'),
        read: at('read'),
        played: at('played'),
      });
      return true;
    },
  },
  {
    name: 'parents',
    table: 'associationsTable',
    column: 'msgKey',
    // What is hidden is part of another message; most rows say themselves of which.
    of: (rows) => rows.filter((row) => isHidden(row) && ownParent(row) === null),
    needed: all,
    take(found, parent, row) {
      const [id, as] = [idText(get(row, 'parentMsgKey')), get(row, 'associationType')];
      if (id === null || as === undefined) return false;
      found.add(parent, 'parents', { id, as: String(as) });
      return true;
    },
  },
  {
    name: 'others',
    table: 'unifiedTable',
    column: 'targetMsgKey',
    of: every,
    needed: none,
    take(found, parent, row) {
      const props = get(row, 'addonProps');
      const type = get(props, 'pinMessageType');
      const sender = participantOf(idText(get(row, 'msgKey')));
      if (typeof type === 'number')
        found.add(parent, 'pins', pinOf(sender, type, get(props, 'pinSenderTimestampMs'), props));
      else found.add(parent, 'others', rowOf(row));
      return true;
    },
  },
];

/** What a row says itself of the message it is a part of. */
export function ownParent(row: object): Item<'parents'> | null {
  const [id, as] = [idText(get(row, 'parentMsgKey')), get(row, 'associationType')];
  return id === null || typeof as !== 'string' ? null : { id, as };
}

const isHidden = (row: object): boolean => ['MEDIA_ALBUM', 'HIDDEN'].includes(String(get(row, 'viewMode')));

const pinOf = (sender: string | null, type: number, at: unknown, from: unknown) => ({
  sender,
  type,
  at: numberOr0(at),
  duration: numberOrNull(get(from, 'pinExpiryDuration')),
});

/** The writer's id at the end of a group's message key. */
function participantOf(key: string | null): string | null {
  const last = key?.split('_').slice(3).at(-1);
  return last?.includes('@') ? last : null;
}

/** Bytes or a list as numbers. */
function numbersOf(value: unknown): number[] | null {
  const found = plain(value);
  if (found instanceof ArrayBuffer) return [...new Uint8Array(found)];
  if (found instanceof Uint8Array) return [...found];
  if (!Array.isArray(found)) return null;
  return found.every((one) => typeof one === 'number') ? found : null;
}

const numberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

const numberOr0 = (value: unknown): number => numberOrNull(value) ?? 0;
