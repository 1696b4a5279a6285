/** @file WhatsApp's own table asked for its counts, beside what its pages gave. It only ever adds words to a report: where it cannot be asked, nothing is said. */
import { toFault } from '../base/fault.ts';
import type { ChatWitness } from '../bridge/protocol.ts';
import { parseListWitness, parseWitness } from '../model/parse.ts';
import type { Report } from '../model/report.ts';
import type { Asking } from './asking.ts';
import type { ChatCursor } from './cursor.ts';

/** Of a chat that was read from its newest message to its beginning; null of any other. */
export async function askWitness(asking: Asking, at: ChatCursor | null): Promise<ChatWitness | null> {
  if (!at?.ended) return null;
  const { rows: given, newest } = at.given;
  return quietly(async () => parseWitness(await asking.ask('witness', { chat: at.id, given, newest })));
}

/** What the run's figures begin with. */
export async function askListWitness(asking: Asking): Promise<NonNullable<Report['witness']>> {
  const found = await quietly(async () => parseListWitness(await asking.ask('witnessList', {})));
  return {
    checked: 0,
    differing: 0,
    unlisted: found?.unlisted ?? 0,
    listEmpty: found !== null && found.listed === 0 && (found.stored ?? 0) > 0,
  };
}

/** What only adds to a backup, and cannot be had, costs nothing else; what stops the run stops it. */
const OF_THE_TABLE = new Set(['page-failed', 'unexpected', 'deadline', 'bad-answer']);

export async function quietly<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (thrown) {
    if (OF_THE_TABLE.has(toFault(thrown).code)) return null;
    throw thrown;
  }
}
