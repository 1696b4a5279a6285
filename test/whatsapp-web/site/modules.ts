/** @file Everything the page registers with its loader, in three waves (facts A1). */

import type { Build } from '../params.ts';
import { msgToMediaType } from './download.ts';
import { ODD_THROWS } from './lies.ts';
import type { Exports, Form, Loader } from './loader.ts';
import { Collection } from './model.ts';
import { mutators } from './mutators.ts';
import { contactGetters } from './names.ts';
import { olderHistory } from './older.ts';
import type { Parts } from './site.ts';
import { storageModules } from './storage.ts';
import { groupsName, oldReading, strangersModules } from './strangers.ts';

/** Modules a page has besides; whoever requires them all is not looking for anything. */
const FILLERS = { early: 900, late: 500 };
/** These throw when required. */
const BROKEN = ['WAWebEmojiPanelContentEmojiSearchEmpty.react', 'WAWebMoment-es-do'] as const;

/** A version that each edition had. */
export const VERSIONS: Readonly<Record<Build, string>> = {
  '2025-05': '2.3000.1023204200',
  '2026-05': '2.3000.1038792969',
  '2026-07': '2.3000.1043220887',
  today: '2.3000.1044822804',
};

/** With `throw-all` these throw: without them less is known, and no message is lost. */
const HELPERS: ReadonlySet<string> = new Set([
  'WAWebApiChat',
  'WAWebApiContact',
  'WAWebLidMigrationUtils',
  'WAWebMmsMediaTypes',
  'WAWebFrontendContactGetters',
  'WAWebDBGetReactions',
  'WAWebModelStorageUtils',
  'WAWebSchemaReactions',
  'WAWebPollsVotesSchema',
  'WAWebEventResponsesSchema',
  'WAWebPinInChatSchema',
  'WAWebCommentSchema',
  'WAWebDBCommentMessageSerialization',
  'WAWebSchemaUnifiedAddons',
  'WAWebSchemaMessageInfo',
  'WAWebSchemaMessageAssociation',
  'WAWebSchemaLabel',
  'WAWebSchemaLabelAssociation',
  'WAWebLimitSharingUIUtils',
]);

export class Waves {
  readonly #loader: Loader;
  readonly #parts: Parts;

  constructor(loader: Loader, parts: Parts) {
    this.#loader = loader;
    this.#parts = parts;
  }

