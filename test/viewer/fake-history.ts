/** @file A readable archive that never was: many chats, a long one, several scripts, every kind of message. */
import { toBase64url, toHex, utf8 } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { ContactRecord } from '../../lib/model/chat.ts';
import type { ChatEntry, History, Medium } from '../../lib/model/history.ts';
import type { JsonObject } from '../../lib/model/json.ts';
import type { Jid, MessageRecord } from '../../lib/model/record.ts';
import { REPORT } from '../components/states.ts';
import { png, wav } from './fake-media.ts';

export const OWN: Jid = '31611112289@c.us';
/** 3 May 2026, 09:00 UTC in seconds. */
const END = Date.UTC(2026, 4, 3, 9, 0) / 1000;
export const LONG = 3000;

const NAMES = [
  'Anna Rossi',
  'Hiking on Sundays',
  'דנה לוי',
  'محمد العربي',
  '山田太郎',
  'Zoë “Zo” van der Meer-Kowalczyk-Oberhuber of the very long name',
  '👩‍👩‍👧 Family',
  'Baker',
];

export const jid = (index: number): Jid =>
  index === 1 || index === 6 ? `1203${index}@g.us` : `3162000${index}@c.us`;

const contact = (id: Jid, name: string | null): ContactRecord => ({
  id,
  name,
  pushname: null,
  verifiedName: null,
  shortName: null,
  phone: null,
  row: {},
});

const CONTACTS: ReadonlyMap<Jid, ContactRecord> = new Map(
  NAMES.map((name, index) => [jid(index), contact(jid(index), name)] as const),
);

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

interface Sketch {
  readonly type: string;
  readonly row?: JsonObject;
  readonly from?: 'me' | Jid;
  readonly subtype?: string;
  readonly reactions?: MessageRecord['reactions'];
}

const text = (body: string, rest: Partial<Sketch> & { readonly row?: JsonObject } = {}): Sketch => ({
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

function record(chat: Jid, index: number, t: number, sketch: Sketch): MessageRecord {
  const fromMe = sketch.from === 'me';
  return {
    id: `${fromMe}_${chat}_${String(index).padStart(6, '0')}`,
    chat,
    t,
    order: index,
    type: sketch.type,
    ...(sketch.subtype === undefined ? {} : { subtype: sketch.subtype }),
    fromMe,
    sender: fromMe ? OWN : (sketch.from ?? chat),
    ...(sketch.reactions === undefined ? {} : { reactions: sketch.reactions }),
    row: sketch.row ?? {},
  };
}

const GROUP_NOTES: readonly Sketch[] = [
  { type: 'gp2', subtype: 'create', row: { author: OWN, body: 'Hiking' } },
  { type: 'gp2', subtype: 'add', row: { author: OWN, recipients: [jid(0), jid(2), jid(3)] } },
  { type: 'gp2', subtype: 'subject', row: { author: jid(0), body: 'Hiking on Sundays' } },
];

function messageOf(chat: number, index: number, count: number): MessageRecord {
  const id = jid(chat);
  if (chat === 0) {
    const sketch = EVERY[index] ?? text('…');
    return record(id, index, END - (count - index) * 2400, sketch);
  }
  if (chat === 1) {
    const note = GROUP_NOTES[index];
    const senders: readonly ('me' | Jid)[] = [jid(0), jid(0), 'me', jid(2), jid(3)];
    const words = `Message ${index + 1}. ${'The path goes up behind the mill. '.repeat(index % 7)}`;
    const from = senders[(index * 7) % 5] ?? 'me';
    const sketch = note ?? text(words.trim(), { from, row: { mentionedJidList: [] } });
    return record(id, index, END - (count - index) * 290, sketch);
  }
  return record(
    id,
    index,
    END - chat * 80_000 - (count - index) * 600,
    text(`Line ${index + 1}`, index % 2 ? { from: 'me' } : {}),
  );
}

const COUNTS = (chat: number): number =>
  chat === 0 ? EVERY.length : chat === 1 ? LONG : chat === 7 ? 0 : 3 + (chat % 20);

function entry(chat: number): ChatEntry {
  const id = jid(chat);
  const count = COUNTS(chat);
  const group = id.endsWith('@g.us');
  const last = count > 0 ? messageOf(chat, count - 1, count).t : null;
  return {
    id,
    kind: group ? 'group' : 'person',
    name: group ? (NAMES[chat] ?? null) : null,
    alternate: null,
    t: last ?? 0,
    archived: false,
    pinned: false,
    group: null,
    row: {},
    count,
    first: count > 0 ? messageOf(chat, 0, count).t : null,
    last,
    report: {
      id,
      completeness: chat % 5 === 2 ? 'more-on-phone' : 'complete',
      found: count,
      kept: count,
      skipped: {},
      first: null,
      last: null,
    },
  };
}

const FILES: Readonly<Record<string, () => Uint8Array<ArrayBuffer>>> = {
  lake: () => png(320, 240, 200),
  tower: () => png(180, 320, 120),
  sticker: () => png(128, 128, 30),
  voice: () => wav(2),
  plan: () => utf8('%PDF-1.7 not really'),
  svg: () => utf8('<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"/>'),
};

export interface FakeOptions {
  readonly chats?: number;
  readonly notes?: readonly Fault[];
}

export function fakeHistory({ chats = 64, notes = [] }: FakeOptions = {}): History {
  const entries = Array.from({ length: chats }, (_, chat) => entry(chat)).sort((a, b) => b.t - a.t);
  const media = new Map(Object.entries(FILES).map(([word, make]) => [sha256Of(word), make] as const));
  return {
    account: { id: OWN, lid: null, name: 'Me' },
    runs: [
      { id: '0'.repeat(32), number: 1, start: (END - 900_000) * 1000, finished: true, report: REPORT },
      { id: '1'.repeat(32), number: 2, start: END * 1000, finished: true, report: REPORT },
    ],
    notes,
    chats: async () => entries,
    contacts: async () => CONTACTS,
    async messages(chat, from, count) {
      const index = Array.from({ length: chats }, (_, at) => at).find((at) => jid(at) === chat);
      if (index === undefined) throw new Fault('unexpected');
      const whole = COUNTS(index);
      const to = Math.min(whole, from + count);
      return Array.from({ length: Math.max(0, to - from) }, (_, at) => messageOf(index, from + at, whole));
    },
    async medium(sha256): Promise<Medium | null> {
      const make = media.get(sha256);
      if (!make) return null;
      const bytes = make();
      return {
        sha256,
        size: bytes.length,
        type: 'application/octet-stream',
        read: async (offset, length) => bytes.slice(offset, offset + length),
      };
    },
    async missing(sha256) {
      if (media.has(sha256)) return null;
      const reason = sha256 === sha256Of('lost-document') ? 'too-large' : 'expired';
      return { sha256, reason, message: 'x', size: 240_000, type: 'image' };
    },
  };
}
