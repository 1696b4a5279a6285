/** @file A stored row as the page hands it out: live addresses and keys, and everything WhatsApp's storage leaves on it (facts L4). */
import type { StoredRow } from '../data/row.ts';
import { exactly, type Fields, JidRef, type KeyParts, KeyRef, type Value } from '../data/value.ts';
import type { Changes } from './changes.ts';
import type { MsgKey, MsgKeyClass } from './msgkey.ts';
import { opaqueBytes } from './opaque.ts';
import type { Wid, WidFactory } from './wid.ts';

export type LiveRow = Record<string, unknown> & { readonly id: MsgKey };

/** Members that every row read from the storage has, with or without a value. */
export const OPAQUE_KEYS = [
  'body',
  'caption',
  'clientUrl',
  'loc',
  'lat',
  'lng',
  'matchedText',
  'title',
  'description',
  'canonicalUrl',
  'thumbnailHQ',
  'paymentAmount1000',
  'paymentNoteMsg',
  'paymentBackground',
  'pollName',
  'pollSelectableOptionsCount',
  'pollType',
  'pollContentType',
  'pollEndTime',
  'pollHideVoterNames',
  'pollAllowAddOption',
  'correctOptionIndex',
  'pollUpdateParentKey',
  'encPollVote',
  'messageSecret',
  'botMessageSecret',
  'eventName',
  'eventDescription',
  'eventJoinLink',
  'eventStartTime',
  'eventEndTime',
  'eventLocation',
  'isEventCanceled',
  'eventIsScheduledCall',
  'eventExtraGuestsAllowed',
  'futureproofBuffer',
  'targetMessageKey',
  'encPayload',
  'encIv',
  'encryptedData',
  'reportingTokenInfo',
  'reportingTokenContent',
  'quarantineExtractedText',
] as const;

const BLANK = Object.fromEntries(OPAQUE_KEYS.map((name) => [name, undefined]));

export interface Maker {
  row(stored: StoredRow): LiveRow;
  key(parts: KeyParts): MsgKey;
}

export function maker(wids: WidFactory, Key: MsgKeyClass, changes: Changes): Maker {
  const wid = (jid: string): Wid => wids.createWid(jid);

  const key = ({ fromMe, remote, id, self, participant }: KeyParts): MsgKey =>
    new Key({
      fromMe,
      remote: wid(remote),
      id,
      self,
      participant: participant === undefined ? undefined : wid(participant),
    });

  const live = (value: Value): unknown => {
    if (value instanceof JidRef) return wid(value.jid);
    if (value instanceof KeyRef) return key(value.parts);
    if (value instanceof Uint8Array || value instanceof ArrayBuffer) return value.slice(0);
    if (value instanceof Date) return new Date(value.getTime());
    if (Array.isArray(value)) return value.map(live);
    if (typeof value !== 'object' || value === null) return value;
    return exactly(Object.entries(value).map(([name, member]) => [name, live(member) as Value]));
  };

  const row = (stored: StoredRow): LiveRow => {
    const { quotedMsg } = stored.fields;
    return changes.fields('row', {
      ...BLANK,
      pollOptions: [],
      pollVotesSnapshot: { pollVotes: [] },
      id: key(stored.key),
      rowId: stored.rowId,
      type: stored.type,
      ...(stored.subtype === undefined ? {} : { subtype: stored.subtype }),
      t: stored.t,
      messageRangeIndex: `${stored.key.remote}_${stored.place}`,
      internalThreadIDs: [],
      threadIds: [],
      msgRowOpaqueData: opaque(stored.fields),
      ...(live(stored.fields) as object),
      ...(quotedMsg === undefined ? {} : { quotedMsg: { ...BLANK, ...(live(quotedMsg) as object) } }),
    });
  };
  return { row, key };
}

/** The plain content once more, as it was stored: it must not leave the page. */
const opaque = ({ body, caption, pollName }: Fields): ArrayBuffer => opaqueBytes(body ?? pollName, caption);
