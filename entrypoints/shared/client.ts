/** @file What an extension page asks the background, and the answer or the fault that comes back. */
import { browser } from 'wxt/browser';
import type { Commands } from '../../lib/backup/status.ts';
import { Fault, parseFault } from '../../lib/base/fault.ts';

export type CommandName = keyof Commands & string;

export type Command = <N extends CommandName>(
  name: N,
  question: Commands[N]['ask'],
) => Promise<Commands[N]['answer']>;

/** @throws {Fault} what the background answered; `disconnected` where nobody did. */
export const command: Command = async (name, question) => {
  let reply: unknown;
  try {
    reply = await browser.runtime.sendMessage({ keepsake: name, question });
  } catch (thrown) {
    throw new Fault('disconnected', {}, thrown);
  }
  if (typeof reply !== 'object' || reply === null) throw new Fault('disconnected');
  if ('fault' in reply) throw parseFault(reply.fault);
  if (!('value' in reply)) throw new Fault('disconnected');
  return reply.value as never;
};
