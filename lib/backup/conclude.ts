/** @file The end of one chat: its report, its place in the index, its marks. */
import type { ChatSummary } from '../archive/contents.ts';
import type { ChatWitness } from '../bridge/protocol.ts';
import type { ChatRecord } from '../model/chat.ts';
import type { ChatReason, ChatReport, Completeness, Differs } from '../model/report.ts';
import { type ChatCursor, freshChat, oldest, plus } from './cursor.ts';
import type { Journal } from './journal.ts';
import { type Fold, fold, type Marks } from './marks.ts';

/** Of a chat that was read well: what WhatsApp's own table says of it, and what makes its marks. */
export interface ReadWell {
  readonly witness: ChatWitness | null;
  readonly tag: Marks['tag'];
}

/** Closes the chat that was read, or skipped, with its report. */
export async function concludeChat(
  journal: Journal,
  chat: ChatRecord,
  outcome: { completeness: Completeness; reason?: ChatReason },
  well: ReadWell | null = null,
): Promise<void> {
  const { cursor } = journal;
  const at = cursor.chat?.id === chat.id ? cursor.chat : freshChat(chat.id);
  const witness = well?.witness ?? null;
  const differs = differenceOf(witness, at.given.rows);
  const report: ChatReport = {
    id: chat.id,
    ...outcome,
    found: at.found,
    kept: at.kept,
    skipped: at.skipped,
    ...(differs ? { differs } : {}),
    ...(Object.keys(at.unreadable).length > 0 ? { unreadable: at.unreadable } : {}),
    ...(cursor.plan.reads === 'new' ? { unchanged: at.unchanged } : {}),
    first: at.first,
    last: at.last,
  };
  const summary: ChatSummary = {
    ...chat,
    count: at.kept,
    first: at.first,
    last: at.last,
    report,
    heads: at.heads,
    ...(at.oldestKey === null ? {} : { oldest: at.oldestKey }),
  };
  const { totals } = cursor;
  journal.put(`chat/${String(totals.chats).padStart(8, '0')}`, summary);
  if (well) fold(journal, foldOf(at, well.tag));
  journal.move({
    chat: null,
    totals: {
      ...totals,
      chats: totals.chats + 1,
      completeness: plus(totals.completeness, { [outcome.completeness]: 1 }),
      messages: { found: totals.messages.found + at.found, kept: totals.messages.kept + at.kept },
      added: totals.added + at.added,
      unchanged: totals.unchanged + at.unchanged,
      skipped: plus(totals.skipped, at.skipped),
      unreadable: plus(totals.unreadable, at.unreadable),
      oldest: oldest(totals.oldest, at.first),
      witness: {
        ...totals.witness,
        checked: totals.witness.checked + (witness?.stored == null ? 0 : 1),
        differing: totals.witness.differing + (differs ? 1 : 0),
      },
    },
  });
  await journal.checkpoint();
}

/** Where WhatsApp's own table holds more than its pages gave. Less is no loss: a message was deleted meanwhile. */
function differenceOf(witness: ChatWitness | null, given: number): Differs | null {
  if (witness?.stored == null) return null;
  const stored = Math.max(0, witness.stored - witness.unshown - witness.since);
  return stored <= given ? null : { stored, given };
}

/** A chat that was read well: its newest messages are known from now on. */
const foldOf = ({ heads, drop, oldest: tag }: ChatCursor, tagOf: Marks['tag']): Fold => ({
  heads: heads.map((key) => tagOf('head', key)),
  drop,
  ...(tag === null ? {} : { oldest: tag }),
});
