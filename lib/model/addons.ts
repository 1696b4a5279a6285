/** @file What belongs to a message and came beside it, sorted into the message's record (docs/records.md, "What belongs to a message"). */
import * as v from 'valibot';
import { isJsonObject, type JsonObject } from './json.ts';
import type { AddOns } from './record.ts';

const jid = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const at = v.pipe(v.number(), v.finite());
const moment = v.nullable(at);
const fields = v.custom<JsonObject>(isJsonObject);

/** One of each source. */
const SHAPES = {
  reactions: v.object({ sender: jid, text: v.pipe(v.string(), v.maxLength(1000)), at }),
  votes: v.object({ sender: jid, options: v.pipe(v.array(v.number()), v.maxLength(1000)), at }),
  answers: v.object({ sender: jid, answer: v.number(), at }),
  pins: v.object({ sender: v.nullable(jid), type: v.number(), at, duration: moment }),
  comments: fields,
  receipts: v.object({ receiver: jid, delivered: moment, read: moment, played: moment }),
  parents: v.object({
    id: v.pipe(v.string(), v.maxLength(1000)),
    as: v.pipe(v.string(), v.maxLength(100)),
  }),
  others: fields,
};

type Source = keyof typeof SHAPES;

type Beside = { readonly [S in Source]?: readonly v.InferOutput<(typeof SHAPES)[S]>[] };

export type FoundAddOns = ReadonlyMap<string, Beside>;

/** The first thing that is wrong is enough: what a page puts wrong may be without end. */
export const FIRST = { abortEarly: true };

/** By message and source, lists of anything: {@link understood} looks at what is in them. */
export const addOnLists = v.record(
  v.string(),
  v.record(v.picklist(Object.keys(SHAPES) as Source[]), v.array(v.unknown())),
);

/** Item by item: one that is strange costs itself, and is counted, not the page it came with. */
export function understood(found: v.InferOutput<typeof addOnLists>): {
  readonly addOns: FoundAddOns;
  readonly strange: Partial<Record<Source, number>>;
} {
  const strange: Partial<Record<Source, number>> = {};
  const addOns = new Map<string, Beside>();
  for (const [id, lists] of Object.entries(found)) {
    const own: { [S in Source]?: unknown[] } = {};
    for (const [source, items] of Object.entries(lists) as [Source, unknown[]][]) {
      own[source] = items.flatMap((item) => {
        const result = v.safeParse(SHAPES[source], item, FIRST);
        if (result.success) return [result.output];
        strange[source] = (strange[source] ?? 0) + 1;
        return [];
      });
    }
    addOns.set(id, own as Beside);
  }
  return { addOns, strange };
}

/** What belongs to a message by its id. */
export function addOnsOf(found: FoundAddOns, id: unknown): AddOns {
  const own = found.get(id as string);
  if (!own) return NOTHING;
  return {
    ...some('reactions', own.reactions, bySender),
    ...some('votes', own.votes, bySender),
    ...some('answers', own.answers, bySender),
    ...newestPin(own.pins),
    ...some('comments', own.comments?.map(toComment), byMoment),
    ...some('receipts', own.receipts, byReceiver),
    ...parentOf(own.parents),
    ...some('addOns', own.others, byKey),
  };
}

/** Of most messages. */
const NOTHING: AddOns = {};

type Listed = 'reactions' | 'votes' | 'answers' | 'comments' | 'receipts' | 'addOns';

/** The list under its name; nothing where there is none. The same one under both of a chat's addresses counts once. */
function some<N extends Listed, T extends NonNullable<AddOns[N]>[number]>(
  name: N,
  found: readonly T[] | undefined,
  order: (a: T, b: T) => number,
): AddOns {
  if (!found || found.length === 0) return {};
  const each = new Map(found.map((one) => [JSON.stringify(one), one]));
  return { [name]: [...each.values()].sort(order) };
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const bySender = (a: { at: number; sender: string }, b: { at: number; sender: string }): number =>
  a.at - b.at || text(a.sender, b.sender);
const byMoment = (a: { t: number; id: string }, b: { t: number; id: string }): number =>
  a.t - b.t || text(a.id, b.id);
const byReceiver = (a: { receiver: string }, b: { receiver: string }): number => text(a.receiver, b.receiver);
const keyOf = ({ msgKey }: JsonObject): string => (typeof msgKey === 'string' ? msgKey : '');
const byKey = (a: JsonObject, b: JsonObject): number => text(keyOf(a), keyOf(b));

/** A pin replaces the one before it, and so does its end. */
function newestPin(found: Beside['pins']): AddOns {
  const [newest] = [...(found ?? [])].sort((a, b) => b.at - a.at);
  if (!newest) return {};
  const { at, type, duration, sender } = newest;
  return { pin: { at, type, duration, ...(sender === null ? {} : { sender }) } };
}

function parentOf(found: Beside['parents']): AddOns {
  const [first] = found ?? [];
  return first ? { parent: { id: first.id, as: first.as } } : {};
}

function toComment(fields: JsonObject): NonNullable<AddOns['comments']>[number] {
  const { id, t, author, from, ...rest } = fields;
  const sender = typeof author === 'string' ? author : typeof from === 'string' ? from : '';
  return {
    id: typeof id === 'string' ? id : '',
    sender,
    t: Number.isSafeInteger(t) ? (t as number) : 0,
    row: rest,
  };
}
