/** @file A stored row as the archive must hold it, straight from docs/records.md and independent of the code that reads pages. */
import type { Json, JsonObject } from '../../lib/model/json.ts';
import type { MessageRecord, Reaction, Vote } from '../../lib/model/record.ts';
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
const SYSTEM: ReadonlySet<string> = new Set([
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
]);

/** System notices may carry a duration without being messages that vanish. */
export const isVanishing = ({ type, fields }: StoredRow): boolean =>
  typeof fields.ephemeralDuration === 'number' && fields.ephemeralDuration > 0 && !SYSTEM.has(type);

/** Reactions count under whichever of the chat's addresses they lie. */
export function recordOf(row: StoredRow, chat: string): MessageRecord {
  const reactions = row.reactions
    .filter(({ text, orphan }) => text !== '' && orphan === 0)
    .map(({ sender, text, at }): Reaction => ({ sender, text, at }))
    .sort((a, b) => a.at - b.at || (a.sender < b.sender ? -1 : 1));
  const votes = row.votes
    .filter(({ options }) => options.length > 0)
    .map(({ sender, options, at }): Vote => ({ sender, options, at }))
    .sort((a, b) => a.at - b.at || (a.sender < b.sender ? -1 : 1));
  const { parentMsgKey, associationType } = row.fields;
  const sender = row.fields.author ?? row.fields.from;
  return {
    id: keyText(row.key),
    chat,
    t: row.t,
    order: row.rowId,
    type: row.type,
    ...(row.subtype === undefined ? {} : { subtype: row.subtype }),
    fromMe: row.key.fromMe,
    sender: sender instanceof JidRef ? sender.jid : chat,
    ...(reactions.length > 0 ? { reactions } : {}),
    ...(votes.length > 0 ? { votes } : {}),
    ...(parentMsgKey instanceof KeyRef && typeof associationType === 'string'
      ? { parent: { id: keyText(parentMsgKey.parts), as: associationType } }
      : {}),
    row: membersOf(row.fields, ENVELOPE),
  };
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
