/** @file Every name of WhatsApp's that Keepsake uses, with its fallbacks, in the order they are tried. */

/**
 * capability → `Module.member` candidates (facts H1); the last dot parts them. A path without one means the module's default export.
 * Nothing that writes, sends, or asks a server stands here, but for `askPhone`, which only `older.ts` uses; a name that
 * is not here cannot be reached.
 */
export const NAMES = {
  version: ['WAWebBuildConstants.VERSION_STR'],
  socket: ['WAWebSocketModel.Socket'],
  stream: ['WAWebStreamModel.Stream'],
  historySynced: ['WAWebUserPrefsHistorySync.getInitialHistorySyncComplete'],
  myPhone: ['WAWebUserPrefsMeUser.getMaybeMePnUser'],
  myLid: ['WAWebUserPrefsMeUser.getMaybeMeLidUser'],
  myName: ['WAWebUserPrefsMeUser.getMaybeMeDisplayName'],
  connection: ['WAWebConnModel.Conn'],
  chats: ['WAWebCollections.Chat', 'WAWebChatCollection.ChatCollection'],
  storedChats: ['WAWebApiChat.getAllChatsDeserialized'],
  newsletters: ['WAWebCollections.WAWebNewsletterCollection', 'WAWebNewsletterCollection'],
  contacts: ['WAWebCollections.Contact', 'WAWebContactCollection.ContactCollection'],
  groups: [
    'WAWebCollections.WAWebGroupMetadataCollection',
    'WAWebCollections.GroupMetadata',
    'WAWebGroupMetadataCollection',
  ],
  messageKey: ['WAWebMsgKey'],
  messagesBefore: ['WAWebDBMessageFindLocal.msgFindBefore'],
  messagesByDirection: ['WAWebDBMessageFindLocal.msgFindByDirection'],
  reactions: ['WAWebDBGetReactions.getAllReactionsFromParentMsgs'],
  reactionsTable: ['WAWebSchemaReactions.getReactionsTable'],
  votesTable: ['WAWebPollsVotesSchema.getTable'],
  answersTable: ['WAWebEventResponsesSchema.getTable'],
  pinsTable: ['WAWebPinInChatSchema.getTable'],
  commentsTable: ['WAWebCommentSchema.getTable'],
  comment: ['WAWebDBCommentMessageSerialization.commentMessageFromDbRow'],
  receiptsTable: ['WAWebSchemaMessageInfo.getMessageInfoTable'],
  associationsTable: ['WAWebSchemaMessageAssociation.getMessageAssociationTable'],
  unifiedTable: ['WAWebSchemaUnifiedAddons.getTable'],
  labelsTable: ['WAWebSchemaLabel.getLabelTable'],
  labelAssociationsTable: ['WAWebSchemaLabelAssociation.getLabelAssociationTable'],
  storage: ['WAWebModelStorageUtils.getStorage'],
  alternateKey: ['WAWebLidMigrationUtils.getAlternateMsgKey'],
  phoneOfLid: ['WAWebApiContact.getPhoneNumber'],
  lidOfPhone: ['WAWebApiContact.getCurrentLid'],
  isProtected: ['WAWebLimitSharingUIUtils.isLimitSharingReceiverEnabled'],
  pictures: ['WAWebCollections.ProfilePicThumb', 'WAWebProfilePicThumbCollection.ProfilePicThumbCollection'],
  mediaType: ['WAWebMmsMediaTypes.msgToMediaType'],
  mediaCache: ['WAWebMediaInMemoryBlobCache.InMemoryMediaBlobCache'],
  download: ['WAWebDownloadManager.downloadManager'],
  askPhone: ['WAWebSendNonMessageDataRequest.sendPeerDataOperationRequest'],
  mayAskPhone: ['WAWebSyncGatingUtils.isHistorySyncOnDemandEnabled'],
} as const satisfies Record<string, readonly string[]>;

export type Name = keyof typeof NAMES;

/** Without any one of a row no backup is possible. */
export const NEEDED: readonly (readonly Name[])[] = [
  ['socket', 'stream'],
  ['myPhone', 'myLid', 'connection'],
  ['chats', 'storedChats'],
  ['messageKey'],
  ['messagesBefore', 'messagesByDirection'],
];
