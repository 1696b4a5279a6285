/** @file One message of every kind, and the words that name their media. */
import { toBase64url, toHex, utf8 } from '../../lib/base/bytes.ts';
import type { JsonObject } from '../../lib/model/json.ts';
import type { Jid, MessageRecord } from '../../lib/model/record.ts';

export const OWN: Jid = '31611112289@c.us';
/** 3 May 2026, 09:00 UTC in seconds. */
export const END = Date.UTC(2026, 4, 3, 9, 0) / 1000;

export const jid = (index: number): Jid =>
  index === 1 || index === 6 ? `1203${index}@g.us` : `3162000${index}@c.us`;

/** 32 bytes that name a medium, from a word. */
const hashOf = (word: string): Uint8Array => {
  const bytes = new Uint8Array(32);
  bytes.set(utf8(word).subarray(0, 32));
  return bytes;
};
const filehash = (word: string): string =>
  `${toBase64url(hashOf(word)).replaceAll('-', '+').replaceAll('_', '/')}=`;
export const sha256Of = (word: string): string => toHex(hashOf(word));

const medium = (word: string, rest: JsonObject): JsonObject => ({ filehash: filehash(word), ...rest });
const quoted: JsonObject = { type: 'chat', body: 'Shall we take the early train, the one at 7:12?' };

export interface Sketch {
  readonly type: string;
  readonly row?: JsonObject;
  readonly from?: 'me' | Jid;
  readonly subtype?: string;
  readonly reactions?: MessageRecord['reactions'];
}

export const text = (body: string, rest: Partial<Sketch> & { readonly row?: JsonObject } = {}): Sketch => ({
  ...rest,
  type: 'chat',
  row: { body, ...rest.row },
});

/** One of every kind, the newest last. */
export const EVERY: readonly Sketch[] = [
  { type: 'e2e_notification', subtype: 'encrypt' },
  text('Good morning'),
  text(
    'I found the photos from the lake. All of them, I think; the ones from the second day were in another folder, so it took a while to see that nothing was missing.',
  ),
  {
    type: 'image',
    row: medium('lake', {
      mimetype: 'image/jpeg',
      width: 1600,
      height: 1200,
      size: 4000,
      caption: 'The lake at seven in the morning',
    }),
  },
  {
    type: 'image',
    row: medium('tower', { mimetype: 'image/jpeg', width: 900, height: 1600, size: 4000 }),
    from: 'me',
  },
  text('Lovely', {
    from: 'me',
    reactions: [
      { sender: jid(0), text: '❤️', at: 1 },
      { sender: OWN, text: '❤️', at: 2 },
      { sender: jid(3), text: '👍', at: 3 },
    ],
  }),
  text('The 7:12 is fine.', { from: 'me', row: { quotedMsg: quoted, quotedParticipant: jid(0) } }),
  text('See https://example.org/lake?day=2, and (http://example.com). Not javascript:alert(1).', {
    row: { title: 'The lake, a guide' },
  }),
  text('This one was corrected.', { row: { latestEditMsgKey: 'x', star: true } }),
  text('Somebody wrote this once and everybody sent it on.', {
    row: { isForwarded: true, forwardingScore: 127 },
  }),
  { type: 'ptt', row: medium('voice', { mimetype: 'audio/ogg', duration: '17', size: 31_000 }) },
  {
    type: 'video',
    row: medium('clip', { mimetype: 'video/mp4', duration: '42', size: 8_400_000, width: 1280, height: 720 }),
  },
  {
    type: 'image',
    row: medium('gone', { mimetype: 'image/jpeg', width: 1000, height: 800, size: 240_000 }),
    from: 'me',
  },
  {
    type: 'document',
    row: medium('lost-document', { mimetype: 'application/pdf', filename: 'Tickets.pdf', size: 90_000 }),
  },
  {
    type: 'document',
    row: medium('plan', {
      mimetype: 'application/pdf',
      filename: 'Plan for the summer – final version 2.pdf',
      caption: 'Plan for the summer – final version 2.pdf',
      size: 1_234_567,
    }),
  },
  { type: 'image', row: medium('svg', { mimetype: 'image/svg+xml', width: 400, height: 300, size: 200 }) },
  {
    type: 'sticker',
    row: medium('sticker', { mimetype: 'image/webp', width: 512, height: 512 }),
    from: 'me',
  },
  { type: 'location', row: { lat: 45.8992, lng: 6.1294, loc: "Lac d'Annecy\n74000 Annecy, France" } },
  {
    type: 'vcard',
    row: {
      vcardFormattedName: 'Luca Bianchi',
      body: 'BEGIN:VCARD\nFN:Luca Bianchi\nitem1.TEL;waid=39333:+39 333 777 7777\nEND:VCARD',
    },
  },
  {
    type: 'poll_creation',
    row: {
      pollName: 'When shall we meet?',
      pollOptions: [{ name: 'Saturday' }, { name: 'Sunday' }, { name: 'לא משנה לי' }],
      pollSelectableOptionsCount: 1,
    },
  },
  {
    type: 'event_creation',
    row: {
      eventName: 'Supper',
      eventStartTime: END + 90_000,
      eventLocation: { name: 'At Anna’s' },
      eventDescription: 'Bring bread.',
    },
  },
  { type: 'album', row: { expectedImageCount: 3, expectedVideoCount: 1 } },
  { type: 'call_log', row: { callOutcome: 'Missed', isVideoCall: true } },
  { type: 'call_log', row: { callOutcome: 'Completed', isVideoCall: false, callDuration: 754 }, from: 'me' },
  { type: 'revoked', subtype: 'sender', row: { revokeSender: jid(0) } },
  { type: 'ciphertext' },
  { type: 'image', row: { isViewOnce: true } },
  { type: 'interactive_carousel', row: { body: 'Something new' } },
  text('שלום! נתראה ביום ראשון בשעה 10:00 ליד התחנה'),
  text('مرحبا، سأصل في الساعة السابعة', { from: 'me' }),
  text('明日の朝、駅で会いましょう。'),
  text(
    'Averylongwordwithoutanyspacesthatwouldbreakeverylayoutunlessitiswrappedsomewhereinthemiddleofit'.repeat(
      2,
    ),
    { from: 'me' },
  ),
  text('See you on Sunday'),
];
