/** @file The chats of all runs as one list: later words replace earlier ones, counts are taken from the indexes. */
import type { ChatSummary } from '../archive/contents.ts';
import type { OpenRun } from '../archive/open.ts';
import type { ChatKind } from '../model/chat.ts';
import type { ChatEntry } from '../model/history.ts';
import type { Jid } from '../model/record.ts';
import type { ChatReport } from '../model/report.ts';
import { type Group, groupParts, type Part } from './groups.ts';

/** A chat, and where its messages are. */
export interface Shelf {
  /** The last word on it; null where no index that opened has one. */
  readonly summary: ChatSummary | null;
  readonly report: ChatReport | null;
  readonly groups: readonly Group[];
  /** Set where one finished run alone has its messages: as its index counts them. */
  readonly counted: number | null;
}

export function shelvesOf(runs: readonly OpenRun[]): Map<Jid, Shelf> {
  const summaries = new Map<Jid, ChatSummary>();
  const reports = new Map<Jid, ChatReport>();
  const counts = new Map<string, number>();
  const parts = new Map<Jid, Part[]>();
  for (const [rank, run] of runs.entries()) {
    for (const chat of run.indexes.flatMap(({ contents }) => contents.chats ?? [])) {
      summaries.set(chat.id, chat);
      counts.set(`${rank} ${chat.id}`, chat.count);
      if (chat.report) reports.set(chat.id, chat.report);
    }
    for (const entry of run.entries) {
      const { chat, first, last } = entry;
      if (chat === undefined || first === undefined || last === undefined) continue;
      const list = parts.get(chat) ?? [];
      parts.set(chat, list);
      list.push({ run, rank, entry, first, last });
    }
  }
  const shelves = new Map<Jid, Shelf>();
  for (const id of new Set([...summaries.keys(), ...parts.keys()])) {
    const list = parts.get(id) ?? [];
    const ranks = new Set(list.map(({ rank }) => rank));
    const [only] = list;
    const counted = ranks.size === 1 && only?.run.end ? counts.get(`${only.rank} ${id}`) : undefined;
    shelves.set(id, {
      summary: summaries.get(id) ?? null,
      report: reports.get(id) ?? null,
      groups: groupParts(list),
      counted: counted ?? null,
    });
  }
  return shelves;
}

/** @param count messages, each once. */
export function chatEntry(id: Jid, { summary, report, groups }: Shelf, count: number): ChatEntry {
  const { heads: _, ...known } = summary ?? unknownChat(id);
  const parts = groups.flatMap((group) => group.parts);
  const first = parts.reduce<number | null>((least, part) => Math.min(least ?? part.first, part.first), null);
  const last = parts.reduce<number | null>((most, part) => Math.max(most ?? part.last, part.last), null);
  return { ...known, count, first: seconds(first), last: seconds(last), report };
}

const seconds = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : Math.floor(milliseconds / 1000);

/** The latest first: by the last message that is here, in an empty chat by its last activity; chats of the same moment by id. */
export const byActivity = (a: ChatEntry, b: ChatEntry): number =>
  (b.last ?? b.t) - (a.last ?? a.t) || (a.id < b.id ? -1 : 1);

/** A chat whose index is damaged: messages without a name. */
const unknownChat = (id: Jid): Omit<ChatSummary, 'count' | 'first' | 'last' | 'report'> => ({
  id,
  kind: kindOf(id),
  name: null,
  alternate: null,
  t: 0,
  archived: false,
  pinned: false,
  group: null,
  row: {},
  heads: [],
});

function kindOf(id: Jid): ChatKind {
  if (id.endsWith('@g.us')) return 'group';
  if (id.endsWith('@newsletter')) return 'newsletter';
  if (id.endsWith('@broadcast')) return 'broadcast';
  return id.endsWith('@c.us') || id.endsWith('@lid') ? 'person' : 'other';
}
