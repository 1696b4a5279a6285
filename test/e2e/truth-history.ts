/** @file What the simulator holds as a History, to compare an opened archive with. */
import type { ChatEntry, History } from '../../lib/model/history.ts';
import type { Truth, TruthChat } from '../whatsapp-web/truth.ts';

export function truthHistory(truth: Truth): History {
  return {
    account: truth.account,
    runs: [],
    notes: [],
    chats: async () => truth.chats.map((chat) => entryOf(truth, chat)),
    contacts: async () => new Map(truth.contacts.map((contact) => [contact.id, { ...contact, row: {} }])),
    messages: async (chat, from, count) => truth.messages(chat).slice(from, from + count),
    async medium(sha256) {
      const found = truth.media.get(sha256);
      if (!found) return null;
      const bytes = new Uint8Array(found.bytes());
      return {
        sha256,
        size: found.size,
        type: found.type,
        read: async (at, length) => bytes.slice(at, at + length),
      };
    },
    missing: async () => null,
  };
}

function entryOf(truth: Truth, chat: TruthChat): ChatEntry {
  const records = truth.messages(chat.id);
  const first = records[0]?.t ?? null;
  const last = records.at(-1)?.t ?? null;
  return {
    id: chat.id,
    kind: chat.kind,
    name: chat.name,
    alternate: chat.alternate,
    t: 0,
    archived: chat.archived,
    pinned: chat.pinned,
    group: chat.participants.length
      ? {
          subject: chat.subject,
          description: chat.description,
          owner: null,
          created: null,
          participants: chat.participants,
          row: {},
        }
      : null,
    row: {},
    count: records.length,
    first,
    last,
    report: {
      id: chat.id,
      completeness: chat.completeness,
      found: records.length + chat.vanishing,
      kept: records.length,
      skipped: {},
      first,
      last,
    },
  };
}
