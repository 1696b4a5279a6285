/** @file What an extension page asks the background, and the answer or the fault that comes back. */
import { browser } from 'wxt/browser';
import type { Commands } from '../../lib/backup/status.ts';
import { Fault, parseFault } from '../../lib/base/fault.ts';

export type CommandName = keyof Commands & string;

export type Command = <N extends CommandName>(
  name: N,
  question: Commands[N]['ask'],
) => Promise<Commands[N]['answer']>;

/** A look at the page takes seconds; a background that starts anew may never answer what it was asked before. */
const STATUS_MS = 20_000;

/** @throws {Fault} what the background answered; `disconnected` where nobody did, for a status within 20 s. */
export const command: Command = async (name, question) => {
  let reply: unknown;
  try {
    const asked = browser.runtime.sendMessage({ keepsake: name, question });
    reply = await (name === 'status' ? Promise.race([asked, nothingAfter(STATUS_MS)]) : asked);
  } catch (thrown) {
    throw new Fault('disconnected', {}, thrown);
  }
  if (typeof reply !== 'object' || reply === null) throw new Fault('disconnected');
  if ('fault' in reply) throw parseFault(reply.fault);
  if (!('value' in reply)) throw new Fault('disconnected');
  return reply.value as never;
};

const nothingAfter = (ms: number): Promise<null> =>
  new Promise((resolve) => setTimeout(() => resolve(null), ms));