  /** What is there before the login. */
  bootstrap(): void {
    const { identity, session, store, wids, MsgKey, tripwire, world } = this.#parts;
    const { build } = world.params;
    this.#loader.define('__debug', 'cjs', () => ({ modulesMap: this.#loader.modulesMap, componentMap: {} }));
    this.#fill('Early', FILLERS.early);
    this.#all({
      WAWebBuildConstants: { VERSION_STR: VERSIONS[build], VERSION_BASE: '2.3000', VERSION_PRIMARY: 2 },
      WAWebWidFactory: { ...wids },
      WAWebMsgKey: { default: MsgKey },
      WAWebUserPrefsMeUser: identity.exports(),
      WAWebSocketModel: { Socket: session.Socket },
      WAWebStreamModel: { Stream: session.Stream },
      WAWebConnModel: { Conn: session.Conn },
      WAWebUserPrefsHistorySync: {
        getInitialHistorySyncComplete: () => session.historySynced,
        getHistorySyncStatus: () => (session.historySynced ? 'COMPLETE' : 'IN_PROGRESS'),
        getHistorySyncEarliestDate: () => undefined,
      },
      WAWebCollections: { default: this.#collections() },
      WAWebChatCollection: { ChatCollection: store.Chat, ChatCollectionImpl: store.Chat.constructor },
      WAWebContactCollection: {
        ContactCollection: store.Contact,
        ContactCollectionImpl: store.Contact.constructor,
      },
      WAWebMsgCollection: { MsgCollection: store.Msg, MsgCollectionImpl: store.Msg.constructor },
      WAWebGroupMetadataCollection: { default: store.GroupMetadata },
      WAWebNewsletterCollection: { default: store.Newsletter },
      WAWebNewsletterMetadataCollection: { default: store.NewsletterMetadata },
      WAWebProfilePicThumbCollection: { ProfilePicThumbCollection: store.ProfilePicThumb },
      WAWebApiChat: { getAllChatsDeserialized: async () => store.allChats().map((chat) => chat.serialize()) },
      WAWebFrontendContactGetters: contactGetters((id) =>
        [this.#parts.world.me.pn, this.#parts.world.me.lid].includes(String(id)),
      ),
      WAWebChatGetters: chatGetters(),
      WAWebMmsMediaTypes: { msgToMediaType },
      WAWebReleaseToEventLoop: { releaseToEventLoop: () => new Promise((resolve) => setTimeout(resolve, 0)) },
      ...this.#addresses(),
      ...this.#reading(),
      ...mutators(tripwire).early,
      ...olderHistory(this.#parts),
      ...strangersModules(this.#parts),
    });
    if (this.#parts.world.params.state === 'unsupported')
      this.#loader.define('WAWebDBMessageFindLocal', 'es', () => ({}));
    for (const id of BROKEN)
      this.#loader.define(id, 'es', () => {
        throw new TypeError(`${id} cannot run here`);
      });
  }

  /** What comes with the main screen. */
  main(): void {
    const { session, tripwire } = this.#parts;
    this.#fill('Late', FILLERS.late);
    this.#all({
      WAWebLimitSharingUIUtils: {
        isLimitSharingReceiverEnabled: (chat: { limitSharing?: { sharingLimited?: boolean } }) =>
          chat.limitSharing?.sharingLimited === true,
      },
      WAWebHistorySyncProgressModel: { getHistorySyncProgressModel: () => session.progress },
      WAWebHistorySyncOnDemandEvents: { WAWebHistorySyncOnDemandEvents: this.#parts.onDemand },
      WAWebFormatNotificationTemplateText: { default: () => ({ text: '' }) },
      ...mutators(tripwire).late,
    });
    this.#loader.defineOnDemand('WAWebExportChatAction', 'es', () => ({
      exportChat: tripwire.wire('WAWebExportChatAction.exportChat()'),
    }));
  }

  #collections(): Exports {
    const { store, tripwire } = this.#parts;
    return {
      Chat: store.Chat,
      Contact: store.Contact,
      Msg: store.Msg,
      [groupsName(this.#parts.world.params.build)]: store.GroupMetadata,
      WAWebNewsletterCollection: store.Newsletter,
      WAWebNewsletterMetadataCollection: store.NewsletterMetadata,
      ProfilePicThumb: store.ProfilePicThumb,
      Presence: new Collection('Presence', tripwire),
      Label: store.Label,
      Blocklist: new Collection('Blocklist', tripwire),
      BusinessProfile: new Collection('BusinessProfile', tripwire),
      PollVote: new Collection('PollVote', tripwire),
      Reactions: new Collection('Reactions', tripwire),
      StarredMsg: new Collection('StarredMsg', tripwire),
      Status: new Collection('Status', tripwire),
    };
  }

  #addresses(): Record<string, Exports> {
    const { store, MsgKey } = this.#parts;
    const to = (server: string) => (wid: unknown) => (String(wid).endsWith(server) ? wid : store.other(wid));
    const getAlternateMsgKey = (key: InstanceType<typeof MsgKey>) => {
      const { fromMe, remote, id, participant } = key;
      const other = store.other(remote);
      return other && new MsgKey({ fromMe, remote: other, id, participant });
    };
    return {
      WAWebApiContact: {
        getPhoneNumber: (wid: unknown) => (String(wid).endsWith('@lid') ? store.other(wid) : undefined),
        getCurrentLid: (wid: unknown) => (String(wid).endsWith('@c.us') ? store.other(wid) : undefined),
        getAlternateUserWid: (wid: unknown) => store.other(wid),
      },
      WAWebLidMigrationUtils: {
        toPn: to('@c.us'),
        toLid: to('@lid'),
        toUserLid: to('@lid'),
        getAlternateMsgKey,
      },
    };
  }

  #reading(): Record<string, Exports> {
    const { history, addOns, download, cache, world } = this.#parts;
    const { msgFindBefore, msgFindAfter, msgFindByDirection } = history;
    const { state, build } = world.params;
    const found: Exports =
      build === '2025-05' ? oldReading(this.#parts) : { msgFindBefore, msgFindAfter, msgFindByDirection };
    const pages: Record<string, Exports> = state === 'unsupported' ? {} : { WAWebDBMessageFindLocal: found };
    return {
      ...pages,
      WAWebDBGetReactions: addOns.reading(),
      ...storageModules(this.#parts),
      WAWebDownloadManager: {
        downloadManager: { downloadAndMaybeDecrypt: download.downloadAndMaybeDecrypt },
      },
      WAWebMediaInMemoryBlobCache: {
        InMemoryMediaBlobCache: {
          get: (filehash: string) => cache.get(filehash),
          has: (hash: string) => cache.has(hash),
        },
      },
    };
  }

  #all(modules: Readonly<Record<string, Exports>>): void {
    const forms: readonly Form[] = ['es', 'es', 'es', 'es-short'];
    for (const [index, [name, made]] of Object.entries(modules).entries()) {
      if (this.#parts.world.params.state === 'unsupported' && name === 'WAWebChatLoadMessages') continue;
      const found = this.#parts.changes.module(name, made);
      if (!found) continue;
      const throws = this.#parts.world.params.faults.includes('throw-all') && HELPERS.has(name);
      const exports = throws ? throwing(found.exports, index) : found.exports;
      this.#loader.define(found.id, forms[index % forms.length] ?? 'es', () => exports);
    }
  }

  #fill(part: string, count: number): void {
    const { tripwire } = this.#parts;
    const forms: readonly Form[] = ['es', 'es-short', 'cjs', 'cjs-short'];
    for (let i = 0; i < count; i++) {
      const id = `WAWeb${part}Filler${i}`;
      this.#loader.define(id, forms[i % 4] ?? 'es', () => {
        tripwire.trip(`required without need: ${id}`);
        return { default: i };
      });
    }
  }
}

/** The same functions, and each throws something. */
function throwing(exports: Exports, seed: number): Exports {
  const entries = Object.entries(exports).map(([name, value], i) => [
    name,
    typeof value === 'function'
      ? () => {
          throw ODD_THROWS[(seed + i) % ODD_THROWS.length];
        }
      : value,
  ]);
  return Object.fromEntries(entries);
}

function chatGetters(): Exports {
  type Chat = { readonly id?: unknown; readonly isLocked?: boolean; readonly archive?: boolean };
  const at = (server: string) => (chat: Chat) => String(chat.id).endsWith(server);
  return {
    getIsGroup: at('@g.us'),
    getIsUser: (chat: Chat) => /@(c\.us|lid)$/.test(String(chat.id)),
    getIsBroadcast: at('@broadcast'),
    getIsNewsletter: at('@newsletter'),
    getIsPSA: (chat: Chat) => String(chat.id) === '0@c.us',
    getIsLocked: (chat: Chat) => chat.isLocked === true,
    getArchive: (chat: Chat) => chat.archive === true,
  };
}
