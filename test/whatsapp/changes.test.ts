/** @file WhatsApp of tomorrow: each module, member and field that is read is removed, and called otherwise, in turn. Nothing may be lost without a word. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NAMES } from '../../lib/whatsapp/names.ts';
import { TABLES } from '../../lib/whatsapp/tables.ts';
import { type Captured, capturePage } from './capture-page.ts';

const ACCOUNT = { seed: 5, chats: 24, messages: 280, mediaMiB: 1 };

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

const paths = [...new Set(Object.values(NAMES).flat())];
const modules = [
  ...new Set(paths.map((path) => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : path))),
];
const members = paths.filter((path) => path.includes('.'));
const methods = list(`WAWebCollections.Chat.getModelsArray WAWebCollections.Contact.getModelsArray
  WAWebCollections.WAWebNewsletterCollection.getModelsArray
  WAWebMsgKey.from WAWebDownloadManager.downloadManager.downloadAndMaybeDecrypt
  WAWebMediaInMemoryBlobCache.InMemoryMediaBlobCache.get`);
const fields =
  list(`row.id row.t row.type row.subtype row.rowId row.author row.from row.hasReaction row.parentMsgKey
  row.associationType row.viewMode row.latestEditMsgKey row.isViewOnce row.filehash row.encFilehash row.mediaKey
  row.directPath row.mimetype row.size row.isGif Chat.id Chat.t Chat.name Chat.archive Chat.pin Chat.groupMetadata
  Chat.newsletterMetadata Chat.endOfHistoryTransferType Chat.isParentGroup Chat.limitSharing Contact.id Contact.name
  Contact.pushname Contact.shortName Contact.verifiedName Contact.phoneNumber Contact.displayNameLID
  GroupMetadata.subject GroupMetadata.desc GroupMetadata.owner GroupMetadata.creation GroupMetadata.participants
  GroupMetadata.pastParticipants GroupMetadata.isParentGroup GroupParticipant.id GroupParticipant.isAdmin
  GroupParticipant.isSuperAdmin GroupParticipant.joinTime GroupParticipant.leaveTs GroupParticipant.leaveReason
  Label.id Label.name Socket.state Socket.stream Socket.hasSynced Stream.mode Conn.wid Conn.pushname`);
const columns: Readonly<Record<string, string>> = {
  reactions: 'parentMsgKey senderUserJid reactionText timestamp orphan',
  'poll-votes': 'parentMsgKey sender selectedOptionLocalIds senderTimestampMs',
  'event-responses': 'parentMsgKey sender eventResponse senderTimestampMs',
  'pinned-messages': 'parentMsgKey sender pinType senderTimestampMs pinExpiryDuration',
  comments: 'parentMsgKey msgKey sender t msgRowOpaqueData',
  'message-info': 'msgKey receiverUserJid delivery read played',
  label: 'id name',
  'label-association': 'associationId labelId type',
};
const stored = Object.values(TABLES).flatMap((store) =>
  list(columns[store] ?? '')
    .filter(Boolean)
    .map((column) => `table-${store}.${column}`),
);

/** To a reader a module or method of another name is one that is gone; a field's content may still be there. */
const REMOVED = [...modules, ...members, ...methods, ...fields, ...stored];
const RENAMED = ['WAWebMsgKey', 'WAWebDBMessageFindLocal.msgFindBefore', ...fields, ...stored];
/** Only these can cost a medium. */
const OF_MEDIA =
  /Media|Mms|Download|^row\.(filehash|encFilehash|mediaKey|directPath|mimetype|size|isGif|type|id)$/;
let whole: Captured;
let removals = 0;
const silent: string[] = [];

beforeAll(async () => {
  whole = await capturePage(ACCOUNT);
});
afterAll(() => console.log(`${removals} removals, ${silent.length} silent`));

/** What was there and is not, or is otherwise. */
const lost = (found: Captured, media: boolean): string[] =>
  [...whole.content]
    .filter(([name, json]) => found.content.get(name) !== json && (media || !name.startsWith('medium ')))
    .map(([name]) => name);

/** What the page's report says now and did not say of the page of today. */
function told(found: Captured): string[] {
  const gone = Object.keys(whole.capabilities).filter(
    (name) => whole.capabilities[name] !== null && found.capabilities[name] === null,
  );
  const more = Object.keys(found.said).filter((name) => (found.said[name] ?? 0) > (whole.said[name] ?? 0));
  const unmet = Object.keys(whole.fields).filter((name) => !found.fields[name]);
  return [...gone, ...more, ...unmet];
}

async function look(path: string, changed: object): Promise<void> {
  removals++;
  const media = OF_MEDIA.test(path);
  const found = await capturePage({ ...ACCOUNT, ...changed }, media);
  const missing = found.state === 'ready' ? lost(found, media) : [];
  const words = told(found);
  if (missing.length === 0 || words.length > 0) return;
  silent.push(path);
  expect.fail(`${missing.length} lost without a word: ${missing.slice(0, 3).join(', ')}`);
}

describe('a page of tomorrow', () => {
  it('is compared with one of today that lacks nothing', () => {
    expect(whole.content.size).toBeGreaterThan(350);
    const things = list(
      'chat group participant past label contact message medium reaction vote answer comment pin',
    );
    for (const thing of [...things, 'receipt', 'parent'])
      expect(whole.fields[thing], thing).toBeGreaterThan(0);
    expect(Object.values(whole.capabilities)).not.toContain(null);
    expect(Object.keys(whole.said).filter((name) => !/^(medium |disappearing)/.test(name))).toEqual([]);
  });

  it.each(REMOVED)('without %s', (path) => look(path, { remove: [path] }));

  it.each(RENAMED)('that calls %s otherwise', (path) =>
    look(path, { rename: [`${path}:${path.includes('.') ? 'zzRenamed' : `${path}Renamed`}`] }),
  );
});
