/** @file The loader’s meanings, the start of the page, and what trips. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type NodeSite, siteInNode } from './node.ts';
import { Loader } from './site/loader.ts';
import type { Collection, Model } from './site/model.ts';

const SMALL = { chats: 14, messages: 200, mediaMiB: 0 };

describe('loader', () => {
  it('calls factories of both forms with what they expect', () => {
    const loader = new Loader();
    loader.__d(
      'es',
      [],
      (...args) => Object.assign(args[6] as object, { default: 'd', named: args.length }),
      98,
    );
    loader.__d('short', [], (...args) => Object.assign(args[5] as object, { named: args.length }), 66);
    loader.__d('cjs', [], (...args) => Object.assign(args[5] as object, { exports: () => args.length }), 34);
    loader.__d(
      'plain',
      [],
      (...args) => Object.assign(args[4] as object, { exports: { n: args.length } }),
      null,
    );
    expect(loader.require('es')).toBe('d');
    expect(loader.importNamespace('es')).toEqual({ default: 'd', named: 7 });
    expect(loader.importDefault('es')).toBe('d');
    expect(loader.require('short')).toEqual({ named: 6 });
    expect((loader.require('cjs') as () => number)()).toBe(7);
    expect(loader.require('plain')).toEqual({ n: 6 });
    expect(loader.importNamespace('plain')).toMatchObject({ n: 6 });
  });

  it('runs a factory when first required, and once', () => {
    const loader = new Loader();
    const factory = vi.fn();
    loader.__d('m', [], factory, 98);
    expect(factory).not.toHaveBeenCalled();
    expect(loader.require('m')).toBe(loader.require('m'));
    expect(factory).toHaveBeenCalledTimes(1);
  });

  it('throws for what it does not know, and reports it unless told not to', () => {
    const loader = new Loader();
    expect(() => loader.require('none')).toThrow('Requiring unknown module "none"');
    expect(loader.reports.length).toBe(1);
    loader.ErrorGuard.skipGuardGlobal(true);
    expect(() => loader.require('none')).toThrow('unknown module');
    expect(loader.reports.length).toBe(1);
  });

  it('serves lazy requires when the module comes', () => {
    const loader = new Loader();
    const done = vi.fn();
    loader.requireLazy(['later'], done);
    expect(done).not.toHaveBeenCalled();
    loader.define('later', 'es', () => ({ default: 7 }));
    expect(done).toHaveBeenCalledWith(7);
  });
});

describe('start', () => {
  it('goes from opening to connected, with modules in waves', async () => {
    const states: string[] = [];
    const page = siteInNode({ ...SMALL, step: 1 }, true);
    const { Socket, Stream } = page.site.parts.session;
    Socket.on('change:state', (_, state) => states.push(String(state)));
    Stream.on('change:mode', (_, mode) => states.push(String(mode)));
    const early = Object.keys(page.site.loader.modulesMap).length;
    expect(() => page.globals.require('WAWebLimitSharingUIUtils')).toThrow('unknown module');
    await page.site.ready;
    expect(states).toEqual(['OPENING', 'PAIRING', 'CONNECTED', 'SYNCING', 'MAIN']);
    expect(Object.keys(page.site.loader.modulesMap).length).toBeGreaterThan(early + 400);
    expect(() => page.globals.require('WAWebExportChatAction')).toThrow('unknown module');
    await new Promise((resolve) => page.globals.requireLazy(['WAWebExportChatAction'], resolve));
    expect(page.globals.require('WAWebExportChatAction')).toHaveProperty('exportChat');
    expect(page.screens).toEqual(['splash', 'chats']);
  });

  it.each([
    ['not-logged-in', 'UNPAIRED', 'QR', 'link-device'],
    ['locked', 'SCREEN_LOCKED', 'OFFLINE', 'locked'],
    ['syncing', 'CONNECTED', 'MAIN', 'chats'],
  ] as const)('can be held: %s', async (state, socket, mode, screen) => {
    const page = siteInNode({ ...SMALL, state });
    await page.site.ready;
    expect(page.site.parts.session.Socket.get('state')).toBe(socket);
    expect(page.site.parts.session.Stream.get('mode')).toBe(mode);
    expect(page.site.parts.session.historySynced).toBe(false);
    expect(page.screens.at(-1)).toBe(screen);
  });

  it('goes on from syncing, and can be locked in the middle', async () => {
    const { site } = siteInNode({ ...SMALL, state: 'syncing' });
    await site.ready;
    site.finishSync();
    expect(site.parts.session.historySynced).toBe(true);
    site.lock();
    expect(site.parts.session.Socket.get('state')).toBe('SCREEN_LOCKED');
  });
});

describe('what a reader may do', () => {
  it('leaves no trip', async () => {
    const { site, globals } = siteInNode(SMALL);
    await site.ready;
    const { Chat, Contact } = globals.require('WAWebCollections') as {
      Chat: Collection;
      Contact: Collection;
    };
    const names = globals.require('WAWebFrontendContactGetters') as {
      getFormattedName(contact: Model): string;
    };
    for (const chat of Chat.getModelsArray()) {
      expect(chat.serialize()).not.toHaveProperty('formattedTitle');
      expect(Chat.get(chat.get('id'))).toBe(chat);
      expect(Object.keys(chat)).toContain('__x_id');
    }
    expect(Contact.getModelsArray().map(names.getFormattedName)).toContain('You');
    expect(site.parts.tripwire.trips).toEqual([]);
    expect(Object.keys(site.parts.store.unreadCounts()).length).toBe(SMALL.chats);
  });
});

describe('trips', () => {
  let page: NodeSite;
  beforeAll(async () => {
    page = siteInNode(SMALL);
    await page.site.ready;
  });
  const load = (id: string): Record<string, (...args: unknown[]) => unknown> =>
    page.globals.require(id) as Record<string, (...args: unknown[]) => unknown>;
  const collections = (): Record<string, Collection> =>
    page.globals.require('WAWebCollections') as Record<string, Collection>;

  it.each<[string, () => unknown]>([
    ['Contact.find()', () => collections().Contact?.find('1@c.us')],
    ['Chat.add()', () => Reflect.apply(Reflect.get(collections().Chat ?? {}, 'add') as () => void, null, [])],
    ['Chat.unreadCount = …', () => Reflect.set(collections().Chat?.head() ?? {}, 'unreadCount', 0)],
    [
      'Chat.set()',
      () => Reflect.apply(Reflect.get(collections().Chat?.head() ?? {}, 'set') as () => void, null, []),
    ],
    ['WAWebUpdateUnreadChatAction.sendSeen()', () => load('WAWebUpdateUnreadChatAction').sendSeen?.()],
    [
      'WAWebSendTextMsgChatAction.sendTextMsgToChat()',
      () => load('WAWebSendTextMsgChatAction').sendTextMsgToChat?.(),
    ],
    [
      'WAWebSendNonMessageDataRequest.sendPeerDataOperationRequest()',
      () => load('WAWebSendNonMessageDataRequest').sendPeerDataOperationRequest?.(3),
    ],
    [
      'WAWebMsgModelFromData.msgModelFromMsgData()',
      () => load('WAWebMsgModelFromData').msgModelFromMsgData?.({}),
    ],
    [
      'WAWebFileSaverDownloadData.getMsgDownloadData()',
      () => load('WAWebFileSaverDownloadData').getMsgDownloadData?.({}),
    ],
    [
      'Cmd.openChatBottom()',
      () => Reflect.apply(Reflect.get(load('WAWebCmd').Cmd ?? {}, 'openChatBottom') as () => void, null, []),
    ],
    ['required without need: WAWebEarlyFiller7', () => page.globals.require('WAWebEarlyFiller7')],
  ])('%s', (what, act) => {
    act();
    expect(page.site.parts.tripwire.trips).toContain(what);
  });

  it('a patched class', () => {
    const { MsgKey, tripwire } = page.site.parts;
    const original = Object.getOwnPropertyDescriptor(MsgKey.prototype, 'toString');
    Object.defineProperty(MsgKey.prototype, 'toString', { value: () => 'mine' });
    expect(tripwire.trips).toContain('patched: MsgKey.prototype.toString');
    Object.defineProperty(MsgKey.prototype, 'toString', original ?? {});
    expect(tripwire.trips).not.toContain('patched: MsgKey.prototype.toString');
  });

  it('modules that throw when everything is required', () => {
    expect(() => page.globals.require('WAWebMoment-es-do')).toThrow(TypeError);
  });
});
