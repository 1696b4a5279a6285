/** @file What is shown, as words: the sentence of a system note, the last words of a chat, who somebody is. */
import { i18n } from '#i18n';
import type { ChatRecord } from '../../lib/model/chat.ts';
import type { Jid } from '../../lib/model/record.ts';
import type { SystemNote } from '../../lib/model/system.ts';
import {
  type CallView,
  type Content,
  chatName,
  type MediumView,
  type People,
  personName,
  type Seen,
} from '../../lib/model/view.ts';
import { snake } from '../fault-words.ts';
import { toCount, toSpan } from '../figures.ts';

/** Names people, the owner of the archive among them. */
export type NameOf = (id: Jid) => string;

export function createNameOf(people: People, own: readonly (Jid | null | undefined)[]): NameOf {
  return (id) => (own.includes(id) ? i18n.t('message.you') : personName(id, people));
}

/** Keeps a name's own direction from turning the sentence round it. */
export const isolate = (words: string): string => `\u2068${words}\u2069`;

/** A chat's name as its heading; the own notes have none of their own. */
export const titleOf = (chat: ChatRecord, people: People): string =>
  chat.kind === 'self' ? i18n.t('viewer.yourself') : chatName(chat, people);

export function kindOf({ type, gif }: MediumView): string {
  return gif ? i18n.t('kind.gif') : i18n.t(`kind.${snake(type)}`);
}

export function callWords({ video, outcome, duration }: CallView): string {
  if (outcome === 'missed') return i18n.t(video ? 'call.missed_video' : 'call.missed_voice');
  const what = i18n.t(video ? 'call.video' : 'call.voice');
  if (duration !== null) return i18n.t('call.line', [what, toSpan(duration)]);
  if (outcome === 'completed' || outcome === 'other') return what;
  return i18n.t('call.line', [what, i18n.t(`call.${outcome}`)]);
}

/** How far an own message got; in a group to how many. */
export function seenWords({ how, by, of }: Seen, group: boolean): string {
  if (!group) return i18n.t(`message.${how}`);
  const name = how === 'delivered' ? 'delivered_to' : how === 'read' ? 'read_by' : 'played_by';
  return i18n.t(`message.${name}`, [toCount(by), toCount(of)]);
}

export function systemWords({ code, by, whom, text }: SystemNote, nameOf: NameOf): string {
  const named = (id: Jid) => isolate(nameOf(id));
  const who = by ? named(by) : i18n.t('system.someone');
  const others = listOf(whom.map(named)) || who;
  switch (code) {
    case 'encrypted':
    case 'blocked':
    case 'unblocked':
    case 'business':
    case 'deleted':
    case 'linked':
    case 'unlinked':
      return i18n.t(`system.${code}`);
    case 'created':
      return text ? i18n.t('system.created_named', [who, text]) : i18n.t('system.created', [who]);
    case 'subject':
      return i18n.t('system.subject', [who, text ?? '']);
    case 'other':
      return i18n.t('system.other', [text ?? '']);
    case 'added':
    case 'removed':
      return whom.length === 0 || (whom.length === 1 && whom[0] === by)
        ? i18n.t(code === 'added' ? 'system.joined' : 'system.left', [who])
        : i18n.t(`system.${code}`, [who, others]);
    case 'joined':
    case 'invited':
    case 'left':
    case 'promoted':
    case 'demoted':
    case 'requested':
      return i18n.t(`system.${code}`, [others]);
    default:
      return i18n.t(`system.${code}`, [who]);
  }
}

const listOf = (names: readonly string[]): string =>
  new Intl.ListFormat(undefined, { style: 'long', type: 'conjunction' }).format(names);

/** One line for a list or a quote. */
export function briefOf(content: Content, nameOf: NameOf): string {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'medium':
      return content.caption ?? content.medium.fact?.filename ?? kindOf(content.medium);
    case 'place':
      return content.place.name?.split('\n')[0] ?? i18n.t('message.place');
    case 'cards':
      return content.cards.map(({ name }) => name).join(', ') || i18n.t('message.contact');
    case 'poll':
      return content.question || i18n.t('message.poll');
    case 'event':
      return content.name || i18n.t('message.event');
    case 'album':
      return albumWords(content);
    case 'invite':
      return i18n.t('message.invite', [content.group]);
    case 'revoked':
      return content.by
        ? i18n.t('message.revoked_by', [isolate(nameOf(content.by))])
        : i18n.t('message.revoked');
    case 'view-once':
      return i18n.t('message.view_once');
    case 'waiting':
      return i18n.t('message.waiting');
    case 'call':
      return callWords(content.call);
    case 'system':
      return systemWords(content.note, nameOf);
    case 'unknown':
      return content.text ?? content.type;
  }
}

export function albumWords({ images, videos }: { readonly images: number; readonly videos: number }): string {
  const parts = [
    images > 0 ? i18n.t('message.photos', images, [toCount(images)]) : '',
    videos > 0 ? i18n.t('message.videos', videos, [toCount(videos)]) : '',
  ].filter(Boolean);
  return parts.length > 0 ? i18n.t('message.album_of', [parts.join(', ')]) : i18n.t('message.album');
}
