/** @file From the key to the chat list, in archives of any number of messages: runs in a real browser's page, and in Node. */
import { composeArchive } from '../../lib/archive/container.ts';
import {
  type ChatSummary,
  encodeContents,
  type IndexPlace,
  type SegmentEntry,
} from '../../lib/archive/contents.ts';
import { frame } from '../../lib/archive/frame.ts';
import { blobSource, openArchive } from '../../lib/archive/open.ts';
import { encodeRecords } from '../../lib/archive/records.ts';
import { startRun, trailer } from '../../lib/archive/run.ts';
import { END, INDEX, MEDIA, MESSAGES, sealSegment } from '../../lib/archive/segment.ts';
import { type Bytes, concat, randomBytes, toHex } from '../../lib/base/bytes.ts';
import { crc32 } from '../../lib/base/crc32.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { PREFIX } from '../../lib/seal/cobblestone.ts';
import { unlockHeader } from '../../lib/vault/slots.ts';
import { createVault, type VaultSecrets } from '../../lib/vault/vault.ts';

const PASSWORD = 'bench password';
const FLOOR = { memoryKiB: 19_456, passes: 1, lanes: 1 };
/** Messages of a chat, and of a segment. */
const PER_CHAT = 500;
/** Entries between two indexes, as a backup has it. */
const PER_INDEX = 400;

export interface OpeningFigures {
  readonly chats: number;
  /** Bytes of the archive. */
  readonly size: number;
  /** From the key to the chat list, the median of the turns. */
  readonly milliseconds: number;
  readonly reads: number;
  /** Bytes read. */
  readonly bytes: number;
}

/** @param media so many small ones, whose bytes are no medium's: nothing reads them. */
export async function openingFigures(
  messages: number,
  media: number,
  turns: number,
): Promise<OpeningFigures> {
  const { header, keys } = await createVault(PASSWORD, { costs: FLOOR });
  const secrets = await unlockHeader(header, { kind: 'password', password: PASSWORD });
  const blob = await archiveOf(header, keys, messages, media);
  const figures: OpeningFigures[] = [];
  for (let turn = 0; turn <= turns; turn++) figures.push(await opened(blob, secrets));
  const sorted = figures.slice(1).sort((a, b) => a.milliseconds - b.milliseconds);
  return sorted[Math.floor(sorted.length / 2)] as OpeningFigures;
}

async function opened(blob: Blob, secrets: VaultSecrets): Promise<OpeningFigures> {
  const source = blobSource(blob);
  let reads = 0;
  let bytes = 0;
  const locked = await openArchive({
    ...source,
    async read(offset, length) {
      const found = await source.read(offset, length);
      reads++;
      bytes += found.length;
      return found;
    },
  });
  const start = performance.now();
  const history = await archiveHistory(await locked.open(secrets));
  const chats = await history.chats();
  const milliseconds = performance.now() - start;
  return { chats: chats.length, size: blob.size, milliseconds, reads, bytes };
}

/** One whole run, as a backup writes it: the segments of 400 chats, then their index. */
async function archiveOf(
  header: Bytes,
  keys: Parameters<typeof startRun>[0],
  messages: number,
  media: number,
): Promise<Blob> {
  const { run, head } = await startRun(keys, 1, 1_700_000_000_000, null);
  const parts: Bytes[] = [head];
  const indexes: IndexPlace[] = [];
  let offset = head.length;
  let number = 0;
  const put = async (kind: 1 | 3 | 4, content: Bytes) => {
    const { bytes } = await sealSegment(run, number, kind, content);
    const place = { number, offset, length: bytes.length };
    parts.push(bytes);
    offset += bytes.length;
    number++;
    return place;
  };
  const index = async (segments: SegmentEntry[], chats?: ChatSummary[]) => {
    const contents = { segments, ...(chats && { chats }) };
    const { number: at, offset: from } = await put(INDEX, encodeContents(contents));
    indexes.push({ number: at, offset: from, lists: chats ? 'messages' : 'media' });
  };
  let segments: SegmentEntry[] = [];
  let chats: ChatSummary[] = [];
  for (let made = 0; made < messages; made += PER_CHAT) {
    const chat = `${31_600_000_000 + made}@c.us`;
    const records = recordsOf(chat, made, Math.min(PER_CHAT, messages - made));
    const [first, last] = [records[0]?.t ?? 0, records.at(-1)?.t ?? 0];
    const place = await put(MESSAGES, encodeRecords(records));
    segments.push({
      ...place,
      kind: MESSAGES,
      chat,
      count: records.length,
      first: first * 1000,
      last: last * 1000,
    });
    chats.push(summaryOf(chat, records));
    if (segments.length < PER_INDEX) continue;
    await index(segments, chats);
    [segments, chats] = [[], []];
  }
  if (segments.length > 0) await index(segments, chats);
  const sealed = concat(frame(PREFIX + 16, MEDIA), new Uint8Array(PREFIX + 16));
  for (let made = 0; made < media; made += PER_INDEX) {
    const listed: SegmentEntry[] = [];
    for (let i = made; i < Math.min(media, made + PER_INDEX); i++) {
      const place = { number: number++, offset, length: sealed.length };
      listed.push({ ...place, kind: MEDIA, sha256: toHex(randomBytes(32)), size: 1, type: 'image/jpeg' });
      parts.push(sealed);
      offset += sealed.length;
    }
    await index(listed);
  }
  const end = await put(END, encodeContents({ segments: [], indexes }));
  parts.push(trailer(end.number, end.offset));
  const bytes = concat(...parts);
  const stored = {
    number: 1,
    id: run.id,
    size: bytes.length,
    crc32: crc32(bytes),
    blobs: [new Blob([bytes])],
  };
  return new Blob(composeArchive(header, [stored]).parts);
}

const recordsOf = (chat: string, from: number, count: number): MessageRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `true_${chat}_3EB0${(from + i).toString(16).padStart(18, '0').toUpperCase()}`,
    chat,
    t: 1_600_000_000 + from + i * 60,
    order: i,
    type: 'chat',
    fromMe: i % 2 === 0,
    sender: chat,
    row: { body: `Message ${from + i}`, ack: 3 },
  }));

const summaryOf = (id: string, records: readonly MessageRecord[]): ChatSummary => ({
  id,
  kind: 'person',
  name: `Chat ${id}`,
  alternate: null,
  t: records.at(-1)?.t ?? 0,
  archived: false,
  pinned: false,
  group: null,
  row: {},
  count: records.length,
  first: records[0]?.t ?? null,
  last: records.at(-1)?.t ?? null,
  report: null,
  heads: records.slice(-64).map((record) => record.id),
});

Object.assign(globalThis, { openingFigures });
