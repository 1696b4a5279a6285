/** @file What a reader must never call. Nothing happens in them but a trip. */
import type { Exports } from './loader.ts';
import { Emitter } from './model.ts';
import type { Tripwire } from './tripwire.ts';

/** module → its functions that send, mark, ask servers or build things with side effects. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  WAWebSendMsgChatAction: ['addAndSendMsgToChat', 'sendMsgToChat', 'resendMsgToChat'],
  WAWebSendTextMsgChatAction: ['sendTextMsgToChat', 'createTextMsgData'],
  WAWebSendReactionMsgAction: ['sendReactionToMsg'],
  WAWebSendPinMessageAction: ['sendPinInChatMsg'],
  WAWebUpdateUnreadChatAction: ['sendSeen', 'markUnread', 'markSeen', 'markPlayed'],
  WAWebChatSeenBridge: ['sendConversationSeen', 'sendConversationUnseen'],
  WAWebSendReceiptJobCommon: ['sendReceipt'],
  WAWebPresenceChatAction: ['sendPresenceAvailable', 'subscribePresence', 'markComposing'],
  WAWebContactPresenceBridge: ['subscribePresence'],
  WAWebFindGroupMetadataAction: ['findGroupMetadata', 'queryAndUpdateGroupMetadata'],
  WAWebContactSyncUtils: ['constructUsyncDeltaQuery'],
  WAWebQueryExistsJob: ['queryWidExists', 'queryPhoneExists'],
  WAWebArchiveChatAction: ['setArchive'],
  WAWebDeleteChatAction: ['sendDelete'],
  WAWebSetPinChatAction: ['setPin'],
  WAWebMuteChatAction: ['mute', 'unmute'],
  WAWebMsgModelFromData: ['msgModelFromMsgData'],
  WAWebSocketLogoutAction: ['logout'],
};
/** These come with the main screen. */
const LATE: Readonly<Record<string, readonly string[]>> = {
  WAWebFileSaverDownloadData: ['getMsgDownloadData'],
  WAWebHistorySyncOnDemandSend: ['requestHistorySync'],
};
const COMMANDS = [
  'openChatAt',
  'openChatBottom',
  'openChatFromUnread',
  'openDrawerMid',
  'markChatUnread',
  'sendStar',
  'archiveChat',
  'deleteChat',
  'logout',
  'scrollToFocusedMsg',
] as const;

export function mutators(tripwire: Tripwire): {
  early: Record<string, Exports>;
  late: Record<string, Exports>;
} {
  const wired = (functions: typeof FUNCTIONS): Record<string, Exports> =>
    Object.fromEntries(
      Object.entries(functions).map(([id, names]) => [
        id,
        Object.fromEntries(
          names.map((name) => [name, tripwire.wire(`${id}.${name}()`, () => Promise.resolve())]),
        ),
      ]),
    );
  const Cmd = Object.assign(
    new Emitter(),
    Object.fromEntries(COMMANDS.map((name) => [name, tripwire.wire(`Cmd.${name}()`)])),
    { isMainLoaded: true },
  );
  return { early: { ...wired(FUNCTIONS), WAWebCmd: { Cmd, CmdImpl: Cmd.constructor } }, late: wired(LATE) };
}
