/** @file The page's side of the bridge: each question answered from WhatsApp's own modules, read-only. */
import { Fault } from '../base/fault.ts';
import type { Answers } from '../bridge/call.ts';
import type { Questions } from '../bridge/protocol.ts';
import { type ChatModels, chatModels, chatSlice, contactSlice } from './chats.ts';
import { mediaReader } from './media.ts';
import { messageReader } from './messages.ts';
import { get, modulesOf, type Realm } from './modules.ts';
import { askOlder } from './older.ts';
import { oldestKey } from './oldest.ts';
import { pictureSlice } from './pictures.ts';
import { hello, settle } from './selftest.ts';
import { witnessOf, witnessOfList } from './witness.ts';

/** Answers for the whole life of a document. Everything is looked up when asked: nothing touches the page before. */
export function answersOf(realm: Realm): Answers<Questions> {
  const modules = modulesOf(realm);
  const messages = messageReader(modules);
  const media = mediaReader(realm, modules);
  let models: ChatModels | null = null;
  let settled: Promise<void> | null = null;

  const chats = async (fresh: boolean) => {
    if (fresh || models === null) models = await chatModels(modules);
    return models;
  };
  return {
    async hello() {
      settled ??= settle(modules);
      await settled;
      return hello(modules);
    },
    async chats({ from }) {
      return chatSlice(modules, await chats(from === 0), from);
    },
    async contacts({ from }) {
      return contactSlice(modules, from);
    },
    pictures: ({ from }) => pictureSlice(realm, modules, from),
    async messages({ chat, before, count, disappearing, ...options }, signal) {
      // A list taken while the page was starting up may lack it.
      const model = (await chats(false)).byId.get(chat) ?? (await chats(true)).byId.get(chat);
      if (model === undefined) throw new Fault('page-failed', { what: 'chat is gone' });
      return messages.read(get(model, 'id'), before, count, disappearing, signal, options);
    },
    witness: ({ chat, ...given }) => witnessOf(realm, chat, given),
    async witnessList() {
      const { byId, listed } = await chats(false);
      return witnessOfList(realm, new Set(byId.keys()), listed);
    },
    older: async ({ most }, signal) => askOlder(modules, await chats(true), most, signal),
    async oldest({ chat }) {
      const model = (await chats(false)).byId.get(chat) ?? (await chats(true)).byId.get(chat);
      if (model === undefined) throw new Fault('page-failed', { what: 'chat is gone' });
      return { key: await oldestKey(modules, get(model, 'id')) };
    },
    openMedium: (request, signal) => media.open(request, signal),
    readMedium: async ({ handle, offset, length }) => media.read(handle, offset, length),
    async closeMedium({ handle }) {
      media.close(handle);
      return {};
    },
  };
}
