/** @file The first message of a chat as stored: by it a later backup sees whether older ones have come in. */
import { get, type Modules } from './modules.ts';
import { idText } from './plain.ts';
import { isAddOn, isDisappearing } from './rows.ts';

/** Rows looked at for one that is kept. */
const ROWS = 20;

/** Null: none among the first, or this build does not say. @param chat the live Wid. */
export async function oldestKey(modules: Modules, chat: unknown): Promise<string | null> {
  const find = modules.pick('messagesByDirection');
  if (typeof find !== 'function' || typeof chat !== 'object' || chat === null) return null;
  const anchor = { remote: chat };
  const answer: unknown = await Reflect.apply(find, undefined, [{ anchor, count: ROWS, direction: 'after' }]);
  const rows = get(answer, 'messages');
  if (!Array.isArray(rows)) return null;
  const first: unknown = rows.find((row) => !isAddOn(row) && !isDisappearing(row));
  return idText(get(first, 'id'));
}
