/** @file What belongs to a message and came beside it, sorted into the message's record (docs/records.md, "What belongs to a message"). */
import * as v from 'valibot';
import { isJsonObject, type JsonObject } from './json.ts';
import type { AddOns } from './record.ts';

const jid = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const parent = v.string();
const moment = v.nullable(v.pipe(v.number(), v.finite()));
const at = v.number();
const fields = v.custom<JsonObject>(isJsonObject);

/** One of each source. */
const SHAPES = {
  reactions: v.object({ parent, sender: jid, text: v.pipe(v.string(), v.maxLength(1000)), at }),
  votes: v.object({ parent, sender: jid, options: v.pipe(v.array(v.number()), v.maxLength(1000)), at }),
  answers: v.object({ parent, sender: jid, answer: v.number(), at }),
  pins: v.object({ parent, sender: v.nullable(jid), type: v.number(), at, duration: moment }),
  comments: v.object({ parent, fields }),
  receipts: v.object({ parent, receiver: jid, delivered: moment, read: moment, played: moment }),
  parents: v.object({
    parent,
    id: v.pipe(v.string(), v.maxLength(1000)),
    as: v.pipe(v.string(), v.maxLength(100)),
  }),
  others: v.object({ parent, fields }),
};

type Source = keyof typeof SHAPES;
const SOURCES = Object.keys(SHAPES) as Source[];

export type FoundAddOns = { readonly [S in Source]: readonly v.InferOutput<(typeof SHAPES)[S]>[] };

/** Lists of anything: {@link understood} looks at what is in them. */
export const addOnLists = v.object(
  Object.fromEntries(SOURCES.map((source) => [source, v.array(v.unknown())])) as Record<
    Source,
    v.ArraySchema<v.UnknownSchema, undefined>
  >,
);

/** Item by item: one that is strange costs itself, and is counted, not the page it came with. */
export function understood(lists: v.InferOutput<typeof addOnLists>): {
  readonly addOns: FoundAddOns;
  readonly strange: Partial<Record<Source, number>>;
} {
  const strange: Partial<Record<Source, number>> = {};
  const addOns = Object.fromEntries(
    SOURCES.map((source) => {
      const items = lists[source].flatMap((item) => {
        const result = v.safeParse(SHAPES[source], item);
        return result.success ? [result.output] : [];
      });
      const dropped = lists[source].length - items.length;
      if (dropped > 0) strange[source] = dropped;
      return [source, items];
    }),
  ) as unknown as FoundAddOns;
  return { addOns, strange };
}

/** What belongs to a message by its id. Asked once for each page. */
export function addOnsOf(found: FoundAddOns): (id: string) => AddOns {
  const by = <T extends { parent: string }>(list: readonly T[]) => Map.groupBy(list, (one) => one.parent);
  const [reactions, votes, answers, pins] = [
    by(found.reactions),
    by(found.votes),
    by(found.answers),
    by(found.pins),
  ];
  const [comments, receipts, parents, others] = [
    by(found.comments),
    by(found.receipts),
    by(found.parents),
    by(found.others),
  ];
  const any = new Set(Object.values(found).flatMap((list) => list.map(({ parent }) => parent)));
  if (any.size === 0) return () => NOTHING;
  return (id) =>
    any.has(id)
      ? {
          ...some(
            'reactions',
            reactions.get(id),
            ({ sender, text, at }) => ({ sender, text, at: finite(at) }),
            bySender,
          ),
          ...some(
            'votes',
            votes.get(id),
            ({ sender, options, at }) => ({ sender, options, at: finite(at) }),
            bySender,
          ),
          ...some(
            'answers',
            answers.get(id),
            ({ sender, answer, at }) => ({ sender, answer, at: finite(at) }),
            bySender,
          ),
          ...newestPin(pins.get(id)),
          ...some('comments', comments.get(id), ({ fields }) => toComment(fields), byMoment),
          ...some('receipts', receipts.get(id), ({ parent: _, ...receipt }) => receipt, byReceiver),
          ...parentOf(parents.get(id)),
          ...some('addOns', others.get(id), ({ fields }) => fields, byKey),
        }
      : NOTHING;
}

/** Of most messages. */
const NOTHING: AddOns = {};

type Listed = 'reactions' | 'votes' | 'answers' | 'comments' | 'receipts' | 'addOns';

/** The list under its name; nothing where there is none. The same one under both of a chat's addresses counts once. */
function some<N extends Listed, F, T extends NonNullable<AddOns[N]>[number]>(
  name: N,
  found: readonly F[] | undefined,
  make: (one: F) => T,
  order: (a: T, b: T) => number,
): AddOns {
  if (!found || found.length === 0) return {};
  const made = new Map(found.map(make).map((one) => [JSON.stringify(one), one]));
  return { [name]: [...made.values()].sort(order) };
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const bySender = (a: { at: number; sender: string }, b: { at: number; sender: string }): number =>
  a.at - b.at || text(a.sender, b.sender);
const byMoment = (a: { t: number; id: string }, b: { t: number; id: string }): number =>
  a.t - b.t || text(a.id, b.id);
const byReceiver = (a: { receiver: string }, b: { receiver: string }): number => text(a.receiver, b.receiver);
const byKey = (a: JsonObject, b: JsonObject): number => text(String(a.msgKey), String(b.msgKey));

/** JSON has no NaN. */
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** A pin replaces the one before it, and so does its end. */
function newestPin(found: FoundAddOns['pins'] | undefined): AddOns {
  const [newest] = [...(found ?? [])].sort((a, b) => finite(b.at) - finite(a.at));
  if (!newest) return {};
  const { at, type, duration, sender } = newest;
  return { pin: { at: finite(at), type, duration, ...(sender === null ? {} : { sender }) } };
}

function parentOf(found: FoundAddOns['parents'] | undefined): AddOns {
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
