/** @file A readable archive that never was: many chats, a long one, several scripts, every kind of message. */
import { utf8 } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { ContactRecord } from '../../lib/model/chat.ts';
import type { ChatEntry, History, Medium } from '../../lib/model/history.ts';
import type { Jid, MessageRecord } from '../../lib/model/record.ts';
import type { Slots } from '../../lib/vault/slots.ts';
import { REPORT } from '../components/states.ts';
import { png, wav } from './fake-media.ts';
import { END, EVERY, jid, OWN, type Sketch, sha256Of, text } from './fake-messages.ts';

export { EVERY, jid, OWN } from './fake-messages.ts';

export const LONG = 3000;

/** What an archive says of its slots that opens with a password only. */
export const PASSWORD_ONLY: Slots = { password: true, phrase: false, passkeys: [], unknown: 0 };

/** A locked archive with nothing special about it. */
export const PLAIN = {
  slots: PASSWORD_ONLY,
  continues: () => false,
  genuine: () => true,
  listMedia: async () => {},
  adoption: async () => ({
    header: Uint8Array.of(1),
    publicKey: Uint8Array.of(2),
    writerKey: Uint8Array.of(3),
    account: OWN,
  }),
  inspect: async () => ({ runs: 2, messages: 0, media: 0, findings: [], unknown: [] }),
};

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
