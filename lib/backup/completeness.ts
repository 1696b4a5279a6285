/** @file How complete WhatsApp's own copy of a chat is (facts B5). */
import type { ChatRecord } from '../model/chat.ts';
import type { Completeness } from '../model/report.ts';

export function completenessOf(chat: ChatRecord): Completeness {
  switch (chat.row.endOfHistoryTransferType) {
    case 0:
    case 3:
    case 4:
    case 5:
      return 'more-on-phone';
    case 2:
      return 'still-syncing';
    case 1:
    case undefined:
    case null:
      return 'complete';
    default:
      return 'unknown';
  }
}

/** Whether WhatsApp may still put older messages before the ones it has: all but where it says that there are none. */
export const mayGrow = (chat: ChatRecord): boolean => chat.row.endOfHistoryTransferType !== 1;
