/** @file Phase two: each distinct file once, through the page in slices, sealed as it comes, checked against its SHA-256. */
import { MEDIA, MediumSealer, sealMedium } from '../archive/segment.ts';
import type { Bytes } from '../base/bytes.ts';
import { toFault } from '../base/fault.ts';
import { letGo } from '../base/letgo.ts';
import type { MediaFact, MissingReason } from '../model/media.ts';
import type { MissingMedium } from '../model/report.ts';
import { type Asking, pause } from './asking.ts';
import { WriteBehind } from './behind.ts';
import { plus } from './cursor.ts';
import type { Journal } from './journal.ts';
import { type Marks, mediumName } from './marks.ts';
import { createOpening, type Opening, type Sliced } from './opening.ts';
import { distinct, type QueueItem } from './queue.ts';

const TRIES = 3;
/** Media that are looked at for some to be asked for ahead. */
const COMING = 8;

/** Fetches what is left of the queue. @param after called after each file, before it is committed. */
export async function captureMedia(
  journal: Journal,
  asking: Asking,
  tag: Marks['tag'],
  atOnce: number,
  signal: AbortSignal,
  after: () => Promise<void>,
): Promise<void> {
  const items = await queued(journal);
  const opening = createOpening(asking, journal.cursor.plan.media.limit, atOnce);
  for (;;) {
    const { medium, totals } = journal.cursor;
    const item = items[medium];
    if (!item) return;
    const coming = items
      .slice(medium + 1, medium + 1 + COMING)
      .filter((one) => whyNotTried(journal, one) === null);
    const outcome = await captureMedium({ journal, asking, opening }, item, signal, (holds) =>
      opening.ahead(coming, holds),
    );
    const { media } = totals;
    if (typeof outcome === 'number') {
      const { vault, number } = journal.note;
      journal.set(mediumName(vault, tag('medium', item.fact.sha256)), number);
      journal.move({
        medium: medium + 1,
        totals: { ...totals, media: { ...media, kept: media.kept + 1, bytes: media.bytes + outcome } },
      });
    } else await lack(journal, item, outcome.reason, outcome.tries);
    await after();
    await journal.checkpoint();
  }
}

/** Names what is left of the queue as not tried. */
export async function abandonMedia(journal: Journal): Promise<void> {
  for (const item of (await queued(journal)).slice(journal.cursor.medium))
    await lack(journal, item, 'stopped');
}

async function lack(journal: Journal, item: QueueItem, reason: MissingReason, tries = 0): Promise<void> {
  const { medium, totals } = journal.cursor;
  const missing: MissingMedium = {
    sha256: item.fact.sha256,
    reason,
    message: item.message,
    size: item.fact.size,
    type: item.fact.type,
    ...(tries > 0 ? { tries } : {}),
  };
  journal.put(`missing/${String(medium).padStart(8, '0')}`, missing);
  journal.move({ medium: medium + 1, totals: { ...totals, missing: plus(totals.missing, { [reason]: 1 }) } });
}

/** The distinct media that the run's messages name, in a fixed order. */
export async function queued(journal: Journal): Promise<QueueItem[]> {
  return distinct(journal.each('queue/') as AsyncIterable<QueueItem[]>);
}

function whyNotTried(journal: Journal, { fact, isProfilePicture }: QueueItem): MissingReason | null {
  const { limit, kinds } = journal.cursor.plan.media;
  if (kinds && !kinds.includes(fact.type) && !isProfilePicture) return 'left-out';
  return (fact.size ?? 0) > limit ? 'too-large' : null;
}

interface Capture {
  readonly journal: Journal;
  readonly asking: Asking;
  readonly opening: Opening;
}

/** @param ahead called when others may be asked for beside it; `holds`: bytes of what the page still has to give of it. */
async function captureMedium(
  capture: Capture,
  item: QueueItem,
  signal: AbortSignal,
  ahead: (holds: number) => void,
): Promise<number | { reason: MissingReason; tries: number }> {
  const { journal, asking } = capture;
  const why = whyNotTried(journal, item);
  if (why !== null) return { reason: why, tries: 0 };
  for (let tries = 1; ; tries++) {
    const outcome = await tryMedium(capture, item, ahead).catch((thrown: unknown) => {
      const { code } = toFault(thrown);
      if (code === 'deadline') return 'late' as const;
      if (code === 'page-failed' || code === 'unexpected' || code === 'bad-answer') return 'failed' as const;
      throw thrown;
    });
    if (typeof outcome === 'number') return outcome;
    if (outcome !== 'failed' && outcome !== 'late') return { reason: outcome, tries };
    await asking.ready(); // it may be the page that is not there, and not the medium
    if (outcome === 'late' || tries === TRIES) return { reason: 'failed', tries };
    await pause(200 * tries, signal);
  }
}

/** @returns the file's size, or why it is missing. What was written of a failed one is taken back. */
async function tryMedium(
  { journal, opening }: Capture,
  item: QueueItem,
  ahead: (holds: number) => void,
): Promise<number | MissingReason> {
  const { fact } = item;
  const answer = opening.open(item);
  ahead(opening.held(item));
  const opened = await answer;
  if ('missing' in opened) return opened.missing;
  if ('bytes' in opened) return sealAtOnce(journal, opened.bytes, fact);
  let kept = false;
  try {
    await journal.checkpoint('now'); // what follows may have to be taken back alone
    const { hash, entry, commitment } = await sealSlices(journal, opened, () => ahead(0));
    if (hash !== fact.sha256) return 'hash-mismatch';
    journal.wrote({ ...entry, sha256: hash, size: opened.size, type: fact.mime }, commitment);
    kept = true;
    return opened.size;
  } finally {
    opened.close();
    if (!kept) await journal.rollback();
  }
}

/** A file that came whole: its hash is known before anything is written. */
async function sealAtOnce(
  { run, cursor, writer, wrote }: Journal,
  content: Bytes,
  { sha256: hash, mime }: MediaFact,
): Promise<number | MissingReason> {
  const size = content.length;
  const at = { number: cursor.next, kind: MEDIA, offset: writer.size } as const;
  const { bytes, commitment, sha256 } = await sealMedium(run, at.number, content);
  if (sha256 !== hash) return 'hash-mismatch';
  const { length } = bytes;
  await writer.write(bytes);
  letGo([bytes, content]);
  wrote({ ...at, length, sha256: hash, size, type: mime }, commitment);
  return size;
}

async function sealSlices({ writer, cursor, run }: Journal, { size, slices }: Sliced, last: () => void) {
  const offset = writer.size;
  const sealer = await MediumSealer.start(run, cursor.next, size);
  const behind = new WriteBehind({
    async write(...pieces) {
      await writer.write(...pieces);
      letGo(pieces);
    },
  });
  try {
    let left = size;
    for await (const bytes of slices) {
      left -= bytes.length;
      if (left === 0) last();
      const pieces = await sealer.push(bytes);
      letGo([bytes]);
      await behind.write(pieces);
    }
    await behind.write(await sealer.end());
    await behind.end();
  } finally {
    await behind.settle(); // nothing comes after a rollback
  }
  return {
    hash: sealer.sha256(),
    entry: { number: cursor.next, kind: MEDIA, offset, length: sealer.length },
    commitment: sealer.commitment,
  } as const;
}
