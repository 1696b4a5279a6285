/** @file Modules that Keepsake has no use for, and other programs that read WhatsApp Web have. */
import type { Params } from '../params.ts';
import type { Exports } from './loader.ts';
import { Collection, Emitter, type Model } from './model.ts';
import type { Parts } from './site.ts';
import { Wid } from './wid.ts';

const STATES = [
  'OPENING',
  'PAIRING',
  'UNPAIRED',
  'UNPAIRED_IDLE',
  'CONNECTED',
  'CONFLICT',
  'UNLAUNCHED',
  'PROXYBLOCK',
  'TOS_BLOCK',
  'SMB_TOS_BLOCK',
  'SCREEN_LOCKED',
] as const;
const STREAMS = ['DISCONNECTED', 'SYNCING', 'RESUMING', 'CONNECTED'] as const;

const named = (names: readonly string[]): Exports => Object.fromEntries(names.map((name) => [name, name]));

/** The name the page's collection of groups had before January 2026. */
export const groupsName = (build: Params['build']): string =>
  build === '2025-05' ? 'GroupMetadata' : 'WAWebGroupMetadataCollection';

export function strangersModules(parts: Parts): Record<string, Exports> {
  const { store, tripwire, world, loading, identity } = parts;
  const { me } = world;
  const isMe = (contact: Model): boolean => [me.pn, me.lid].includes(String(contact.get('id')));
  const server = (contact: Model): string => String(contact.get('id')).split('@')[1] ?? '';
  const member = (name: string) => (contact: Model) => contact.get(name);
  const findOrCreateLatestChat = async (wid: unknown) => {
    tripwire.trip('WAWebFindChatAction.findOrCreateLatestChat()');
    const chat = store.Chat.get(wid);
    return chat && { chat, created: false };
  };
  return {
    WAWebWid: { default: Wid },
    WAWebMsgModel: { Msg: loading.Msg },
    WAWebChatLoadMessages: {
      loadEarlierMsgs: loading.loadEarlierMsgs,
      loadRecentMsgs: tripwire.wire('WAWebChatLoadMessages.loadRecentMsgs()'),
      loadMsgsPromise: tripwire.wire('WAWebChatLoadMessages.loadMsgsPromise()'),
    },
    WAWebFindChatAction: {
      findOrCreateLatestChat,
      findChat: tripwire.wire('WAWebFindChatAction.findChat()'),
    },
    WAWebContactGetters: {
      getIsMe: isMe,
      getIsUser: (contact: Model) => ['c.us', 'lid'].includes(server(contact)),
      getIsGroup: (contact: Model) => server(contact) === 'g.us',
      getIsWAContact: () => true,
      getUserid: (contact: Model) => String(contact.get('id')).split('@')[0],
      getVerifiedName: member('verifiedName'),
      getVerifiedLevel: member('verifiedLevel'),
      getStatusMute: member('statusMute'),
      getName: member('name'),
      getShortName: member('shortName'),
      getPushname: member('pushname'),
      getIsEnterprise: member('isEnterprise'),
    },
    WAWebBackendEventBus: {
      BackendEvent: named(['ON_INITIAL_CHAT_SYNCED']),
      BackendEventBus: Object.assign(new Emitter(), { trigger: () => {} }),
    },
    WAWebUserPrefsMultiDevice: { isLoggedIn: () => identity.lid() !== undefined },
    WAWebChatModel: { Chat: store.models.Chat },
    WAWebContactModel: { Contact: store.models.Contact },
    WAWebSocketConstants: { SOCKET_STATE: named(STATES), SOCKET_STREAM: named(STREAMS) },
    WALinkify: { findLinks: () => [], findLink: () => null },
    WAWebBusinessProfileCollection: {
      BusinessProfileCollection: new Collection('BusinessProfile', tripwire),
    },
    WAWebBlocklistCollection: { BlocklistCollection: new Collection('Blocklist', tripwire) },
    WAWebPresenceCollection: { PresenceCollection: new Collection('Presence', tripwire) },
    WAWebStatusCollection: { StatusCollection: new Collection('Status', tripwire) },
    WAWebCallCollection: callModule(tripwire),
    WAWebLabelCollection: { LabelCollection: store.Label },
  };
}

/** Told from others by a method, and by its class. */
function callModule(tripwire: Parts['tripwire']): Exports {
  const CallCollectionImpl = class extends Collection {};
  return { default: new CallCollectionImpl('Call', tripwire), CallCollectionImpl };
}

/** The old way to read pages, gone since February 2026. */
export function oldReading({ history, MsgKey }: Parts): Exports {
  const msgFindQuery = async (direction: 'before' | 'after', params: object) => {
    const { count } = params as { count?: number };
    const anchor = params instanceof MsgKey ? params : { remote: Reflect.get(params, 'remote') };
    const { messages } = await history.msgFindByDirection({ anchor, count, direction });
    return messages;
  };
  return { msgFindQuery, queryMessageType: () => Promise.resolve([]) };
}
