/** @file One run from where its cursor stands to its end: messages, media, index, end. */
import type { ChatSummary, SegmentEntry } from '../archive/contents.ts';
import { toFault } from '../base/fault.ts';
import { quiet } from '../base/quiet.ts';
import type { ChatWitness } from '../bridge/protocol.ts';
import type { MissingMedium } from '../model/report.ts';
import type { Asking } from './asking.ts';
import type { Planned } from './begin.ts';
import { completenessOf } from './completeness.ts';
import { concludeChat } from './conclude.ts';
import { askWitness } from './crosscheck.ts';
import { toReport } from './cursor.ts';
import type { Journal } from './journal.ts';
import { createLooking } from './looking.ts';
import type { Marks } from './marks.ts';
import { abandonMedia, captureMedia, queued } from './media.ts';
import { type Capture, captureChat, LIMITS, type Limits, OF_ONE_CHAT } from './messages.ts';
import { queuePictures } from './pictures.ts';

/** Segments that may stand without an index: a reader of an unfinished run walks them one by one. */
const UNINDEXED = 400;

export interface RunOptions {
  readonly journal: Journal;
  readonly asking: Asking;
  readonly marks: Marks;
  readonly limits?: Partial<Limits>;
  readonly signal: AbortSignal;
  readonly progress: () => void;
}

/** Reads what is left. @throws {Fault} what stops the run: `cancelled`, `account-changed`, `disk-full`… */
export async function readOn(options: RunOptions): Promise<void> {
  const { journal, asking, marks, signal, progress } = options;
  const { atOnce, missing } = { ...LIMITS, ...options.limits };
  if (journal.cursor.phase === 'messages') {
    await readChats(options);
    await queuePictures(journal, marks);
    await toMedia(journal);
    progress();
  }
  if (journal.cursor.phase === 'media') {
    await captureMedia(journal, asking, marks.tag, atOnce, signal, () => {
      progress();
      return indexWhenDue(journal, 'media');
    });
    await toEnding(journal, missing);
  }
  await finish(journal);
}

/** Ends a run that was stopped: what was read stays, what was not is named. */
export async function stop(journal: Journal): Promise<void> {
  await journal.rollback();
  if (journal.cursor.phase === 'ended') return;
  journal.move({ stopped: true });
  if (journal.cursor.phase === 'messages') {
    const chats = await chatsOf(journal);
    for (let at = journal.cursor.totals.chats; at < chats.length; at = journal.cursor.totals.chats) {
      const { chat } = chats[at] as Planned;
      await concludeChat(journal, chat, { completeness: 'failed', reason: 'stopped' });
    }
    await toMedia(journal);
  }
  if (journal.cursor.phase === 'media') {
    await abandonMedia(journal);
    await toEnding(journal);
  }
  await finish(journal);
}

/** Each chat is read while the end of the one before it is sealed and concluded; what is written waits for its turn. */
async function readChats(options: RunOptions): Promise<void> {
  const { journal, asking, marks, signal, progress } = options;
  const limits = { ...LIMITS, ...options.limits };
  const chats = await chatsOf(journal);
  // One that was read in part goes on from its cursor.
  const fresh = chats
    .slice(journal.cursor.totals.chats)
    .filter(({ chat, protected: isProtected }) => !isProtected && chat.id !== journal.cursor.chat?.id);
  const looking = createLooking(
    asking,
    journal.cursor.plan,
    fresh.map(({ chat }) => chat),
  );
  let turn = Promise.resolve();
  try {
    for (let at = journal.cursor.totals.chats; at < chats.length; at++) {
      const conclude = await readChat(
        { journal, looking, marks, limits, turn },
        asking,
        chats[at] as Planned,
        signal,
      );
      const before = turn;
      turn = quiet(
        (async () => {
          await before;
          await conclude();
          await indexWhenDue(journal, 'messages');
          progress();
        })(),
      );
    }
  } catch (thrown) {
    await turn.catch(() => {}); // nothing is being written any more
    throw thrown;
  }
  await turn;
}

