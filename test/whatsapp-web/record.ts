/** @file A stored row as the archive must hold it, straight from docs/records.md and independent of the code that reads pages. */
import type { Json, JsonObject } from '../../lib/model/json.ts';
import type { AddOns, Comment, MessageRecord } from '../../lib/model/record.ts';
import { receiptsOf, type StoredAddOn, type StoredComment } from './data/addons.ts';
import type { ChatPlan } from './data/chats.ts';
import type { StoredRow } from './data/row.ts';
import { type Fields, JidRef, KeyRef, keyText, type Value } from './data/value.ts';

/** Rows that are changes to other messages. */
export const CHANGES: ReadonlySet<string> = new Set([
  'poll_update',
  'message_edit_encrypted',
  'poll_add_option_encrypted',
  'poll_edit_encrypted',
  'reaction',
  'reaction_enc',
  'keep_in_chat',
  'pin_message',
  'event_response',
  'event_edit_encrypted',
  'comment',
  'debug',
  'debug_placeholder',
]);
export const SYSTEM: ReadonlySet<string> = new Set([
  'gp2',
  'e2e_notification',
  'notification',
  'notification_template',
]);

const ENVELOPE: ReadonlySet<string> = new Set(['id', 't', 'type', 'subtype', 'rowId']);
const BOOKKEEPING: ReadonlySet<string> = new Set(['msgRowOpaqueData', 'messageRangeIndex']);
const CONTENT: ReadonlySet<string> = new Set([
  'body',
  'caption',
  'thumbnail',
  'thumbnailHQ',
  'mediaKey',
  'directPath',
  'deprecatedMms3Url',
  'staticUrl',
  'filehash',
  'encFilehash',
  'messageSecret',
  'waveform',
  'scansSidecar',
  'streamingSidecar',
  'scanLengths',
  'thumbnailDirectPath',
  'thumbnailSha256',
  'thumbnailEncSha256',
  'filename',
  'mediaHandle',
  'accessibilityLabel',
  'interactiveAnnotations',
  'contextInfo',
  'firstFrameLength',
  'firstFrameSidecar',
  'quarantineExtractedText',
  'quarantineOriginalProtobuf',
  'futureproofBuffer',
  'encIv',
  'encPayload',
]);

/** System notices may carry a duration without being messages that vanish. */
export const isVanishing = ({ type, fields }: StoredRow): boolean =>
  typeof fields.ephemeralDuration === 'number' && fields.ephemeralDuration > 0 && !SYSTEM.has(type);

export function recordOf(row: StoredRow, chat: ChatPlan, seed: number): MessageRecord {
  const sender = row.fields.author ?? row.fields.from;
  return {
    id: keyText(row.key),
    chat: chat.id,
    t: row.t,
    order: row.rowId,
    type: row.type,
    ...(row.subtype === undefined ? {} : { subtype: row.subtype }),
    fromMe: row.key.fromMe,
    sender: sender instanceof JidRef ? sender.jid : chat.id,
    ...addOnsOf(row, chat, seed),
    row: membersOf(row.fields, ENVELOPE),
  };
}

/** What belongs to the message, under whichever of the chat's addresses it lies. */
function addOnsOf(row: StoredRow, chat: ChatPlan, seed: number): AddOns {
  const { parentMsgKey, associationType } = row.fields;
  const { pin } = row;
  return {
    ...listed(
      'reactions',
      row.reactions
        .filter(({ text, orphan }) => text !== '' && orphan === 0)
        .map(({ sender, text, at }) => ({ sender, text, at }))
        .sort(byTime),
    ),
    ...listed(
      'votes',
      row.votes
        .filter(({ options }) => options.length > 0)
        .map(({ sender, options, at }) => ({ sender, options, at }))
        .sort(byTime),
    ),
    ...listed(
      'answers',
      row.responses.map(({ sender, response, at }) => ({ sender, answer: response, at })).sort(byTime),
    ),
    ...(pin ? { pin: { type: pin.type, at: pin.at, duration: pin.duration, sender: pin.sender } } : {}),
    ...listed(
      'comments',
      row.comments.map((one) => commentOf(one, chat)).sort((a, b) => a.t - b.t || (a.id < b.id ? -1 : 1)),
    ),
    ...listed(
      'receipts',
      receiptsOf(seed, chat, row)
        .map(({ receiver, delivery, read, played }) => ({ receiver, delivered: delivery, read, played }))
        .sort((a, b) => (a.receiver < b.receiver ? -1 : 1)),
    ),
    ...listed('addOns', row.others.map(otherOf)),
    ...(parentMsgKey instanceof KeyRef && typeof associationType === 'string'
      ? { parent: { id: keyText(parentMsgKey.parts), as: associationType } }
      : {}),
  };
}

