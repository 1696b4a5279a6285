/** @file What of a row may leave the page: docs/records.md, "What `row` leaves out". */
import { type JsonObject, type Plain, toJson } from '../model/json.ts';
import { HEAD, type RowLine, rowLine, rowText } from '../model/rows.ts';
import { get } from './modules.ts';
import { plain } from './plain.ts';

/** Changes to other messages, not messages. */
const ADD_ONS = new Set([
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

/** Of these no page shows a row; the other changes may turn up in one. */
const UNSEEN = new Set(
  [...ADD_ONS].filter(
    (type) =>
      !/^(poll_update|message_edit_encrypted|poll_add_option_encrypted|poll_edit_encrypted)$/.test(type),
  ),
);
/** An announcement group does not show these to members. */
const UNSEEN_NOTICES = new Set(['add', 'remove', 'demote', 'linked_group_demote']);

const SYSTEM = new Set(['gp2', 'e2e_notification', 'notification', 'notification_template']);

const BOOKKEEPING = new Set(['msgRowOpaqueData', 'messageRangeIndex']);

const VIEW_ONCE = new Set([
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

export const isAddOn = (row: unknown): boolean => ADD_ONS.has(String(get(row, 'type')));

/** Rows that lie in WhatsApp's table and that no page shows (facts B4, L1). */
export function isNeverShown(row: unknown): boolean {
  const [type, subtype] = [String(get(row, 'type')), String(get(row, 'subtype'))];
  if (type === 'unknown')
    return get(row, 'futureproofType') != null || get(row, 'futureproofReparsed') === true;
  return UNSEEN.has(type) || (type === 'gp2' && UNSEEN_NOTICES.has(subtype));
}

export const isDisappearing = (row: unknown): boolean => {
  const duration = get(row, 'ephemeralDuration');
  return typeof duration === 'number' && duration > 0 && !SYSTEM.has(String(get(row, 'type')));
};

/**
 * A row as plain values. View-once content stays in the page, also where it is quoted.
 * @param vanishing whether messages that disappear are kept: else, of one that is quoted, only that it was.
 * @param without members that are left out.
 */
export function rowOf(
  row: object,
  vanishing = false,
  without: ReadonlySet<string> = BOOKKEEPING,
): { [key: string]: Plain } {
  const viewOnce = get(row, 'isViewOnce') === true;
  const result: { [key: string]: Plain } = {};
  for (const key of Object.keys(row)) {
    const value = get(row, key);
    if (value === undefined || BOOKKEEPING.has(key) || without.has(key) || key.startsWith('$$')) continue;
    if ((viewOnce && VIEW_ONCE.has(key)) || isEmptyBookkeeping(key, value)) continue;
    const kept =
      key === 'quotedMsg' && typeof value === 'object' && value !== null
        ? quoteOf(value, vanishing)
        : plain(value, 1);
    if (kept === undefined) continue;
    if (key === '__proto__')
      Object.defineProperty(result, key, {
        value: kept,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else result[key] = kept;
  }
  return result;
}

/** A row as the line that leaves the page; one that is no row where it cannot be. @param vanishing as of {@link rowOf}. */
export function lineOf(found: object, vanishing: boolean): RowLine {
  try {
    const head: { [key: string]: Plain } = {};
    for (const key of HEAD) if (Object.hasOwn(found, key)) head[key] = plain(get(found, key), 1);
    return rowLine(rowText(toJson(head) as JsonObject, toJson(rowOf(found, vanishing, HEAD)) as JsonObject));
  } catch {
    return rowLine('-');
  }
}

function quoteOf(quoted: object, vanishing: boolean): { [key: string]: Plain } {
  if (vanishing || !isDisappearing(quoted)) return rowOf(quoted, vanishing);
  return rowOf({ type: get(quoted, 'type'), ephemeralDuration: get(quoted, 'ephemeralDuration') }, vanishing);
}

/** WhatsApp puts these on every row, also on those that have nothing to do with them. */
function isEmptyBookkeeping(key: string, value: unknown): boolean {
  if (key === 'pollOptions' || key === 'internalThreadIDs' || key === 'threadIds')
    return Array.isArray(value) && value.length === 0;
  if (key !== 'pollVotesSnapshot') return false;
  const votes = get(value, 'pollVotes');
  return Array.isArray(votes) && votes.length === 0;
}