/** @returns what concludes the chat. */
async function readChat(
  capture: Capture,
  asking: Asking,
  planned: Planned,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const { chat } = planned;
  const { journal } = capture;
  if (planned.protected)
    return () => concludeChat(journal, chat, { completeness: 'skipped', reason: 'advanced-privacy' });
  const failed = async (thrown: unknown) => {
    await capture.turn; // the trouble may be that of the chat before, which cannot be concluded
    const { code, detail } = toFault(thrown);
    if (signal.aborted || !OF_ONE_CHAT.has(code)) throw thrown;
    await asking.ready();
    const what = detail.what === 'anchor-lost' || detail.what === 'endless' ? detail.what : 'page-failed';
    return () => concludeChat(journal, chat, { completeness: 'failed', reason: what });
  };
  let witness: Promise<ChatWitness | null> | null = null;
  let ready: Promise<unknown> | null = null;
  let sealed: Promise<void>;
  try {
    // Asked after the last page, answered while it is sealed.
    ({ sealed } = await captureChat(capture, chat, (cursor, end, there) => {
      if (end === 'known') return;
      witness = quiet(askWitness(asking, cursor));
      if (!there || !asking.isSame(there)) ready = quiet(asking.ready());
    }));
  } catch (thrown) {
    return await failed(thrown);
  }
  const completeness = planned.unsure ? 'unknown' : completenessOf(chat);
  const { tag } = capture.marks;
  return async () => {
    try {
      await sealed;
      await Promise.all([witness, ready]);
    } catch (thrown) {
      return (await failed(thrown))();
    }
    await concludeChat(journal, chat, { completeness }, { witness: await witness, tag });
  };
}

const chatsOf = async (journal: Journal): Promise<readonly Planned[]> =>
  ((await journal.rows('chats')).get('chats') as Planned[] | undefined) ?? [];

async function toMedia(journal: Journal): Promise<void> {
  await index(journal, 'messages');
  const { totals } = journal.cursor;
  const found = (await queued(journal)).length;
  journal.move({ phase: 'media', totals: { ...totals, media: { ...totals.media, found } } });
  await journal.checkpoint('now');
}

/** @param most in one index. A run that dies in between names some twice, which says the same. */
async function toEnding(journal: Journal, most = LIMITS.missing): Promise<void> {
  const missing = [...(await journal.rows('missing/')).values()] as MissingMedium[];
  if (journal.cursor.entries > journal.cursor.indexed || missing.length > 0)
    for (let at = 0; at === 0 || at < missing.length; at += most)
      await index(journal, 'media', missing.slice(at, at + most));
  journal.move({ phase: 'ending' });
  await journal.checkpoint('now');
}

async function finish(journal: Journal): Promise<void> {
  if (journal.cursor.phase !== 'ending') return;
  await journal.end({ segments: [], indexes: journal.cursor.indexes, report: toReport(journal.cursor) });
  journal.move({ phase: 'ended' });
  await journal.checkpoint('durable');
}

async function indexWhenDue(journal: Journal, lists: 'messages' | 'media'): Promise<void> {
  if (journal.cursor.entries - journal.cursor.indexed >= UNINDEXED) await index(journal, lists);
}

/** Seals an index of what was sealed, and of the chats that were finished, since the one before. */
async function index(
  journal: Journal,
  lists: 'messages' | 'media',
  missing?: MissingMedium[],
): Promise<void> {
  const entries = await journal.rows('entry/');
  const chats = lists === 'messages' ? await journal.rows('chat/') : new Map<string, unknown>();
  if (entries.size + chats.size === 0 && !missing) return;
  await journal.index(
    {
      segments: [...entries.values()] as SegmentEntry[],
      ...(chats.size > 0 ? { chats: [...chats.values()] as ChatSummary[] } : {}),
      ...(missing ? { missing } : {}),
    },
    lists,
  );
  for (const name of [...entries.keys(), ...chats.keys()]) journal.put(name, null);
  journal.move({ indexed: journal.cursor.entries });
  await journal.checkpoint('now');
}
