/** @file Members of the page's models (facts, appendix 2). */
import type { Shape } from './model.ts';

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

export const CHAT: Shape = {
  name: 'Chat',
  prop: list(`id accountLid t unreadCount unreadDividerOffset archive isReadOnly isLocked isAnnounceGrpRestrict
    modifyTag muteExpiration isAutoMuted name notSpam pin changeNumberOldJid changeNumberNewJid lastReceivedKey
    ephemeralDuration ephemeralSettingTimestamp afterReadDuration disappearingModeInitiator disappearingModeTrigger
    createdLocally unreadMentionsOfMe unreadMentionCount hasUnreadMention hasChatBeenOpened tcToken tcTokenTimestamp
    endOfHistoryTransferType pendingInitialLoading lastReactionPreview chatlistPreview draftMessage hasOpened
    lidOriginType historyChatId limitSharing`),
  session: list(`pendingAction formattedTitle active pausedTimerId presence mute contact groupMetadata
    newsletterMetadata broadcastMetadata isParentGroup groupType isFavorite markedUnread canSend trusted msgs
    endOfHistoryTransfer mediaCount linkCount docCount labels`),
};

export const CONTACT: Shape = {
  name: 'Contact',
  prop: list(`id name shortName pushname type isDeactivated verifiedName isBusiness isEnterprise isSmb verifiedLevel
    privacyMode statusMute sectionHeader labels isContactSyncCompleted disappearingModeDuration textStatusString
    username usernameKey isUsernameContact syncToAddressbook`),
  session:
    list(`isContactBlocked status profilePicThumb businessProfile commonGroups phoneNumber displayNameLID
    isFavorite isHosted`),
};

export const GROUP: Shape = {
  name: 'GroupMetadata',
  prop: list(`id creation owner subject subjectTime desc descId descTime descOwner restrict announce
    noFrequentlyForwarded ephemeralDuration membershipApprovalMode memberAddMode memberLinkMode size numSubgroups
    support suspended terminated isLidAddressingMode isParentGroup isParentGroupClosed parentGroup defaultSubgroup
    generalSubgroup hiddenSubgroup groupAdder`),
  session: list('isInternal stale deviceStale trusted inviteCode displayedDesc'),
  collections: list('participants pendingParticipants pastParticipants'),
};

export const PARTICIPANT: Shape = {
  name: 'GroupParticipant',
  prop: list('id isAdmin isSuperAdmin joinTime groupHistorySentState leaveTs leaveReason'),
  session: list('contact'),
};

export const NEWSLETTER: Shape = {
  name: 'NewsletterMetadata',
  prop: list('id name description creationTime subscribersCount verification membershipType'),
  session: list('stale'),
};

export const PICTURE: Shape = {
  name: 'ProfilePicThumb',
  prop: list('id tag raw eurl previewEurl fullDirectPath previewDirectPath filehash'),
  session: list('stale eurlStale pendingPic timestamp'),
};

export const LABEL: Shape = {
  name: 'Label',
  prop: list('id name colorIndex predefinedId orderIndex isActive type isImmutable'),
  session: list('count hexColor labelItemCollection'),
};

export const SOCKET: Shape = {
  name: 'Socket',
  prop: [],
  session: list('state stream hasSynced launchGeneration'),
};
export const STREAM: Shape = {
  name: 'Stream',
  prop: [],
  session: list('info mode obscurity needsUpdate uiActive available phoneAuthed resumeCount displayInfo'),
};
export const CONN: Shape = {
  name: 'Conn',
  prop: list('id ref wid connected protoVersion is24h platform phone tos smbTos pushname isSMB'),
  session: [],
};
export const PROGRESS: Shape = {
  name: 'HistorySyncProgress',
  prop: [],
  session: list('incomplete realProgress fakeProgress remainingPausedSeconds'),
};
