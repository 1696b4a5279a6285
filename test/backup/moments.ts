/** @file Moments of a simulated account: what its page held then, of all it will hold in the end. */
import type { ChatPlan } from '../whatsapp-web/data/chats.ts';
import type { StoredRow } from '../whatsapp-web/data/row.ts';
import type { World } from '../whatsapp-web/data/world.ts';
import type { Moment } from './setting.ts';

export interface Past {
  /** Places at the new end that are not there yet. */
  readonly newer?: (chat: ChatPlan, places: number) => number;
  /** Places at the old end that the phone has not sent yet. */
  readonly older?: (chat: ChatPlan, places: number) => number;
  /** A row as it is then; null: not there. */
  readonly row?: (row: StoredRow, chat: ChatPlan) => StoredRow | null;
}

export const moment =
  ({ newer = () => 0, older = () => 0, row = (one) => one }: Past): Moment =>
  (world: World) => {
    const places = world.places.bind(world);
    const place = world.place.bind(world);
    world.places = (chat) => Math.max(0, places(chat) - newer(chat, places(chat)));
    world.place = (chat, index) =>
      index < older(chat, places(chat)) ? [] : place(chat, index).flatMap((one) => row(one, chat) ?? []);
  };

/** Whether a chat may still be given older messages: only where the phone did not say that it has no more. */
export const mayGrow = (chat: ChatPlan): boolean => chat.endOfHistory !== 1;
