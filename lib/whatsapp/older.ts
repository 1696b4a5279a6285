/**
 * @file Older history from the phone (facts B5): the one thing here that sends something, and only when the user has
 * asked for it this very time. WhatsApp Web asks the account's own phone, as its own button does; nobody else sees it.
 */
import type { AskedOlder } from '../bridge/protocol.ts';
import type { ChatModels } from './chats.ts';
import { get, type Modules } from './modules.ts';

/** The phone has more: of these WhatsApp's own button asks, too. */
const MORE = new Set([0, 4]);
/** The request's number on the wire. */
const ON_DEMAND = 3;
/** One chat after the other, no faster than a person would. */
const PAUSE_MS = 1_500;

/** @param most chats asked for now, the latest first. */
export async function askOlder(
  modules: Modules,
  { byId }: ChatModels,
  most: number,
  signal: AbortSignal,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<AskedOlder> {
  const chats = [...byId]
    .filter(([id]) => !/@(newsletter|broadcast)$/.test(id)) // no phone holds more of these
    .map(([, model]) => model)
    .filter((model) => MORE.has(Number(get(model, 'endOfHistoryTransferType') ?? -1)))
    .sort((a, b) => Number(get(b, 't') ?? 0) - Number(get(a, 't') ?? 0));
  const send = modules.pick('askPhone');
  if (typeof send !== 'function' || !isAllowed(modules)) return { asked: 0, of: chats.length, able: false };
  let asked = 0;
  for (const model of chats.slice(0, most)) {
    if (asked > 0) await pause(PAUSE_MS);
    signal.throwIfAborted();
    try {
      await Reflect.apply(send, undefined, [ON_DEMAND, { chatId: get(model, 'id') }]);
      asked++;
    } catch {
      // of this chat the page will not ask: the others are not to suffer
    }
  }
  return { asked, of: chats.length, able: true };
}

/** Where the page says that it does not ask phones, it is not made to. */
function isAllowed(modules: Modules): boolean {
  const ask = modules.pick('mayAskPhone');
  try {
    return typeof ask !== 'function' || Reflect.apply(ask, undefined, []) !== false;
  } catch {
    return false;
  }
}
