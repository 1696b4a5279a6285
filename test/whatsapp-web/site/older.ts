/** @file Asking the phone for older messages: a write, and so a trip, unless the account was made for it (facts B5). */
import type { Exports } from './loader.ts';
import { Emitter, Model } from './model.ts';
import type { Parts } from './site.ts';

/** HISTORY_SYNC_ON_DEMAND. */
const ON_DEMAND = 3;
const SUCCESS = 'history_sync_on_demand_events:success_history_sync_od';
const ERROR = 'history_sync_on_demand_events:error_history_sync_od';

export class OnDemand extends Emitter {
  /** The phone answered. */
  answer(success: boolean, chat: string): void {
    this.emit(success ? SUCCESS : ERROR, chat);
  }
}

export function olderHistory({
  world,
  store,
  tripwire,
  older,
  onDemand,
  wait,
}: Parts): Record<string, Exports> {
  const sendPeerDataOperationRequest = async (kind: unknown, request?: { chatId?: unknown }) => {
    if (world.params.older === 0 || kind !== ON_DEMAND) {
      tripwire.trip('WAWebSendNonMessageDataRequest.sendPeerDataOperationRequest()');
      return;
    }
    const id = String(request?.chatId);
    older.push(id);
    const chat = world.chat(id);
    void wait(20).then(() => {
      if (!chat || world.first(chat) === 0) return onDemand.answer(false, id);
      world.fetchOlder(chat);
      const model = store.Chat.get(chat.id) ?? store.Newsletter.get(chat.id);
      if (model) Model.change(model, { endOfHistoryTransferType: 1 });
      return onDemand.answer(true, id);
    });
  };
  return {
    WAWebSendNonMessageDataRequest: { sendPeerDataOperationRequest },
    WAWebSyncGatingUtils: { isHistorySyncOnDemandEnabled: () => world.params.older > 0 },
  };
}