/** As the row of the common table holds it. */
const otherOf = ({ parent, sender, type, at, props }: StoredAddOn): JsonObject => ({
  msgKey: keyText({ fromMe: false, remote: parent.remote, id: `${parent.id}U`, participant: sender }),
  targetMsgKey: keyText(parent),
  arbitraryIndex: 0,
  rowType: type,
  ack: 1,
  t: Math.floor(at / 1000),
  read: true,
  addonProps: membersOf(props),
});

const listed = <N extends keyof AddOns, T>(name: N, list: readonly T[]): { [K in N]?: readonly T[] } =>
  list.length > 0 ? ({ [name]: list } as { [K in N]?: readonly T[] }) : {};

const byTime = (a: { at: number; sender: string }, b: { at: number; sender: string }): number =>
  a.at - b.at || (a.sender < b.sender ? -1 : 1);

/** What the page makes of a comment's row, without what names it, its writer and its time. */
function commentOf({ key, parent, sender, t, body, state }: StoredComment, chat: ChatPlan): Comment {
  const common = { parentMsgKey: keyText(parent), ack: 1, to: chat.me, viewMode: 'VISIBLE' };
  const own: Record<StoredComment['state'], JsonObject> = {
    there: { type: 'comment', kind: 'commentDecrypted', body, read: true },
    waiting: { type: 'ciphertext', kind: 'placeholderAddon', realType: 'comment' },
    revoked: {
      type: 'revoked',
      kind: 'revokedAddon',
      subtype: 'sender',
      revokeAddonType: 'comment',
      revokeTimestamp: t + 5,
      protocolMessageKey: keyText({ ...key, id: `${key.id}X` }),
    },
  };
  return { id: keyText(key), sender, t, row: { ...common, ...own[state] } };
}

/** A quoted message has no envelope: its id, type and time stay where they are. */
function membersOf(fields: Fields, without: ReadonlySet<string> = new Set()): JsonObject {
  const kept: [string, Json][] = [];
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || key.startsWith('$$') || without.has(key) || BOOKKEEPING.has(key)) continue;
    if (fields.isViewOnce === true && CONTENT.has(key)) continue;
    if (isEmptyBookkeeping(key, value)) continue;
    kept.push([mark(key), key === 'quotedMsg' && isFields(value) ? membersOf(value) : jsonOf(value)]);
  }
  return objectOf(kept);
}

function isEmptyBookkeeping(key: string, value: Value): boolean {
  if (['pollOptions', 'internalThreadIDs', 'threadIds'].includes(key))
    return Array.isArray(value) && value.length === 0;
  if (key !== 'pollVotesSnapshot' || !isFields(value)) return false;
  return Array.isArray(value.pollVotes) && value.pollVotes.length === 0 && Object.keys(value).length === 1;
}

function jsonOf(value: Value): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return { $integer: String(value) };
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : { $number: String(value) };
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof JidRef) return value.jid;
  if (value instanceof KeyRef) return keyText(value.parts);
  if (value instanceof Uint8Array || value instanceof ArrayBuffer)
    return { $bytes: Buffer.from(new Uint8Array(value)).toString('base64url') };
  if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.getTime() };
  if (isList(value)) return value.map(jsonOf);
  return objectOf(
    Object.entries(value)
      .filter(([key, member]) => member !== undefined && !key.startsWith('$$'))
      .map(([key, member]) => [mark(key), jsonOf(member)]),
  );
}

const mark = (key: string): string => (key.startsWith('$') ? `$${key}` : key);

function objectOf(members: readonly (readonly [string, Json])[]): JsonObject {
  const object: Record<string, Json> = {};
  for (const [key, value] of members)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const isFields = (value: Value): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
