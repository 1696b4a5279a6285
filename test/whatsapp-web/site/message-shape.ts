/** @file Members of the page's message model (facts, appendix 1). */
import type { Shape } from './model.ts';

export const MSG: Shape = {
  name: 'Msg',
  prop: `
    id rowId serverId parentServerId questionResponseInfo viewCount viewed body type typeFlag
    subtype t clientReceivedTsMillis serverStoreTimeMicros revokeTimestamp notifyName from to author
    ack invis isNewMsg star kicKey kicState kicTimestampMs kicNotified keepType keptMessageKey
    keptCount recvFresh caption interactiveAnnotations lastMusicBlocklistUpdate contextInfo
    statusAttributions statusAudienceMetadata clientUrl loc lat lng isLive accuracy speed degrees
    comment sequence shareDuration finalLat finalLng finalAccuracy finalThumbnail finalSpeed
    finalDegrees finalTimeOffset deprecatedMms3Url directPath mimetype duration filehash encFilehash
    size filename streamingSidecar mediaKey mediaKeyTimestamp pageCount isGif gifAttribution
    accessibilityLabel isViewOnce streamable width height thumbnailDirectPath thumbnailSha256
    thumbnailEncSha256 thumbnailHeight thumbnailWidth metadataUrl waveform staticUrl stickerPackId
    stickerPackName stickerPackPublisher stickers trayIconFileName stickerPackSize mediaHandle
    scanLengths scansSidecar isFromTemplate devicesAdded devicesRemoved isThisDeviceAdded
    firstFrameLength firstFrameSidecar isAnimated isLottie matchedText thumbnail thumbnailHQ
    richPreviewType doNotPlayInline rcat faviconMMSMetadata isScheduledMsg scheduledTimestampS title
    description isAdsMedia paymentLinkMetadata businessOwnerJid productId currencyCode
    priceAmount1000 salePriceAmount1000 retailerId url productImageCount sessionId pollName
    pollOptions pollSelectableOptionsCount pollInvalidated pollContentType pollType
    correctOptionIndex pollEndTime pollHideVoterNames pollAllowAddOption isSentCagPollCreation
    pollUpdateParentKey encPollVote selectedOptionLocalIds pollVotesSnapshot quarantineExtractedText
    quarantineOriginalProtobuf senderTimestampMs latestEditMsgKey latestEditSenderTimestampMs
    editMsgType recipients broadcast quotedMsg quotedStanzaID quotedRemoteJid quotedParticipant
    quotedGroupSubject quotedParentGroupJid quotedType mentionedJidList reporterJidList
    groupMentions footer hydratedButtons hsmTag hsmCategory templateId eventName isEventCanceled
    eventDescription eventJoinLink eventStartTime eventEndTime eventLocation eventInvalidated
    eventIsScheduledCall eventExtraGuestsAllowed selectedId selectedIndex selectedCarouselCardIndex
    multicast urlText urlNumber statusMentioned isWamoSub hasPaidPartnershipLabel aiProvenance
    clearMedia isVcardOverMmsDocument isCaptionByUser vcardList vcardFormattedName revokeSender
    protocolMessageKey futureproofBuffer futureproofParams futureproofType futureproofSubtype
    templateParams textColor backgroundColor font cannotBeRanked canBeReshared campaignId
    campaignDuration actionLink statusPSAReadTimestamp crosspostingInfo isForwarded isQuestion
    isSpoiler questionReplyQuotedMessage questionResponsesCount readQuestionResponsesCount
    forwardsCount forwardingScore labels hasReaction newsletterAdminProfile paymentCurrency
    paymentAmount1000 paymentMessageReceiverJid paymentTransactionTimestamp paymentStatus
    paymentTxnStatus paymentNoteMsg paymentRequestMessageKey paymentExpiryTimestamp
    paymentInviteServiceType ephemeralDuration ephemeralSettingTimestamp ephemeralOutOfSync
    ephemeralSharedSecret disappearingModeInitiator ephemeralSettingUser disappearingModeTrigger
    disappearingModeInitiatedByMe afterReadDuration expiredTimestamp parentMsgKey associationType
    viewMode messageSecret originalSelfAuthor bizPrivacyStatus privacyModeWhenSent verifiedBizName
    inviteCode inviteCodeExp inviteGrp inviteGrpName inviteGrpJpegThum inviteGrpType threadIds
    aiThreadInfo sellerJid message orderTitle itemCount orderId surface status token totalAmount1000
    totalCurrencyCode catalogType historySyncMetaData isSendFailure errorCode appStateSyncKeyShare
    appStateSyncKeyRequest appStateFatalExceptionNotification peerDataOperationRequestMessage
    peerDataOperationRequestResponseMessage broadcastParticipants broadcastEphSettings broadcastId
    smbClientCampaignId ctwaContext signupContext list listResponse productListItemCount
    productHeaderImageRejected agentId lastPlaybackProgress isDynamicReplyButtonsMsg
    dynamicReplyButtons buttonsResponse selectedButtonId headerType nativeFlowName nativeFlowButtons
    interactiveHeader interactiveType interactivePayload bloksWidget nativeFlowInteractiveMsg
    carouselCardsParsed isCarouselCard parentMsgId callSilenceReason callOutcome isVideoCall
    callDuration callCreator callParticipants isCallLink callLinkToken finalCallOutcome
    terminatedByDeviceSwitch selfOtherDeviceConnected bytesSent bytesReceived reactionParentKey
    reactionText reactionTimestamp targetMessageKey encIv encPayload replyCount pinParentKey
    pinMessageType pinSenderTimestampMs pinExpiryDuration isMdHistoryMsg stickerSentTs isAvatar
    stickerPremiumStatus emojis bizSource pmCampaignId decisionId sourceType decisionSources
    lastUpdateFromServerTs botEditType invokedBotWid botMessageSecret botFeedbackKind
    botFeedbackText botTargetSenderJid metaFrom botGroupParticipant bizBotType botPersonaId
    botDeepLinkToken aiMediaCollectionInfo expectedImageCount expectedVideoCount botResponseTargetId
    botPluginType botPluginReferenceIndex botPluginSearchProvider botPluginSearchUrl
    botPluginSearchQuery botPluginMaybeParent botReelPluginThumbnailCdnUrl botMessageDisclaimerText
    botSessionTransparencyType botMsgBodyType botModeSelection botModeOverride isSupportAIMessage
    supportCitations richResponse unifiedResponse unifiedResponseRawData
    unifiedResponseMutationMediaList botSignatureVerificationMetadata forwardedNewsletterMessageInfo
    forwardedAiBotMessageInfo encryptedData newsletterAdminInviteInfo newsletterFollowerInviteInfo
    reportingTokenInfo reportingTokenContent read memberLabelData hatchMetadataSync musicArtwork
    requiresDirectConnection isGroupStatus isNewsletterStatus bizContentPlaceholderType
    hostedBizEncStateMismatch senderOrRecipientAccountTypeHosted
    placeholderCreatedWhenAccountIsHosted limitSharing galaxyFlowWAMMessageId galaxyFlowQPLMessageId
    galaxyFlowDisabled signupCtaTapped groupHistoryBundleMessageKey groupHistoryBundleMetadata
    groupHistoryIndividualMessageInfo nonJidMentions internalThreadIDs
  `
    .trim()
    .split(/\s+/),
  session: ['mediaObject', 'mediaData', 'isStatusV3', 'isEphemeral'],
};
